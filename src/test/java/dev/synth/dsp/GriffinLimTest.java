package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;

class GriffinLimTest {
  private static final int SAMPLES = 16_000;

  /** How far the sound's magnitudes are from those wanted, of their norm. */
  private static double distance(float[][] wanted, float[] sound, Stft stft) {
    float[][] found = stft.magnitudes(sound);
    double difference = 0;
    double norm = 0;
    for (int f = 0; f < wanted.length; f++) {
      for (int bin = 0; bin < wanted[f].length; bin++) {
        difference += Math.pow(wanted[f][bin] - found[f][bin], 2);
        norm += Math.pow(wanted[f][bin], 2);
      }
    }
    return Math.sqrt(difference / norm);
  }

  @Test
  void itsSoundHasTheMagnitudesAndThePitch() {
    Stft stft = new Stft(1024, 256);
    float[] pluck = Tones.pluck(261.6, SAMPLES);
    float[][] magnitudes = stft.magnitudes(pluck);
    float[] drawn = new GriffinLim(stft, 0).sound(magnitudes, SAMPLES, 1);
    float[] sound = new GriffinLim(stft, 60).sound(magnitudes, SAMPLES, 1);
    double before = distance(magnitudes, drawn, stft);
    double after = distance(magnitudes, sound, stft);
    assertTrue(after < 0.1 && after < before / 3, before + " to " + after);
    Pitch pitch = PitchEstimator.estimate(new AudioClip(sound, Tones.RATE_HZ)).orElseThrow();
    assertEquals(60, pitch.midi(), 0.2);
    assertEquals(
        Levels.dbfs(Levels.rms(pluck)), Levels.dbfs(Levels.rms(sound)), 0.5, "as loud as it was");
  }

  @Test
  void theSeedDecides() {
    Stft stft = new Stft(256, 64);
    GriffinLim estimator = new GriffinLim(stft, 3);
    float[][] magnitudes = stft.magnitudes(Tones.pluck(500, 2000));
    float[] sound = estimator.sound(magnitudes, 2000, 7);
    assertArrayEquals(sound, estimator.sound(magnitudes, 2000, 7));
    assertNotEquals(sound[1000], estimator.sound(magnitudes, 2000, 8)[1000]);
  }

  @Test
  void silenceStaysSilent() {
    Stft stft = new Stft(256, 64);
    float[][] nothing = stft.magnitudes(new float[1000]);
    assertArrayEquals(new float[1000], new GriffinLim(stft, 5).sound(nothing, 1000, 1));
  }
}
