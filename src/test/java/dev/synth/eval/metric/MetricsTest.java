package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dsp.Levels;
import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each metric on sounds for which it can be said beforehand. */
class MetricsTest {
  private static final int SAMPLES = 16_000;

  private final SpectralDistance spectral = new SpectralDistance(Tones.RATE_HZ);
  private final LoudnessCurve loudness = new LoudnessCurve(Tones.RATE_HZ);
  private final Artefacts artefacts = new Artefacts(Tones.RATE_HZ);

  @ParameterizedTest
  @ValueSource(doubles = {-6, 0, 3})
  void aGainIsItselfInEveryDistance(double gainDb) {
    float[] noise = Tones.noise(0.1, SAMPLES, 1);
    float[] other = Tones.times(noise, Levels.amplitude(gainDb));
    assertEquals(Math.abs(gainDb), spectral.logMelDb(noise, other), 0.01);
    double g = Levels.amplitude(gainDb);
    assertEquals(
        Math.abs(1 - g) + Math.abs(Math.log(g)), spectral.multiResolution(noise, other), 0.01);
    assertEquals(Math.abs(gainDb), loudness.errorDb(noise, other), 0.01);
    float[] tone = Tones.tone(220, 0.3, SAMPLES);
    assertEquals(1, LoudnessCurve.envelopeCorrelation(tone, Tones.times(tone, g)), 1e-6);
  }

  @Test
  void otherNoiseIsAsFarAsIndependentDrawsAre() {
    // Two periodograms of noise differ by 10 log10 of a ratio of independent exponentials, of which
    // the root mean square is 10 / ln 10 · pi / sqrt 3 = 7.88 dB; wider bands average some of it.
    double distance = spectral.logMelDb(Tones.noise(0.1, SAMPLES, 1), Tones.noise(0.1, SAMPLES, 2));
    assertTrue(distance > 2 && distance < 7.88, "distance " + distance);
  }

  @Test
  void whatIsInaudibleDoesNotCount() {
    float[] tone = Tones.sine(500, 0.5, SAMPLES);
    float[] faint = Tones.plus(tone, Tones.noise(1e-7, SAMPLES, 3));
    assertEquals(0, spectral.logMelDb(tone, faint), 1e-3);
    assertEquals(0, spectral.multiResolution(tone, faint), 1e-3);
  }

  @Test
  void silenceHasADistanceAndNotAnError() {
    float[] tone = Tones.tone(220, 0.3, SAMPLES);
    float[] silence = new float[SAMPLES];
    assertTrue(spectral.logMelDb(tone, silence) > 10);
    assertEquals(0, spectral.logMelDb(silence, silence));
    assertEquals(0, spectral.multiResolution(silence, silence));
    assertEquals(0, loudness.errorDb(silence, silence));
    assertTrue(loudness.errorDb(tone, silence) > 20);
    assertTrue(Double.isNaN(LoudnessCurve.envelopeCorrelation(tone, silence)));
    assertEquals(-120, artefacts.noiseFloorDb(silence));
  }

