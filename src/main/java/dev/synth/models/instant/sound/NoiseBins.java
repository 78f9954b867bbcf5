package dev.synth.models.instant.sound;

import java.util.Arrays;

/** The bins of a spectrum between the bands of noise, each of which lies between two bands. */
public final class NoiseBins {
  private final int bands;
  private final int[] lower;
  private final float[] share;

  /**
   * Bins from 0 Hz on.
   *
   * @param bins how many
   * @param binHz from one to the next
   */
  public NoiseBins(NoiseBands bands, int bins, double binHz) {
    this.bands = bands.count();
    lower = new int[bins];
    share = new float[bins];
    int band = 0;
    for (int j = 0; j < bins; j++) {
      band = bands.lower(j * binHz, band);
      lower[j] = band;
      share[j] = (float) bands.share(j * binHz, band);
    }
  }

  /**
   * The gain of each bin.
   *
   * @param bandGains [bands]
   * @param gains receives [bins]
   */
  void gains(float[] bandGains, float[] gains) {
    for (int j = 0; j < gains.length; j++) {
      float from = bandGains[lower[j]];
      gains[j] = from + share[j] * (bandGains[lower[j] + 1] - from);
    }
  }

  /**
   * Means over bins, each bin counting for the two bands that it lies between.
   *
   * @param spectrum [bins] power
   * @param taken which bins count; a band without any takes the nearest band's mean
   * @param means receives the bands' from {@code offset} on
   */
  public void means(double[] spectrum, boolean[] taken, double[] means, int offset) {
    double[] weights = new double[bands];
    Arrays.fill(means, offset, offset + bands, 0);
    for (int j = 0; j < spectrum.length; j++) {
      if (!taken[j]) {
        continue;
      }
      int band = lower[j];
      means[offset + band] += (1 - share[j]) * spectrum[j];
      weights[band] += 1 - share[j];
      means[offset + band + 1] += share[j] * spectrum[j];
      weights[band + 1] += share[j];
    }
    fill(means, offset, weights);
  }

  private static void fill(double[] means, int offset, double[] weights) {
    int count = weights.length;
    for (int b = 0; b < count; b++) {
      if (weights[b] > 1e-9) {
        means[offset + b] /= weights[b];
      }
    }
    for (int b = 0; b < count; b++) {
      if (weights[b] > 1e-9) {
        continue;
      }
      for (int away = 1; away < count; away++) {
        int near = b + away < count && weights[b + away] > 1e-9 ? b + away : b - away;
        if (near >= 0 && weights[near] > 1e-9) {
          means[offset + b] = means[offset + near];
          break;
        }
      }
    }
  }
}
