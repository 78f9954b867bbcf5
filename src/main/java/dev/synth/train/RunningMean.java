package dev.synth.train;

/** A sum that means are made of; it is saved, so that a resumed run reports the same means. */
public final class RunningMean {
  double sum;
  long count;

  public void add(double value) {
    sum += value;
    count++;
  }

  /** The mean; NaN of nothing. */
  double mean() {
    return sum / count;
  }

  /** The mean, after which counting starts anew. */
  double take() {
    double mean = mean();
    sum = 0;
    count = 0;
    return mean;
  }
}
