package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dsp.Levels;
import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseLevelTest {
  private static final int SAMPLES = 32_000;

  private final NoiseLevel level = new NoiseLevel(Tones.RATE_HZ);

  private static float[] note(double noise, long seed) {
    float[] sound = Tones.noise(noise, SAMPLES, seed);
    for (int k = 1; k < 20; k++) {
      sound = Tones.plus(sound, Tones.sine(k * 261.63, 0.02, SAMPLES));
    }
    return sound;
  }

  /** Of another draw, so that bins of their own would be 6 dB apart. */
  @ParameterizedTest
  @CsvSource({"0, 261.63", "6, 261.63", "-10, 261.63", "6, NaN"})
  void louderNoiseIsAsMuchLouder(double gainDb, double hz) {
    double louder = 0.003 * Levels.amplitude(gainDb);
    float[] original = Double.isNaN(hz) ? Tones.noise(0.003, SAMPLES, 1) : note(0.003, 1);
    float[] other = Double.isNaN(hz) ? Tones.noise(louder, SAMPLES, 2) : note(louder, 2);
    NoiseLevel.Difference found = level.of(original, other, hz);
    assertEquals(gainDb, found.meanDb(), 0.4);
    assertEquals(Math.abs(gainDb), found.errorDb(), 1);
    assertEquals(0, level.of(original, original, hz).errorDb());
  }

  @Test
  void louderPartialsAreNoNoise() {
    float[] loud = note(0.003, 2);
    for (int k = 1; k < 20; k++) {
      loud = Tones.plus(loud, Tones.sine(k * 261.63, 0.02, SAMPLES));
    }
    assertEquals(0, level.of(note(0.003, 1), loud, 261.63).meanDb(), 0.4);
  }

  @Test
  void silenceHasNoNoiseToCompareAndLackingNoiseIsAtTheFloor() {
    float[] noise = Tones.noise(0.1, SAMPLES, 3);
    float[] silence = new float[SAMPLES];
    assertTrue(Double.isNaN(level.of(silence, noise, 440).meanDb()));
    assertEquals(-60, level.of(noise, silence, Double.NaN).meanDb(), 3);
    assertEquals(0, level.of(Tones.noise(0.1, 300, 4), Tones.noise(0.1, 300, 4), 440).errorDb());
  }
}
