package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StftTest {
  static float[] noise(int samples, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[samples];
    for (int t = 0; t < samples; t++) {
      noise[t] = (float) random.nextGaussian() * 0.1f;
    }
    return noise;
  }

  @Test
  void aFrameIsTheDiscreteFourierTransformOfTheWindowedSound() {
    float[] samples = noise(100, 1);
    Stft stft = new Stft(16, 5);
    float[][] spectra = stft.forward(samples);
    assertEquals(21, spectra.length);
    int frame = 7;
    for (int bin = 0; bin < stft.bins(); bin++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < 16; i++) {
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / 16);
        double value = window * samples[frame * 5 - 8 + i] * 2 / 8; // the window sums to 8
        re += value * Math.cos(2 * Math.PI * bin * i / 16);
        im -= value * Math.sin(2 * Math.PI * bin * i / 16);
      }
      assertEquals(re, spectra[frame][2 * bin], 1e-6);
      assertEquals(im, spectra[frame][2 * bin + 1], 1e-6);
      assertEquals(Math.hypot(re, im), stft.magnitudes(samples)[frame][bin], 1e-6);
    }
  }

  @Test
  void aFullScaleSineHasMagnitudeOneInItsBinAndNothingFarAway() {
    Stft stft = new Stft(1024, 256);
    float[] sine = new float[8000];
    for (int t = 0; t < sine.length; t++) {
      sine[t] = (float) Math.sin(2 * Math.PI * 50 * t / 1024);
    }
    float[] middle = stft.magnitudes(sine)[15];
    assertEquals(1, middle[50], 1e-4);
    assertEquals(0.5, middle[49], 1e-4); // the Hann window's side bins
    assertEquals(0, middle[60], 1e-4);
    assertEquals(781.25, stft.binHz(50, 16_000));
  }

  @ParameterizedTest
  @CsvSource({
    "1024, 256, 5000",
    "1024, 512, 4096",
    "512, 128, 1",
    "100, 50, 999",
    "2048, 512, 700"
  })
  void theInverseGivesTheSoundBack(int fftSamples, int hopSamples, int samples) {
    Stft stft = new Stft(fftSamples, hopSamples);
    float[] sound = noise(samples, fftSamples);
    assertArrayEquals(sound, stft.inverse(stft.forward(sound), samples), 1e-5f);
  }

  @Test
  void whatCannotBeInvertedIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Stft(1024, 513));
    assertThrows(IllegalArgumentException.class, () -> new Stft(15, 5));
    Stft stft = new Stft(16, 4);
    float[][] spectra = stft.forward(new float[40]);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> stft.inverse(spectra, 44))
            .getMessage()
            .contains("11 frames"));
  }
}
