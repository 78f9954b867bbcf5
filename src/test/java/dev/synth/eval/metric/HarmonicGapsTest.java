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

  /** Harmonics are found in half of the bins, so white noise has half of its energy there. */
  @Test
  void theShareBetweenThePartialsIsThatOfTheNoise() {
    double hz = 261.63;
    assertEquals(-3, gaps.of(Tones.noise(0.1, SAMPLES, 5), hz).betweenDb(), 0.2);
    double noise = 0.01;
    double ofNoise = noise * noise * 18 * hz / 8_000;
    double share = ofNoise / 2 / (ofNoise + 18 * 0.02 * 0.02 / 2);
    float[] sound = Tones.plus(harmonics(hz, 0.02), Tones.noise(noise, SAMPLES, 6));
    assertEquals(10 * Math.log10(share), gaps.of(sound, hz).betweenDb(), 0.3);
    assertTrue(gaps.of(harmonics(hz, 0.02), hz).betweenDb() < -50);
  }

  /** The upper half of the noise 6 dB louder: the octaves there are 6 dB lower, others are not. */
  @Test
  void eachOctaveHasADifferenceOfItsOwn() {
    double hz = 110;
    float[] original = harmonics(hz, 0.02);
    float[] other = harmonics(hz, 0.02);
    for (int k = 0; k < 400; k++) {
      double noiseHz = 20 + 12.345 * k;
      float[] line = Tones.sine(noiseHz, 1e-3, SAMPLES);
      original = Tones.plus(original, line);
      other = Tones.plus(other, noiseHz < 1_000 ? line : Tones.times(line, 2));
    }
    HarmonicGaps.Gaps wanted = gaps.of(original, hz);
    HarmonicGaps.Gaps found = gaps.of(other, hz);
    assertEquals(0, wanted.octaveDifferenceDb(found, 1), 0.1);
    assertEquals(0, wanted.octaveDifferenceDb(found, 2), 0.2);
    assertEquals(-6, wanted.octaveDifferenceDb(found, 3), 0.3);
    assertEquals(-6, wanted.octaveDifferenceDb(found, 4), 0.3);
    assertEquals(0, wanted.octaveDifferenceDb(wanted, 4));
    // An octave with no whole fundamental, or nothing that can be heard, has no figure.
    assertTrue(Double.isNaN(gaps.of(harmonics(440, 0.02), 440).octaveDb()[0]));
    HarmonicGaps.Gaps sine = gaps.of(Tones.sine(220, 0.5, SAMPLES), 220);
    assertTrue(Double.isNaN(sine.octaveDifferenceDb(found, 5)));
    assertTrue(Double.isNaN(gaps.of(original, Double.NaN).betweenDb()));
  }
}
