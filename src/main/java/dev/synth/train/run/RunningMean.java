package dev.synth.train.run;

/** A sum that means are made of; it is saved, so that a resumed run reports the same means. */
public final class RunningMean {
  private double sum;
  private long count;

  /** Adds a value to it. */
  public void add(double value) {
    sum += value;
    count++;
  }

  /** How many values it has. */
  public long count() {
    return count;
  }

  /** The mean; NaN of nothing. */
  public double mean() {
    return sum / count;
  }

  /** The mean, after which counting starts anew. */
  public double take() {
    double mean = mean();
    sum = 0;
    count = 0;
    return mean;
  }
}
