package dev.synth.models.spectral;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.testing.SpectralModels;
import dev.synth.testing.Tones;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NoteSpectrogramTest {
  private static final SpectralSpec SPEC = SpectralModels.SPEC;

  private static float[] noise(int samples, double level, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[samples];
    for (int i = 0; i < samples; i++) {
      noise[i] = (float) (level * random.nextGaussian());
    }
    return noise;
  }

  /** By the definition: mirrored ends, a Hann window, a sum for each bin, decibels. */
  @Test
  void imagesAreAsDefined() {
    float[] sound = noise(2 * SPEC.noteSamples() - 50, 0.1, 1);
    float[][] images = new NoteSpectrogram(SPEC).images(sound);
    assertEquals(2, images.length);
    int length = 2 * SPEC.noteSamples();
    int spectra = length / SPEC.hopSamples() + 1;
    double[][] magnitudes = new double[spectra][SPEC.rows() + 1];
    double largest = 0;
    for (int f = 0; f < spectra; f++) {
      for (int bin = 0; bin <= SPEC.rows(); bin++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < SPEC.fftSamples(); i++) {
          int t = Math.abs(f * SPEC.hopSamples() + i - SPEC.fftSamples() / 2);
          t = t < length ? t : 2 * (length - 1) - t;
          double turns = 2 * Math.PI * bin * i / SPEC.fftSamples();
          double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / SPEC.fftSamples());
          double value = window * (t < sound.length ? sound[t] : 0);
          re += value * Math.cos(turns);
          im += value * Math.sin(turns);
        }
        magnitudes[f][bin] = Math.hypot(re, im);
        largest = Math.max(largest, magnitudes[f][bin]);
      }
    }
    for (int piece = 0; piece < 2; piece++) {
      for (int row = 0; row < SPEC.rows(); row++) {
        for (int column = 0; column < SPEC.columns(); column++) {
          int f = piece * (SPEC.spectra() - 1) + column;
          double expected =
              column < SPEC.spectra()
                  ? Math.max(0, 1 + 20 * Math.log10(magnitudes[f][row] / largest) / 120)
                  : 0;
          assertEquals(expected, images[piece][row * SPEC.columns() + column], 1e-4);
        }
      }
    }
  }

  @Test
  void theLevelOfASoundIsNoMatter() {
    float[] loud = noise(SPEC.noteSamples(), 0.1, 1);
    NoteSpectrogram spectrogram = new NoteSpectrogram(SPEC);
    assertArrayEquals(
        spectrogram.images(loud)[0], spectrogram.images(Levels.times(loud, 1e-3))[0], 1e-5f);
  }

  @Test
  void silenceIsDark() {
    float[][] images = new NoteSpectrogram(SPEC).images(new float[SPEC.noteSamples() + 1]);
    assertEquals(2, images.length);
    for (float[] image : images) {
      assertArrayEquals(new float[SPEC.pixels()], image);
    }
  }

  /** A piece that fades keeps its level beside the others. */
  @Test
  void piecesAreRelativeToTheWholeSound() {
    float[] sound = noise(2 * SPEC.noteSamples(), 0.1, 1);
    for (int i = SPEC.noteSamples(); i < sound.length; i++) {
      sound[i] *= 1e-2f;
    }
    float[][] images = new NoteSpectrogram(SPEC).images(sound);
    double first = mean(images[0]);
    assertEquals(first - 40 / 120.0, mean(images[1]), 0.06);
  }

  private static double mean(float[] image) {
    double sum = 0;
    for (int i = 0; i < image.length; i++) {
      sum += i % SPEC.columns() > 3 && i % SPEC.columns() < SPEC.spectra() - 3 ? image[i] : 0;
    }
    return sum / (SPEC.spectra() - 7) / SPEC.rows();
  }

  @Test
  void theSoundOfItsImagesHasThePitch() {
    SpectralSpec spec = SpectralPresets.small();
    float[] note = Tones.pluck(220, 70_000);
    NoteSpectrogram spectrogram = new NoteSpectrogram(spec);
    float[] sound = spectrogram.sound(spectrogram.images(note), note.length, 3, 30);
    assertEquals(1, Levels.peak(sound), 1e-6);
    double midi =
        PitchEstimator.estimate(new dev.synth.audio.AudioClip(sound, 16_000)).orElseThrow().midi();
    assertEquals(57, midi, 0.1);
    float[] start = Arrays.copyOf(sound, 4_000);
    float[] end = Arrays.copyOfRange(sound, 60_000, 64_000);
    float[] noteEnd = Arrays.copyOfRange(note, 60_000, 64_000);
    double fall = Levels.dbfs(Levels.rms(end) / Levels.rms(start));
    double expected = Levels.dbfs(Levels.rms(noteEnd) / Levels.rms(Arrays.copyOf(note, 4_000)));
    assertEquals(expected, fall, 3);
    assertTrue(expected < -6, "it fades");
  }

  @Test
  void lowRowsCountMore() {
    double[] weights = new ImageLoss(SpectralPresets.baseline()).weights();
    assertEquals(512, weights.length);
    assertEquals(10, weights[0]);
    assertEquals(1, weights[255], 1e-12);
    assertEquals(1, weights[256]);
    assertEquals(1, weights[511]);
    assertEquals(10 - 9 * 100 / 255.0, weights[100], 1e-12);
    float[] wanted = new float[SPEC.pixels()];
    double[] made = new double[SPEC.pixels()];
    made[0] = 0.5; // at 0 Hz
    double[] slopes = new double[made.length];
    ImageLoss loss = new ImageLoss(SPEC);
    assertEquals(10 * 0.25 / SPEC.pixels(), loss.of(wanted, made, slopes), 1e-12);
    assertEquals(10.0 / SPEC.pixels(), slopes[0], 1e-12);
    assertEquals(0, slopes[1]);
  }
}
