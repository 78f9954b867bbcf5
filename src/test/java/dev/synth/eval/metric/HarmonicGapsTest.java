package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HarmonicGapsTest {
  private static final int SAMPLES = 32_000;

  private final HarmonicGaps gaps = new HarmonicGaps(Tones.RATE_HZ);

  /** All harmonics below 5 kHz at one amplitude. */
  private static float[] harmonics(double hz, double amplitude) {
    float[] sound = new float[SAMPLES];
    for (int k = 1; k * hz < 5_000; k++) {
      sound = Tones.plus(sound, Tones.sine(k * hz, amplitude, SAMPLES));
    }
    return sound;
  }

  /**
   * A sine's power, spread by a Hann window over 1.5 bins, is found in half of the bins between two
   * gaps: per hertz a²/2 over f/2. White noise of variance v has v over 8,000 Hz.
   */
  @ParameterizedTest
  @CsvSource({"261.63, 0.01", "261.63, 0.001", "100, 0.003", "55, 0.01", "1000, 0.01"})
  void harmonicsStandOverWhiteNoiseAsTheirDensitiesDo(double hz, double noise) {
    double a = 0.02;
    float[] sound = Tones.plus(harmonics(hz, a), Tones.noise(noise, SAMPLES, 1));
    double expected = 10 * Math.log10(a * a / hz / (noise * noise / 8_000) + 1);
    assertEquals(expected, gaps.overGapsDb(sound, hz), 0.5);
  }

  @Test
  void noiseHasNone() {
    assertEquals(0, gaps.overGapsDb(Tones.noise(0.1, SAMPLES, 2), 261.63), 0.5);
  }

  @ParameterizedTest
  @ValueSource(doubles = {32.7, 65.4, 261.63, 1046.5, 3322})
  void theWindowAloneLeavesLittleInTheGaps(double hz) {
    double clean = gaps.overGapsDb(harmonics(hz, 0.05), hz);
    assertTrue(clean > 45 && clean <= 80, hz + " Hz: " + clean);
  }

  /** A partial between two harmonics, and a noisy end that is 50 dB below the rest. */
  @Test
  void partialsOutOfTuneCountAndFaintFramesDoNot() {
    float[] sound = harmonics(261.63, 0.02);
    double hummed =
        gaps.overGapsDb(Tones.plus(sound, Tones.sine(2.5 * 261.63, 0.02, SAMPLES)), 261.63);
    // 18 harmonics' power at as many places as one partial's.
    assertEquals(10 * Math.log10(18), hummed, 0.3);
    float[] fading = Tones.plus(sound, new float[SAMPLES]);
    float[] hiss = Tones.noise(1e-4, SAMPLES, 3);
    for (int t = SAMPLES / 2; t < SAMPLES; t++) {
      fading[t] = hiss[t];
    }
    assertTrue(gaps.overGapsDb(fading, 261.63) > 40);
  }

  @Test
  void silenceAndTonesBeyondFiveKilohertzHaveNoFigure() {
    assertTrue(Double.isNaN(gaps.overGapsDb(new float[SAMPLES], 261.63)));
    assertTrue(Double.isNaN(gaps.overGapsDb(harmonics(4_000, 0.1), 4_000)));
    assertEquals(0, gaps.overGapsDb(Tones.noise(0.1, 500, 4), 1_000), 3);
  }
}
