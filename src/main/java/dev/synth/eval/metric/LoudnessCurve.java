package dev.synth.eval.metric;

import dev.synth.dsp.Levels;
import dev.synth.dsp.Stft;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How a sound's loudness follows an original's.
 *
 * <p>Holds a transform: one instance a thread.
 */
public final class LoudnessCurve {
  private static final int FFT_SAMPLES = 1024;
  private static final int ENVELOPE_HOP_SAMPLES = 320;

  /** Frames this far below the loudest are neither sustained nor counted. */
  private static final double AUDIBLE_DB = 40;

  private final Stft stft = new Stft(FFT_SAMPLES, FFT_SAMPLES / 4);
  private final double[] weights;

  public LoudnessCurve(int sampleRateHz) {
    weights = new double[stft.bins()];
    for (int bin = 0; bin < weights.length; bin++) {
      weights[bin] = Math.pow(10, aWeightingDb(stft.binHz(bin, sampleRateHz)) / 10);
    }
  }

  /**
   * The ear's lesser hearing of low and very high tones: A-weighting of IEC 61672-1, annex E.
   *
   * @return dB, 0 at 1 kHz
   */
  static double aWeightingDb(double hz) {
    double f = hz * hz;
    double response =
        148_693_636.0 // 12194 squared
            * f
            * f
            / ((f + 424.36) // 20.6 squared
                * (f + 148_693_636.0)
                * Math.sqrt((f + 11_599.29) * (f + 544_496.41))); // 107.7 and 737.9 squared
    return 20 * Math.log10(response) + 2.0;
  }

  /**
   * The mean difference of A-weighted levels, whichever way, over the frames where the original is
   * within 40 dB of its loudest.
   *
   * @return dB; 0 for equal sounds, x for one that is x dB louder or softer
   */
  public double errorDb(float[] original, float[] other) {
    double[] a = levelsDb(original);
    double[] b = levelsDb(other);
    double loudest = Double.NEGATIVE_INFINITY;
    for (double level : a) {
      loudest = Math.max(loudest, level);
    }
    double sum = 0;
    int frames = 0;
    for (int f = 0; f < a.length; f++) {
      if (a[f] >= loudest - AUDIBLE_DB) {
        // A silent frame of the other is no farther off than inaudible.
        sum += Math.abs(a[f] - Math.max(b[f], loudest - 2 * AUDIBLE_DB));
        frames++;
      }
    }
    return sum / frames;
  }

  private double[] levelsDb(float[] samples) {
    float[][] magnitudes = stft.magnitudes(samples);
    double[] levels = new double[magnitudes.length];
    for (int f = 0; f < levels.length; f++) {
      double power = 1e-20;
      for (int bin = 0; bin < weights.length; bin++) {
        power += weights[bin] * magnitudes[f][bin] * magnitudes[f][bin];
      }
      levels[f] = 10 * Math.log10(power);
    }
    return levels;
  }

  /**
   * Pearson's correlation of the two envelopes, the RMS of each 20 ms.
   *
   * @return from -1 to 1; NaN where one has no shape, as silence has none
   */
  public static double envelopeCorrelation(float[] original, float[] other) {
    double[] a = envelope(original);
    double[] b = envelope(other);
    return a.length < 2 ? Double.NaN : new PearsonsCorrelation().correlation(a, b);
  }

  /** RMS of each whole 20 ms. */
  static double[] envelope(float[] samples) {
    double[] envelope = new double[samples.length / ENVELOPE_HOP_SAMPLES];
    for (int f = 0; f < envelope.length; f++) {
      int from = f * ENVELOPE_HOP_SAMPLES;
      envelope[f] = Levels.rms(samples, from, from + ENVELOPE_HOP_SAMPLES);
    }
    return envelope;
  }
}
