package dev.synth.models.instant.analysis;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * Where a note's partials lie: stretched by a string's stiffness, or of their own, as those of bars
 * and bells. From one long spectrum of the first second.
 *
 * <p>A stiff string has f<sub>k</sub> = k f sqrt(1 + B k²): Fletcher 1964, "Normal Vibration
 * Frequencies of a Stiff Piano String".
 */
final class PartialTuning {
  private static final double SECONDS = 1;

  /** How far above what is around it a peak must be. */
  private static final double PROMINENT_DB = 15;

  /** Partials of their own are looked for up to here. */
  private static final int OWN_PARTIALS = 12;

  /** How much louder than what is near the harmonic a partial of its own must be. */
  private static final double OWN_DB = 12;

  private static final double MOST_STIFFNESS = 0.005;

  private final float[] levelDb;
  private final double binHz;

  private PartialTuning(float[] levelDb, double binHz) {
    this.levelDb = levelDb;
    this.binHz = binHz;
  }

  /**
   * Frequencies relative to the fundamental.
   *
   * @param hz frequency of the fundamental in the mean
   * @param onset the first sample that sounds
   * @return [partials]
   */
  static double[] ratios(float[] sound, int rateHz, int onset, double hz, int partials) {
    return spectrum(sound, rateHz, onset, hz).ratios(hz, partials, rateHz);
  }

  private static PartialTuning spectrum(float[] sound, int rateHz, int onset, double hz) {
    int samples =
        (int) Math.min(sound.length - onset, Math.max(SECONDS * rateHz, 16 * rateHz / hz));
    int fft = Integer.highestOneBit(Math.max(2, samples)) * 4;
    float[] block = new float[fft];
    for (int i = 0; i < samples; i++) {
      double w = 0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / samples);
      block[i] = (float) (w * sound[onset + i]);
    }
    new FloatFFT_1D(fft).realForward(block);
    float[] level = new float[fft / 2];
    for (int j = 1; j < level.length; j++) {
      double re = block[2 * j];
      double im = block[2 * j + 1];
      level[j] = (float) (10 * Math.log10(re * re + im * im + 1e-12));
    }
    return new PartialTuning(level, (double) rateHz / fft);
  }

  private double[] ratios(double hz, int partials, int rateHz) {
    double[] ratios = new double[partials];
    double stiffness = 0;
    double sumXy = 0;
    double sumXx = 0;
    for (int k = 1; k <= partials; k++) {
      double expected = k * Math.sqrt(1 + stiffness * k * k);
      ratios[k - 1] = expected;
      if (expected * hz > 0.48 * rateHz) {
        continue;
      }
      double near = peak(hz * (expected - 0.2), hz * (expected + 0.2));
      double own = k <= OWN_PARTIALS ? peak(hz * (k - 0.5), hz * (k + 0.5)) : Double.NaN;
      if (!Double.isNaN(own)
          && Math.abs(own / hz - expected) > 0.06 * k
          && level(own) > OWN_DB + (Double.isNaN(near) ? level(hz * expected) : level(near))) {
        ratios[k - 1] = own / hz;
        continue;
      }
      if (Double.isNaN(near)) {
        continue;
      }
      ratios[k - 1] = near / hz;
      // (f / k f0)² - 1 = B k², each weighted by k.
      double y = near / hz / k * (near / hz / k) - 1;
      if (k > 1) {
        sumXy += (double) k * k * y;
        sumXx += (double) k * k * k * k;
        stiffness = Math.max(0, Math.min(MOST_STIFFNESS, sumXy / sumXx));
      }
    }
    // The fundamental, where it stands out, is what the others are relative to.
    double first = ratios[0];
    for (int k = 0; k < partials; k++) {
      ratios[k] /= first;
    }
    return ratios;
  }

  private double level(double hz) {
    int bin = (int) Math.round(hz / binHz);
    return bin > 0 && bin < levelDb.length ? levelDb[bin] : Double.NEGATIVE_INFINITY;
  }

  /** The frequency of the highest peak in a range, where one stands out; else not a number. */
  private double peak(double fromHz, double toHz) {
    int from = Math.max(1, (int) Math.ceil(fromHz / binHz));
    int to = Math.min(levelDb.length - 2, (int) Math.floor(toHz / binHz));
    int best = -1;
    double sum = 0;
    for (int j = from; j <= to; j++) {
      sum += levelDb[j];
      boolean isPeak = levelDb[j] > levelDb[j - 1] && levelDb[j] >= levelDb[j + 1];
      if (isPeak && (best < 0 || levelDb[j] > levelDb[best])) {
        best = j;
      }
    }
    if (best < 0 || levelDb[best] < sum / (to - from + 1) + PROMINENT_DB) {
      return Double.NaN;
    }
    // A parabola through three levels (Smith and Serra 1987).
    double a = levelDb[best - 1];
    double b = levelDb[best];
    double c = levelDb[best + 1];
    double off = 0.5 * (a - c) / (a - 2 * b + c);
    return (best + off) * binHz;
  }
}
