package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddedPartialsTest {
  private static final int SAMPLES = 32_000;
  private static final double HZ = 134 * 16_000.0 / 8_192; // in the middle of a bin

  private static double levelDb(float[] original, float[] other) {
    return AddedPartials.levelDb(original, other, HZ, Tones.RATE_HZ);
  }

  private static float[] with(float[] sound, double hz, double amplitude) {
    return Tones.plus(sound, Tones.sine(hz, amplitude, SAMPLES));
  }

  /** Of a sine with a second harmonic r times as strong, r² of 1 + r² is added. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.1, 0.01})
  void aPartialThatASineHasNotIsAdded(double r) {
    float[] sine = Tones.sine(HZ, 0.2, SAMPLES);
    float[] other = with(sine, 2 * HZ, 0.2 * r);
    assertEquals(10 * Math.log10(r * r / (1 + r * r)), levelDb(sine, other), 0.1);
  }

  @Test
  void neitherNoiseNorGainNorAWeakerPartialIsAdded() {
    float[] tone = with(with(Tones.sine(HZ, 0.2, SAMPLES), 2 * HZ, 0.1), 3 * HZ, 0.02);
    assertEquals(-60, levelDb(tone, tone));
    assertEquals(-60, levelDb(tone, Tones.times(tone, 3)));
    assertEquals(-60, levelDb(tone, Tones.plus(tone, Tones.noise(0.01, SAMPLES, 1))));
    assertEquals(-60, levelDb(tone, with(tone, 3 * HZ, 0.04))); // 9.5 dB stronger
    assertTrue(levelDb(tone, with(tone, 3 * HZ, 0.08)) > -12); // 14 dB stronger
    assertEquals(-60, levelDb(tone, Tones.sine(HZ * 1.01, 0.2, SAMPLES))); // 17 cents sharp
  }

  @Test
  void aPartialThatDriftsIsAdded() {
    float[] tone = with(Tones.sine(HZ, 0.2, SAMPLES), 5 * HZ, 0.1);
    float[] drifted = with(Tones.sine(HZ, 0.2, SAMPLES), 697 / 134.0 * HZ, 0.1);
    assertEquals(10 * Math.log10(0.25 / 1.25), levelDb(tone, drifted), 0.1);
  }

  @Test
  void soundsWithoutPartialsHaveNoFigure() {
    float[] tone = Tones.sine(HZ, 0.2, SAMPLES);
    assertTrue(Double.isNaN(levelDb(tone, new float[SAMPLES])));
    assertEquals(0, levelDb(new float[SAMPLES], tone), 1e-9);
    double unpitched = AddedPartials.levelDb(tone, tone, Double.NaN, Tones.RATE_HZ);
    assertEquals(-60, unpitched);
  }
}
