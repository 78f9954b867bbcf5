package dev.synth.models.instant.sound;

import dev.synth.dsp.MelFilterbank;
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
  int lower(double hz, int from) {
    int band = from;
    while (band < middleHz.length - 2 && hz > middleHz[band + 1]) {
      band++;
    }
    return band;
  }

  /** How far on the way from the middle of a band to the next one a frequency lies, at most 1. */
  double share(double hz, int band) {
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

  /** The band whose middle is nearest. */
  public int nearest(double hz) {
    int band = 0;
    while (band < middleHz.length - 1 && 2 * hz > middleHz[band] + middleHz[band + 1]) {
      band++;
    }
    return band;
  }
}
