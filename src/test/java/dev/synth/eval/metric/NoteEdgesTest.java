package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Tones;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteEdgesTest {
  private static final int SAMPLES = 16_000;

  private final NoteEdges edges = new NoteEdges(Tones.RATE_HZ);

  /** A sine of 2 kHz whose level rises in a straight line for so long, and stays. */
  private static float[] rising(double seconds) {
    float[] sound = Tones.sine(2_000, 0.5, SAMPLES);
    for (int t = 0; t < SAMPLES; t++) {
      sound[t] *= (float) Math.min(1, t / (seconds * Tones.RATE_HZ));
    }
    return sound;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.4})
  void theAttackOfARampIsFourFifthsOfIt(double seconds) {
    assertEquals(800 * seconds, edges.attackMs(rising(seconds)), 0.5);
  }

  @Test
  void aSwellIsNoAttackAndAPopIsAsShortAsItIs() {
    float[] swelling = Tones.sine(2_000, 0.5, SAMPLES);
    for (int t = 0; t < SAMPLES; t++) {
      swelling[t] *= t < 160 ? 0.5f * t / 160 : 0.5f + 0.5f * t / SAMPLES;
    }
    // Half a second after its start it has reached three quarters, and 90 % of that is 0.675.
    double reached = 0.9 * (0.5 + 0.5 * (0.5 + 0.002));
    assertEquals(1000 * (2 * reached - 1) - 2, edges.attackMs(swelling), 1);
    float[] pop = rising(0.1);
    pop[0] = 0.5f;
    assertEquals(0, edges.attackMs(pop));
    assertEquals(100, edges.startJumpPercent(pop), 1e-4);
    assertEquals(0, edges.startLevelDb(pop), 1e-4);
  }

  @Test
  void theStartIsMeasuredAgainstThePeak() {
    float[] sound = new float[SAMPLES];
    sound[0] = 0.02f;
    sound[1] = -0.02f;
    sound[31] = 0.03f;
    sound[32] = -0.2f; // 2 ms are over
    sound[400] = 0.4f;
    assertEquals(10, edges.startJumpPercent(sound), 1e-4);
    assertEquals(20 * Math.log10(0.03 / 0.4), edges.startLevelDb(sound), 1e-4);
    float[] late = new float[SAMPLES];
    late[SAMPLES - 1] = 1;
    assertEquals(0, edges.startJumpPercent(late));
    assertEquals(-80, edges.startLevelDb(late));
  }

  @Test
  void whatEndsInSilenceIsCutWhereTheOriginalGoesOn() {
    float[] tone = Tones.sine(440, 1e-4, SAMPLES);
    assertEquals(0, edges.cutSeconds(tone, tone));
    float[] cut = tone.clone();
    Arrays.fill(cut, 12_000, SAMPLES, 2.9e-5f); // one step of 16 bits
    assertEquals(0.25, edges.cutSeconds(tone, cut), 0.002);
    assertEquals(0, edges.cutSeconds(cut, tone));
    assertEquals(1, edges.cutSeconds(tone, new float[SAMPLES]), 0.002);
  }

  @Test
  void silenceHasNoStart() {
    float[] silence = new float[100];
    assertTrue(Double.isNaN(edges.startJumpPercent(silence)));
    assertTrue(Double.isNaN(edges.startLevelDb(silence)));
    assertTrue(Double.isNaN(edges.attackMs(silence)));
    assertEquals(0, edges.cutSeconds(silence, silence));
  }
}
