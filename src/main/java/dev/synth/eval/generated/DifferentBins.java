package dev.synth.eval.generated;

/**
 * How differently two sets fill the same bins.
 *
 * <p>Source: Richardson and Weiss 2018, "On GANs and GMMs": bins are clusters of the data, and one
 * is different where the shares of both sets in it differ by more than chance would have it in 95
 * of 100 cases, by a test of two proportions. Two sets of one source have a twentieth of the bins
 * different.
 *
 * @param different how many bins are
 * @param divergence of Jensen and Shannon between both distributions over the bins, in bits: 0 for
 *     the same, 1 for those that share no bin
 */
public record DifferentBins(int different, double divergence) {
  /** The two-sided 5 % of a normal distribution. */
  private static final double SIGNIFICANT = 1.959963984540054;

  /**
   * Compares two sets.
   *
   * @param data how many of the data are in each bin
   * @param other how many of the other set are
   */
  static DifferentBins of(int[] data, int[] other) {
    double n = sum(data);
    double m = sum(other);
    int different = 0;
    double divergence = 0;
    for (int i = 0; i < data.length; i++) {
      double p = data[i] / n;
      double q = other[i] / m;
      double pooled = (data[i] + other[i]) / (n + m);
      double error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
      different += error > 0 && Math.abs(p - q) > SIGNIFICANT * error ? 1 : 0;
      divergence += (towards(p, (p + q) / 2) + towards(q, (p + q) / 2)) / 2;
    }
    return new DifferentBins(different, divergence);
  }

  private static double sum(int[] counts) {
    double sum = 0;
    for (int count : counts) {
      sum += count;
    }
    return sum;
  }

  private static double towards(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle) / Math.log(2);
  }
}
