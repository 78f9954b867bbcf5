package dev.synth.eval.generated;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.Stft;

/**
 * A note as a small picture: the levels of {@value #BANDS} mel bands in each {@value #STEP_SAMPLES}
 * samples at {@value #RATE_HZ} Hz (64 ms), under the picture's loudest, down to {@value #RANGE_DB}
 * dB below it. The level of the whole does not matter.
 *
 * <p>Holds transforms: one instance a thread.
 */
final class NotePicture {
  /** The rate of the sound that it takes. */
  static final int RATE_HZ = 16_000;

  /** Bands, each of the same width on the mel scale. */
  static final int BANDS = 80;

  private static final int STEP_SAMPLES = 1_024;
  private static final int FFT_SAMPLES = 1_024;
  private static final int FRAMES_A_STEP = 4;
  private static final double MIN_HZ = 20;
  private static final int RANGE_DB = 60;

  /** Steps of a byte in a decibel: 60 dB fill 240 of its 256 values. */
  private static final int STEPS_PER_DB = 4;

  private final int steps;
  private final Stft stft = new Stft(FFT_SAMPLES, STEP_SAMPLES / FRAMES_A_STEP);
  private final MelFilterbank mel =
      new MelFilterbank(BANDS, MIN_HZ, RATE_HZ / 2.0, FFT_SAMPLES, RATE_HZ);

  /** Pictures of sounds of {@code seconds}; what lacks of one is silence. */
  NotePicture(double seconds) {
    this.steps = steps(seconds);
  }

  /** How many bytes a picture has. */
  static int bytes(double seconds) {
    return steps(seconds) * BANDS;
  }

  private static int steps(double seconds) {
    return Math.max(1, (int) Math.ceil(seconds * RATE_HZ / STEP_SAMPLES));
  }

  /**
   * The picture of a sound.
   *
   * @param samples amplitudes at {@value #RATE_HZ} Hz, [samples]
   * @return [steps, bands] quarters of a decibel above the lowest level; all 0 for silence
   */
  byte[] of(float[] samples) {
    float[][] magnitudes = stft.magnitudes(samples);
    double[] powers = new double[steps * BANDS];
    double loudest = 0;
    for (int t = 0; t < steps; t++) {
      float[] sum = new float[stft.bins()];
      for (int f = t * FRAMES_A_STEP; f < (t + 1) * FRAMES_A_STEP && f < magnitudes.length; f++) {
        for (int bin = 0; bin < sum.length; bin++) {
          sum[bin] += magnitudes[f][bin] * magnitudes[f][bin] / FRAMES_A_STEP;
        }
      }
      float[] means = mel.means(sum);
      for (int band = 0; band < BANDS; band++) {
        powers[t * BANDS + band] = means[band];
        loudest = Math.max(loudest, means[band]);
      }
    }
    byte[] picture = new byte[powers.length];
    double lowest = loudest * Math.pow(10, -RANGE_DB / 10.0);
    for (int i = 0; i < picture.length && loudest > 0; i++) {
      double db = 10 * Math.log10(Math.max(powers[i], lowest) / lowest);
      picture[i] = (byte) Math.round(STEPS_PER_DB * db);
    }
    return picture;
  }

  /** The level of a place in dB, 0 to {@value #RANGE_DB}. */
  static float db(byte[] picture, int at) {
    return (picture[at] & 0xff) / (float) STEPS_PER_DB;
  }

  /**
   * How far two pictures of the same length are from each other: in each step the root of the mean
   * squared difference of levels, then the mean over the steps, as {@link
   * dev.synth.eval.metric.SpectralDistance#logMelDb} has it.
   *
   * @return dB; 0 for equal pictures
   */
  static double distanceDb(byte[] one, byte[] other) {
    double sum = 0;
    int steps = one.length / BANDS;
    for (int t = 0; t < steps; t++) {
      long squares = 0;
      for (int i = t * BANDS; i < (t + 1) * BANDS; i++) {
        int difference = (one[i] & 0xff) - (other[i] & 0xff);
        squares += (long) difference * difference;
      }
      sum += Math.sqrt((double) squares / BANDS) / STEPS_PER_DB;
    }
    return sum / steps;
  }
}
