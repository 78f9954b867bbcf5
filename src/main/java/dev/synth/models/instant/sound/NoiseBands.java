package dev.synth.models.instant.sound;

import dev.synth.dsp.MelFilterbank;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Where noise bands lie: evenly on the mel scale from 0 Hz to half the rate, both ends a band's
 * middle. Between two middles the gain runs straight, so bands of one level make white noise.
 */
public final class NoiseBands {
  private static final double STEP_HZ = 5;

  private final double[] middleHz;

  /**
   * Bands up to half of a rate.
   *
   * @throws IllegalArgumentException if there are fewer than two
   */
  public NoiseBands(int bands, int rateHz) {
    if (bands < 2) {
      throw new IllegalArgumentException(bands + " noise bands do not reach from 0 Hz up");
    }
    middleHz = new double[bands];
    double top = MelFilterbank.mel(rateHz / 2.0);
    for (int b = 0; b < bands; b++) {
      middleHz[b] = MelFilterbank.hz(top * b / (bands - 1));
    }
  }

  /** How many. */
  public int count() {
    return middleHz.length;
  }

  /** The middle of a band. */
  public double middleHz(int band) {
    return middleHz[band];
  }

  /** The lower of the two bands that a frequency lies between, {@code from} or one above. */
  private int lower(double hz, int from) {
    int band = from;
    while (band < middleHz.length - 2 && hz > middleHz[band + 1]) {
      band++;
    }
    return band;
  }

  /** How far on the way from the middle of a band to the next one a frequency lies, at most 1. */
  private double share(double hz, int band) {
    return Math.min(1, (hz - middleHz[band]) / (middleHz[band + 1] - middleHz[band]));
  }

  /**
   * The power that a filter lets through of each band, its power within 1 kHz being 1. The gain
   * runs straight between two middles; its square is taken as if it did, too.
   *
   * @param response of the filter at a frequency in Hz, a factor of power
   * @return [bands]
   */
  public double[] power(DoubleUnaryOperator response) {
    double[] power = new double[middleHz.length];
    int band = 0;
    for (double hz = STEP_HZ / 2; hz < middleHz[middleHz.length - 1]; hz += STEP_HZ) {
      band = lower(hz, band);
      double share = share(hz, band);
      double passed = response.applyAsDouble(hz) * STEP_HZ / 1000;
      power[band] += passed * (1 - share);
      power[band + 1] += passed * share;
    }
    return power;
  }

  /** The gain at each of {@code bins} frequencies, {@code binHz} apart, from 0 Hz on. */
  void gains(float[] bandGains, int offset, float[] bins, double binHz) {
    int band = 0;
    for (int j = 0; j < bins.length; j++) {
      double hz = j * binHz;
      band = lower(hz, band);
      double share = share(hz, band);
      bins[j] =
          (float) ((1 - share) * bandGains[offset + band] + share * bandGains[offset + band + 1]);
    }
  }

  /** The band whose middle is nearest. */
  public int nearest(double hz) {
    int band = 0;
    while (band < middleHz.length - 1 && 2 * hz > middleHz[band] + middleHz[band + 1]) {
      band++;
    }
    return band;
  }

  /**
   * Means over bins, each bin counting for the two bands that it lies between.
   *
   * @param spectrum power at frequencies {@code binHz} apart, from 0 Hz on
   * @param taken which bins count; a band without any takes the nearest band's mean
   * @param means receives the bands' from {@code offset} on
   */
  public void means(double[] spectrum, boolean[] taken, double binHz, double[] means, int offset) {
    int count = middleHz.length;
    double[] weights = new double[count];
    Arrays.fill(means, offset, offset + count, 0);
    int band = 0;
    for (int j = 0; j < spectrum.length; j++) {
      double hz = j * binHz;
      band = lower(hz, band);
      if (!taken[j]) {
        continue;
      }
      double share = share(hz, band);
      means[offset + band] += (1 - share) * spectrum[j];
      weights[band] += 1 - share;
      means[offset + band + 1] += share * spectrum[j];
      weights[band + 1] += share;
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
