package dev.synth.plot;

import java.util.Arrays;

/**
 * Values counted in bins of equal width.
 *
 * @param min the lower edge of the first bin
 * @param max the upper edge of the last, above {@code min}
 * @param counts values in each bin; its lower edge belongs to it, and to the last the upper too
 */
record Histogram(double min, double max, int[] counts) {
  static Histogram of(double[] values, int bins) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length == 0 || bins < 1) {
      throw new IllegalArgumentException("no finite value to count, or no bin to count it in");
    }
    double min = Arrays.stream(finite).min().getAsDouble();
    double max = Arrays.stream(finite).max().getAsDouble();
    if (max - min < 1e-12 * Math.max(1, Math.abs(min))) { // all alike: one bar in the middle
      min -= 0.5;
      max += 0.5;
    }
    int[] counts = new int[bins];
    for (double value : finite) {
      int bin = (int) ((value - min) / (max - min) * bins);
      counts[Math.max(0, Math.min(bins - 1, bin))]++;
    }
    return new Histogram(min, max, counts);
  }

  /** The lower edge of bin {@code i}, which is the upper edge of the one before. */
  double edge(int i) {
    return min + (max - min) * i / counts.length;
  }
}
