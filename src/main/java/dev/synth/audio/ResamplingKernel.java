package dev.synth.audio;

/**
 * The low-pass kernel of {@link Resampler} as rows of taps, one row for each position between two
 * source samples that the output can fall on.
 *
 * <p>Rates in a small ratio have few such positions (44.1 kHz to 16 kHz: 160) and each has its
 * exact row. Awkward ratios have up to 192,000; for them there are rows at even steps and a
 * position between two rows takes their weighted mean. The kernel bends so little within a step
 * that the mean is right to 118 dB.
 */
final class ResamplingKernel {
  /** Half the kernel's length, in samples at the lower of the two rates. */
  static final int HALF_WIDTH = 64;

  // Kaiser: a stop band of 100 dB needs beta = 0.1102 (100 - 8.7); 128 samples of length then
  // give a transition of (100 - 7.95) / (2.285 · 2 pi · 128) = 0.05 of the rate = 0.1 Nyquist.
  private static final double KAISER_BETA = 0.1102 * (100 - 8.7);
  // The middle of the transition, as a share of the lower Nyquist frequency.
  private static final double CUTOFF = 0.95;
  // Linear interpolation of a sinc errs by (pi / steps)² / 8 at most.
  private static final int STEPS_PER_LOWER_SAMPLE = 1024;
  private static final int MAX_EXACT_TAPS = 1 << 18;

  private final int sourceRateHz;
  private final int targetRateHz;

  /** Source samples on each side of an output sample. */
  private final int halfTaps;

  /** Positions between two source samples that have a row of their own. */
  private final int steps;

  /** [steps + 1][2 · halfTaps]; the last row is the first of the next source sample. */
  private final double[][] rows;

  ResamplingKernel(int sourceRateHz, int targetRateHz) {
    this.sourceRateHz = sourceRateHz;
    this.targetRateHz = targetRateHz;
    // Source samples per sample at the lower rate: going down, the kernel widens.
    double stretch = Math.max(1, (double) sourceRateHz / targetRateHz);
    this.halfTaps = (int) Math.ceil(HALF_WIDTH * stretch);
    int positions = targetRateHz / gcd(sourceRateHz, targetRateHz);
    this.steps =
        (long) positions * 2 * halfTaps <= MAX_EXACT_TAPS
            ? positions
            : (int) Math.ceil(STEPS_PER_LOWER_SAMPLE / stretch);
    this.rows = new double[steps + 1][];
    for (int step = 0; step <= steps; step++) {
      rows[step] = row((double) step / steps, stretch);
    }
  }

  /** How many source samples on each side of a place its value depends on. */
  int halfTaps() {
    return halfTaps;
  }

  boolean fits(int sourceHz, int targetHz) {
    return sourceRateHz == sourceHz && targetRateHz == targetHz;
  }

  /**
   * The filtered source at {@code index + rest / targetRateHz} source samples; silence lies around
   * the source.
   *
   * @param source what is at least {@link #halfTaps} samples around there, or all that there is
   * @param length of the source, which may not fill the array
   */
  double apply(float[] source, int length, int index, int rest) {
    long scaled = (long) rest * steps;
    int step = (int) (scaled / targetRateHz);
    double beyond = (double) (scaled % targetRateHz) / targetRateHz;
    double here = dot(rows[step], source, length, index);
    return beyond == 0 ? here : here + beyond * (dot(rows[step + 1], source, length, index) - here);
  }

  private double dot(double[] row, float[] source, int length, int index) {
    int first = index - halfTaps + 1;
    int from = Math.max(0, -first);
    int to = (int) Math.min(row.length, (long) length - first);
    // Four sums, because one would wait for each addition before the next.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int k = from;
    for (; k + 3 < to; k += 4) {
      a += row[k] * source[first + k];
      b += row[k + 1] * source[first + k + 1];
      c += row[k + 2] * source[first + k + 2];
      d += row[k + 3] * source[first + k + 3];
    }
    for (; k < to; k++) {
      a += row[k] * source[first + k];
    }
    return a + b + (c + d);
  }

  /** Taps for a position {@code offset} in [0, 1] after a source sample; they add up to 1. */
  private double[] row(double offset, double stretch) {
    double[] taps = new double[2 * halfTaps];
    double sum = 0;
    for (int k = 0; k < taps.length; k++) {
      double time = (offset + halfTaps - 1 - k) / stretch;
      taps[k] = kernel(time);
      sum += taps[k];
    }
    for (int k = 0; k < taps.length; k++) {
      taps[k] /= sum; // constant sound stays constant
    }
    return taps;
  }

  /** The kernel at {@code time}, in samples at the lower rate from its centre. */
  private static double kernel(double time) {
    double share = time / HALF_WIDTH;
    if (Math.abs(share) >= 1) {
      return 0;
    }
    double x = Math.PI * CUTOFF * time;
    double sinc = x == 0 ? 1 : Math.sin(x) / x;
    return sinc * bessel0(KAISER_BETA * Math.sqrt(1 - share * share));
  }

  /** The modified Bessel function I0 by its power series, to double precision. */
  private static double bessel0(double x) {
    double quarter = x * x / 4;
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= quarter / ((double) k * k);
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