  @Test
  void aReversedDecayIsNoEnvelopeOfTheOriginals() {
    float[] tone = Tones.tone(220, 0.3, SAMPLES);
    float[] reversed = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      reversed[t] = tone[SAMPLES - 1 - t];
    }
    assertTrue(LoudnessCurve.envelopeCorrelation(tone, reversed) < -0.5);
    assertEquals(0.3 / Math.sqrt(2), LoudnessCurve.envelope(Tones.sine(400, 0.3, 3200))[4], 1e-3);
  }

  @ParameterizedTest
  @CsvSource({"1000, 0.0", "100, -19.1", "31.62, -39.4", "8000, -1.1", "2000, 1.2"})
  void aWeightingIsTheStandards(double hz, double db) {
    assertEquals(db, LoudnessCurve.aWeightingDb(hz), 0.1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-20, -40, -60})
  void theNoiseFloorIsThatOfTheNoiseThatWasAdded(double noiseDb) {
    float[] tone = Tones.sine(440, 0.4, 2 * SAMPLES);
    for (double partial : new double[] {5200, 5640, 6080, 6520}) {
      tone = Tones.plus(tone, Tones.sine(partial, 0.01, 2 * SAMPLES));
    }
    float[] noise = Tones.noise(Levels.rms(tone) * Levels.amplitude(noiseDb), 2 * SAMPLES, 4);
    assertEquals(noiseDb, artefacts.noiseFloorDb(Tones.plus(tone, noise)), 1);
  }

  @Test
  void everyClickIsCountedOnce() {
    float[] tone = Tones.tone(220, 0.3, SAMPLES);
    double bound = Artefacts.jumpBound(tone);
    assertEquals(0, Artefacts.clicks(tone, bound));
    float[] clicking = tone.clone();
    for (int t : new int[] {3000, 3005, 9000, 15_999}) {
      clicking[t] += 0.9f;
    }
    assertEquals(3, Artefacts.jumps(clicking, bound));
    assertEquals(3, Artefacts.clicks(clicking, bound));
    assertEquals(0.01, Artefacts.jumpBound(new float[10]));
  }

  /** One pulse a period at C2, which is as near to clicks as a wave comes. */
  @Test
  void aLoudSoundJumpsAndDoesNotClick() {
    float[] pulses = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t += 244) {
      pulses[t] = 0.1f;
    }
    float[] loud = Tones.times(pulses, 3);
    double bound = Artefacts.jumpBound(pulses);
    assertEquals(0, Artefacts.jumps(pulses, bound));
    assertEquals((SAMPLES + 243) / 244, Artefacts.jumps(loud, bound));
    assertEquals(0, Artefacts.clicks(loud, bound));
    loud[5_000] = 0.9f;
    assertEquals(1, Artefacts.clicks(loud, bound));
  }

  @Test
  void interpolationOfASteadyLineIsEven() {
    float[] low = Tones.tone(261.63, 0.1, SAMPLES);
    float[] high = Tones.times(low, 4);
    java.util.List<float[]> line = new java.util.ArrayList<>();
    for (int i = 0; i < 5; i++) {
      line.add(Tones.times(low, Math.pow(4, i / 4.0)));
    }
    InterpolationQuality even =
        InterpolationQuality.of(line, 60, low, high, Tones.RATE_HZ, spectral);
    assertEquals(0, even.loudnessBendDb(), 1e-3);
    assertEquals(1, even.pitchKept());
    assertEquals(0, even.pitchErrorCents(), 3);
    assertEquals(spectral.logMelDb(low, high), even.endToEndDb());
    line.set(2, Tones.times(low, 2.5)); // the mix itself
    assertEquals(
        0,
        InterpolationQuality.of(line, 60, low, high, Tones.RATE_HZ, spectral).middleToMixDb(),
        1e-3);
    line.set(1, Tones.times(low, 0.01)); // a hole in the line
    line.set(3, Tones.tone(277.18, 0.2, SAMPLES)); // a semitone off
    InterpolationQuality uneven =
        InterpolationQuality.of(line, 60, low, high, Tones.RATE_HZ, spectral);
    assertTrue(uneven.loudnessBendDb() > 10);
    assertEquals(0.8, uneven.pitchKept(), 0.21);
    assertTrue(uneven.pitchKept() < 1);
  }

  /** A gain is itself at every rate, from which the length of a frame comes. */
  @ParameterizedTest
  @ValueSource(ints = {8_000, 22_050, 24_000, 44_100, 48_000})
  void theLogMelDistanceIsThatOfAnyRate(int sampleRateHz) {
    float[] noise = Tones.noise(0.1, sampleRateHz / 2, 1);
    float[] other = Tones.times(noise, Levels.amplitude(3));
    assertEquals(3, new SpectralDistance(sampleRateHz).logMelDb(noise, other), 0.01);
  }
}
