package dev.synth.dsp.mix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dsp.Loudness;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class MixTest {
  private static final int RATE_HZ = 48_000;

  private static float[] sine(double hz, double amplitude, double phase, int samples) {
    float[] sine = new float[samples];
    for (int i = 0; i < samples; i++) {
      sine[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / RATE_HZ + phase));
    }
    return sine;
  }

  @Test
  @DisplayName("a sine whose samples miss its peaks has its true peak")
  void truePeak() {
    // A quarter of the rate, an eighth of a turn late: all samples are at 0.707.
    float[] missed = sine(RATE_HZ / 4.0, 1, Math.PI / 4, 4_800);
    double peak = TruePeak.of(java.util.Arrays.copyOfRange(missed, 0, 4_800));
    assertEquals(0, 20 * Math.log10(peak), 0.6, "the ends of a cut sine ring");
    float[] faded = missed.clone();
    for (int i = 0; i < faded.length; i++) {
      faded[i] *= (float) Math.sin(Math.PI * i / faded.length);
    }
    assertEquals(0, 20 * Math.log10(TruePeak.of(faded)), 0.1);
    assertEquals(0.25, TruePeak.of(sine(440, 0.25, 0, 48_000)), 0.002);
  }

  @Test
  @DisplayName("nothing passes the limiter's ceiling, and what is below is not touched")
  void limiter() {
    Random random = new Random(4);
    float[] left = new float[RATE_HZ];
    float[] right = new float[RATE_HZ];
    for (int i = 0; i < RATE_HZ; i++) {
      double loud = i > 20_000 && i < 21_000 ? 1.5 : 0.1;
      left[i] = (float) (loud * random.nextGaussian());
      right[i] = (float) (0.5 * loud * random.nextGaussian());
    }
    float[] before = left.clone();
    double least = Limiter.limit(left, right, RATE_HZ, 0.8);
    assertTrue(least < 0.5, "" + least);
    assertTrue(TruePeak.of(left) <= 0.8 * 1.02, "" + TruePeak.of(left));
    assertTrue(TruePeak.of(right) <= 0.8 * 1.02);
    for (int i = 0; i < 19_000; i++) {
      assertEquals(before[i], left[i], 1e-6f, "sample " + i);
    }
    float[] quiet = sine(440, 0.5, 0, RATE_HZ);
    float[] same = quiet.clone();
    assertEquals(1, Limiter.limit(same, quiet.clone(), RATE_HZ, 0.8), 0);
    assertArrayEquals(quiet, same);
  }

  @Test
  @DisplayName("the room's echoes are 60 dB down after its time, other ones on each side")
  void room() {
    float[] click = new float[3 * RATE_HZ];
    click[0] = 1;
    float[] left = RoomReverb.of(click, RATE_HZ, 1.2, 0);
    double early = energy(left, 0.1, 0.3);
    double late = energy(left, 1.3, 1.5);
    double down = 10 * Math.log10(early / late);
    // 1.2 s are 60 dB for the lows; the damped highs are gone sooner.
    assertTrue(down > 60 && down < 100, "" + down);
    assertEquals(0, energy(left, 0, 0.02), 0, "nothing before the first echo");
    float[] right = RoomReverb.of(click, RATE_HZ, 1.2, 1);
    double product = 0;
    double squares = 0;
    for (int i = 0; i < left.length; i++) {
      product += left[i] * right[i];
      squares += left[i] * left[i];
    }
    assertTrue(Math.abs(product / squares) < 0.3, "" + product / squares);
  }

  private static double energy(float[] samples, double from, double to) {
    double sum = 0;
    for (int i = (int) (from * RATE_HZ); i < (int) (to * RATE_HZ); i++) {
      sum += samples[i] * samples[i];
    }
    return sum;
  }

  @Test
  @DisplayName("a sound in both channels is as loud as BS.1770 says, in one 3 LU less")
  void loudness() {
    float[] sine = sine(997, 1, 0, 10 * RATE_HZ);
    float[] silence = new float[sine.length];
    assertEquals(-3.01, Loudness.lufs(sine, silence, RATE_HZ), 0.02);
    assertEquals(0, Loudness.lufs(sine, sine, RATE_HZ), 0.02);
    assertEquals(Loudness.lufs(sine, RATE_HZ, 2), Loudness.lufs(sine, sine, RATE_HZ), 1e-9);
    assertEquals(Double.NEGATIVE_INFINITY, Loudness.lufs(silence, silence, RATE_HZ), 0);
  }
}
