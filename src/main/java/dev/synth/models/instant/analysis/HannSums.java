package dev.synth.models.instant.analysis;

import dev.synth.kernel.Kernels;
import java.util.Arrays;

/**
 * Means of a complex signal under a Hann window around each of many points, at a cost that does not
 * depend on the window's length. Under a window of L samples around c, w(n) = (1 + cos(θ(n - c))) /
 * (L + 1) with θ = 2π / (L + 1), so each mean is made of three running sums: of the signal, and of
 * the signal times cos(θn) and sin(θn).
 */
final class HannSums {
  private static final int SUMS = SumKernel.SUMS;

  private final SumKernel kernel;
  private final int length;
  private final int[] from;
  private final int[] to;
  private final double[] centreCosines;
  private final double[] centreSines;
  private final float[] cosines;
  private final float[] sines;

  /** Where sums are needed, in order; the last is behind the signal. */
  private final int[] borders;

  private final double[] sums;

  /**
   * Windows of a signal.
   *
   * @param window length, odd
   * @param samples of the signal
   * @param hopSamples samples from point to point, the first at sample 0
   */
  HannSums(int window, int samples, int hopSamples, int points) {
    this(window, samples, hopSamples, points, kernel());
  }

  HannSums(int window, int samples, int hopSamples, int points, SumKernel kernel) {
    this.kernel = kernel;
    length = window;
    double theta = 2 * Math.PI / (length + 1);
    cosines = new float[samples];
    sines = new float[samples];
    for (int n = 0; n < Math.min(samples, length + 1); n++) {
      cosines[n] = (float) Math.cos(theta * n);
      sines[n] = (float) Math.sin(theta * n);
    }
    for (int n = length + 1; n < samples; n++) {
      cosines[n] = cosines[n - length - 1];
      sines[n] = sines[n - length - 1];
    }
    from = new int[points];
    to = new int[points];
    centreCosines = new double[points];
    centreSines = new double[points];
    int half = length / 2;
    int[] all = new int[2 * points];
    for (int p = 0; p < points; p++) {
      int centre = p * hopSamples;
      from[p] = Math.min(samples, Math.max(0, centre - half));
      to[p] = Math.max(from[p], Math.min(samples, centre + half + 1));
      all[2 * p] = from[p];
      all[2 * p + 1] = to[p];
      centreCosines[p] = Math.cos(theta * (centre % (length + 1)));
      centreSines[p] = Math.sin(theta * (centre % (length + 1)));
    }
    borders = Arrays.stream(all).sorted().distinct().toArray();
    for (int p = 0; p < points; p++) {
      from[p] = Arrays.binarySearch(borders, from[p]);
      to[p] = Arrays.binarySearch(borders, to[p]);
    }
    sums = new double[SUMS * borders.length];
  }

  /**
   * Twice the mean under each window.
   *
   * @param means receives [points, 2]
   */
  void means(float[] real, float[] imaginary, float[] means) {
    sum(real, imaginary);
    double scale = 2.0 / (length + 1);
    for (int p = 0; p < from.length; p++) {
      int a = SUMS * from[p];
      int b = SUMS * to[p];
      double c = centreCosines[p];
      double s = centreSines[p];
      for (int part = 0; part < 2; part++) {
        int i = 3 * part;
        double plain = sums[b + i] - sums[a + i];
        double even = sums[b + i + 1] - sums[a + i + 1];
        double odd = sums[b + i + 2] - sums[a + i + 2];
        means[2 * p + part] = (float) (scale * (plain + c * even + s * odd));
      }
    }
  }

  private static SumKernel kernel() {
    return Kernels.choose(
        new Kernels.Variants<>(
            note -> new PlainSums(),
            null,
            () -> Kernels.vector(SumKernel.class, "dev.synth.models.instant.analysis.VectorSums")));
  }

  private void sum(float[] real, float[] imaginary) {
    Arrays.fill(sums, 0, SUMS, 0);
    for (int border = 1; border < borders.length; border++) {
      int at = SUMS * border;
      kernel.sum(real, imaginary, cosines, sines, borders[border - 1], borders[border], sums, at);
      for (int i = at; i < at + SUMS; i++) {
        sums[i] += sums[i - SUMS];
      }
    }
  }
}
