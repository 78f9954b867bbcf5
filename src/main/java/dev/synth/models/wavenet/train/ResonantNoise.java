package dev.synth.models.wavenet.train;

import java.util.SplittableRandom;

/**
 * Errors that ring: a hum or a whistle, a resonance that small wrongs w(t) keep going: e(t) = 2r
 * cos(θ) e(t - 1) - r² e(t - 2) + w(t), with white w.
 *
 * @param radius r, of the resonance's poles: the share of an error that is left a sample later
 * @param phase θ, of the poles, in radians per sample
 */
record ResonantNoise(double radius, double phase) {
  /** Least and greatest r. */
  private static final double[] RADIUS = {0.8, 0.98};

  /** Least and greatest θ: 25 Hz and 7 kHz at 16 kHz. */
  private static final double[] PHASE = {0.01, 2.75};

  /** Samples after which an error that began before the crop has settled. */
  private static final int SETTLING = 512;

  /** Of any frequency, as many in each octave. */
  static ResonantNoise random(SplittableRandom random) {
    return new ResonantNoise(random.nextDouble(RADIUS[0], RADIUS[1]), logarithmic(PHASE, random));
  }

  /** A number between two, log-uniformly distributed. */
  static double logarithmic(double[] between, SplittableRandom random) {
    return Math.exp(random.nextDouble(Math.log(between[0]), Math.log(between[1])));
  }

  /** The error that is foreseen after {@code before} and {@code newest}. */
  double foreseen(double newest, double before) {
    return 2 * radius * Math.cos(phase) * newest - radius * radius * before;
  }

  /**
   * Errors.
   *
   * @param rms of those from the third on
   * @return [2 + samples]: two that come before the first sample
   */
  double[] errors(int samples, double rms, SplittableRandom random) {
    double[] errors = new double[2 + samples];
    double before = 0;
    double newest = 0;
    double energy = 0;
    for (int t = -SETTLING; t < errors.length; t++) {
      double error = foreseen(newest, before) + random.nextGaussian();
      before = newest;
      newest = error;
      if (t >= 0) {
        errors[t] = error;
        energy += t < 2 ? 0 : error * error;
      }
    }
    double gain = rms / Math.sqrt(energy / samples);
    for (int t = 0; t < errors.length; t++) {
      errors[t] *= gain;
    }
    return errors;
  }
}
