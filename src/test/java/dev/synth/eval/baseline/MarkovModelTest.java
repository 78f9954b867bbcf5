package dev.synth.eval.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkovModelTest {
  private static final int SAMPLES = 100_000;

  private static byte[] random(int codes, long seed) {
    Random random = new Random(seed);
    byte[] note = new byte[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      note[t] = (byte) (random.nextInt(codes) - codes / 2);
    }
    return note;
  }

  /** The best bits a sample of each order. */
  private static double[] bits(MarkovModel model, byte[] note) {
    return Arrays.stream(model.nats(note))
        .mapToDouble(order -> Arrays.stream(order).min().getAsDouble() / note.length / Math.log(2))
        .toArray();
  }

  @Test
  void knowingNothingIsEightBits() {
    assertArrayEquals(new double[] {8, 8, 8}, bits(new MarkovModel(), random(256, 1)), 1e-9);
  }

  @Test
  void independentCodesHaveTheEntropyOfTheDice() {
    MarkovModel model = new MarkovModel();
    for (int seed = 1; seed <= 3; seed++) {
      model.add(random(16, seed));
    }
    assertArrayEquals(new double[] {4, 4, 4}, bits(model, random(16, 9)), 0.05);
  }

  @Test
  void aChainOfOrderTwoIsSeenByOrderTwoOnly() {
    // The sum of three codes in a row is 0 or 1 modulo 8, at even odds: one bit for who knows two,
    // three bits for who does not.
    byte[][] notes = new byte[2][SAMPLES];
    Random random = new Random(5);
    for (byte[] note : notes) {
      for (int t = 2; t < SAMPLES; t++) {
        note[t] = (byte) Math.floorMod(random.nextInt(2) - note[t - 1] - note[t - 2], 8);
      }
    }
    MarkovModel model = new MarkovModel();
    model.add(notes[0]);
    double[] bits = bits(model, notes[1]);
    assertEquals(3, bits[0], 0.05);
    assertEquals(3, bits[1], 0.05);
    assertEquals(1, bits[2], 0.02);
  }

  @Test
  void aForgottenNoteLeavesNoTrace() {
    MarkovModel model = new MarkovModel();
    byte[] kept = random(64, 1);
    byte[] other = random(32, 2);
    model.add(kept);
    double[][] before = model.nats(other);
    model.add(other);
    assertTrue(bits(model, other)[2] < before[2][1] / SAMPLES / Math.log(2) - 0.1);
    model.remove(other);
    assertArrayEquals(before, model.nats(other));
    assertEquals(1, model.notes());
  }
}
