package dev.synth.train;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * Magenta's piecewise constant step size, scaled to any length of run: of its 200,000 iterations at
 * 2e-4, from 90,000 on 2/3 of that, from 120,000 on 0.3, from 150,000 on 0.2, from 180,000 on 0.1.
 */
record PaperSchedule(double initial, int steps) implements ISchedule {
  private static final double[] SHARES = {0.45, 0.6, 0.75, 0.9};
  private static final double[] FACTORS = {2.0 / 3, 0.3, 0.2, 0.1};

  @Override
  public double valueAt(int iteration, int epoch) {
    double factor = 1;
    for (int i = 0; i < SHARES.length; i++) {
      if (iteration >= SHARES[i] * steps) {
        factor = FACTORS[i];
      }
    }
    return initial * factor;
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
