package dev.synth.models.instant;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.Windows;
import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Levels in each frame of 32 ms of a sound at 16 kHz: of 80 mel bands of 64 ms around its middle,
 * and of 8 bands in each of its quarters, for the time of attacks; where the pitch is known, also
 * of the {@link PartialFeatures partials and what lies between them}. All are in dB, from {@value
 * #FLOOR_DB} up.
 */
public final class FrameFeatures {
  private static final int RATE_HZ = InstantSpec.ENCODER_RATE_HZ;
  private static final int HOP = InstantSpec.ENCODER_HOP_SAMPLES;
  private static final int LONG_FFT = 1024;
  private static final int SHORT_FFT = 256;

  /** The least level. */
  public static final float FLOOR_DB = -100;

  /** Bands of the whole frame, which come first. */
  static final int LONG_BANDS = 80;

  private static final int SHORT_BANDS = 8;
  private static final int QUARTERS = 4;

  /** Values that are known without a pitch, which come first. */
  static final int BANDS = LONG_BANDS + QUARTERS * SHORT_BANDS;

  /** Values a frame. */
  public static final int COUNT = BANDS + PartialFeatures.COUNT;

  private final Bands longBands = new Bands(LONG_FFT, LONG_BANDS, 40);
  private final Bands shortBands = new Bands(SHORT_FFT, SHORT_BANDS, 60);
  private final PartialFeatures partials = new PartialFeatures(LONG_FFT / 2 + 1);

  private static final class Bands {
    private final int fftSamples;
    private final FloatFFT_1D fft;
    private final MelFilterbank mel;
    private final float[] window;
    private final float[] block;
    private final float[] magnitudes;
    private final double scale;

    Bands(int fftSamples, int bands, double lowestHz) {
      this.fftSamples = fftSamples;
      fft = new FloatFFT_1D(fftSamples);
      mel = new MelFilterbank(bands, lowestHz, RATE_HZ / 2.0, fftSamples, RATE_HZ);
      window = Windows.hann(fftSamples);
      double sum = 0;
      for (float w : window) {
        sum += w;
      }
      scale = 2 / sum;
      block = new float[fftSamples];
      magnitudes = new float[fftSamples / 2 + 1];
    }

    void write(float[] sound, int middle, float[] into, int offset) {
      Arrays.fill(block, 0);
      for (int i = 0; i < fftSamples; i++) {
        int n = middle - fftSamples / 2 + i;
        block[i] = n >= 0 && n < sound.length ? window[i] * sound[n] : 0;
      }
      fft.realForward(block);
      magnitudes[0] = 0;
      for (int j = 1; j < fftSamples / 2; j++) {
        double re = block[2 * j];
        double im = block[2 * j + 1];
        magnitudes[j] = (float) (scale * scale * (re * re + im * im));
      }
      float[] bands = mel.means(magnitudes);
      for (int b = 0; b < bands.length; b++) {
        into[offset + b] = decibels(bands[b]);
      }
    }
  }

  static float decibels(double power) {
    return (float) Math.max(FLOOR_DB, 10 * Math.log10(power + 1e-12));
  }

  /**
   * The frequency in the middle of what value {@code i} of a frame measures.
   *
   * @param hz the fundamental
   */
  public double middleHz(int i, double hz) {
    if (i < LONG_BANDS) {
      return bandHz(i);
    }
    return i < BANDS
        ? shortBands.mel.centreHz((i - LONG_BANDS) % SHORT_BANDS)
        : partials.middleHz(i - BANDS, hz);
  }

  /** The middle of a band of the whole frame. */
  double bandHz(int band) {
    return longBands.mel.centreHz(band);
  }

  /**
   * The features of frames.
   *
   * @param sound amplitudes at 16 kHz; silence before and behind
   * @param first the first frame's first sample
   * @param hz [frames] the fundamental in the middle of each; null if it is unknown, which makes
   *     the features of partials {@value #FLOOR_DB}
   * @param into receives [frames, {@value #COUNT}] from {@code offset} on
   */
  public void write(float[] sound, int first, int frames, double[] hz, float[] into, int offset) {
    for (int f = 0; f < frames; f++) {
      int start = first + f * HOP;
      int at = offset + f * COUNT;
      longBands.write(sound, start + HOP / 2, into, at);
      if (hz == null) {
        Arrays.fill(into, at + BANDS, at + COUNT, FLOOR_DB);
      } else {
        partials.write(longBands.magnitudes, hz[f], into, at + BANDS);
      }
      for (int q = 0; q < QUARTERS; q++) {
        int middle = start + (2 * q + 1) * HOP / (2 * QUARTERS);
        shortBands.write(sound, middle, into, at + LONG_BANDS + q * SHORT_BANDS);
      }
    }
  }
}
