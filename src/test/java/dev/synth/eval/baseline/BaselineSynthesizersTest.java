package dev.synth.eval.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.eval.metric.LoudnessCurve;
import dev.synth.eval.metric.SpectralDistance;
import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;

class BaselineSynthesizersTest {
  private final BaselineSynthesizers classical = new BaselineSynthesizers(Tones.RATE_HZ, 16, 512);
  private final SpectralDistance spectral = new SpectralDistance(Tones.RATE_HZ);

  @Test
  void fewerValuesKeepLess() {
    float[] tone = Tones.tone(261.63, 0.3, 16_000);
    double coded = spectral.logMelDb(tone, BaselineSynthesizers.muLaw(tone));
    float[] full = classical.griffinLim(tone, 1);
    float[] bands = classical.griffinLimBands(tone, 1);
    assertEquals(
        60, PitchEstimator.estimate(new AudioClip(full, Tones.RATE_HZ)).orElseThrow().midi(), 0.2);
    double fullDb = spectral.logMelDb(tone, full);
    double bandsDb = spectral.logMelDb(tone, bands);
    assertTrue(fullDb < bandsDb, fullDb + " and " + bandsDb);
    assertTrue(coded < bandsDb, coded + " and " + bandsDb);
  }

  @Test
  void noiseKeepsItsLevelInBands() {
    float[] noise = Tones.noise(0.1, 32_000, 1);
    float[] bands = classical.griffinLimBands(noise, 1);
    assertEquals(0, new LoudnessCurve(Tones.RATE_HZ).errorDb(noise, bands), 2);
    float[][] levels = classical.bandLevels(noise);
    assertEquals(63, levels.length);
    // White noise of deviation 0.1 under a Hann window of 2048: 0.01 · 6 / 2048.
    assertEquals(10 * Math.log10(0.06 / 2048), levels[30][12], 2);
  }
}
