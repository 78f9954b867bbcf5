package dev.synth.dsp.pitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FundamentalPhaseTest {
  private static final int RATE_HZ = 16_000;
  private static final int SAMPLES = 32_000;

  /** Distance on the circle of one cycle. */
  private static double apart(double a, double b) {
    double d = a - b;
    return Math.abs(d - Math.rint(d));
  }

  private interface Phase {
    double at(int t);
  }

  /** A tone with harmonics, whose fundamental is the cosine of {@code phase}. */
  private static float[] tone(Phase phase) {
    float[] samples = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      double c = 2 * Math.PI * phase.at(t);
      samples[t] =
          (float) (0.3 * Math.cos(c) + 0.3 * Math.sin(2 * c + 1) + 0.2 * Math.cos(3 * c + 2));
    }
    return samples;
  }

  private static void assertFollows(Phase phase, double nominalHz, double toleranceCycles) {
    float[] found =
        FundamentalPhase.cycles(tone(phase), RATE_HZ, nominalHz, 4_000, SAMPLES - 8_000);
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      assertTrue(found[i] >= 0 && found[i] < 1);
      worst = Math.max(worst, apart(found[i], phase.at(4_000 + i)));
    }
    assertEquals(0, worst, toleranceCycles, nominalHz + " Hz");
  }

  /** Hann's sidelobes, four periods away and more, are below 1 %: a hundredth of a radian. */
  @ParameterizedTest
  @ValueSource(doubles = {27.5, 65.4, 261.6, 1_046.5, 4_186})
  void aToneInTuneHasItsOwnPhase(double hz) {
    assertFollows(t -> 0.2 + t * hz / RATE_HZ, hz, 0.01);
  }

  @Test
  void aToneOutOfTuneIsFollowed() {
    double hz = 440 * Math.pow(2, 30 / 1200.0);
    assertFollows(t -> t * hz / RATE_HZ, 440, 0.01);
  }

  /** A vibrato of 5 Hz, 30 cents wide: averaged over 64 ms, and joined by lines of 8 ms. */
  @Test
  void vibratoIsFollowed() {
    double depth = 440 * (Math.pow(2, 30 / 1200.0) - 1) / (2 * Math.PI * 5);
    assertFollows(
        t -> t * 440.0 / RATE_HZ + depth * Math.sin(2 * Math.PI * 5 * t / RATE_HZ), 440, 0.05);
  }

  @Test
  void overSilenceItKeepsTheFrequencyGiven() {
    float[] found = FundamentalPhase.cycles(new float[100], RATE_HZ, 500, 50, 3_000);
    for (int i = 0; i < found.length; i++) {
      assertEquals(0, apart(found[i], (50 + i) * 500.0 / RATE_HZ), 1e-6);
    }
  }

  /** In noise the fundamental's place holds little, and what it holds turns slowly. */
  @Test
  void noiseGivesAPhaseThatIsContinuous() {
    Random random = new Random(4);
    float[] noise = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      noise[t] = (float) random.nextGaussian() / 4;
    }
    float[] found = FundamentalPhase.cycles(noise, RATE_HZ, 440, 0, SAMPLES);
    for (int i = 1; i < found.length; i++) {
      // At most half a cycle in the 128 samples between two looks.
      assertEquals(0, apart(found[i], found[i - 1] + 440.0 / RATE_HZ), 0.5 / 128 + 1e-5);
    }
  }

  @Test
  void aFrequencyTheRateCannotHoldIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> FundamentalPhase.cycles(new float[9], RATE_HZ, 8_000, 0, 9));
  }
}
