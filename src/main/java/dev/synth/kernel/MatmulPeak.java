package dev.synth.kernel;

import java.util.Arrays;

/** The machine's own limit: the fastest of many large products. */
public final class MatmulPeak {
  private MatmulPeak() {}

  /**
   * Giga floating-point operations a second, a multiply-add counting two.
   *
   * @param size rows and columns of the factors
   * @param products how many are timed; the fastest counts
   * @throws IllegalStateException if a product is wrong
   */
  public static double gflops(Ops ops, int size, int products) {
    float[] ones = new float[size * size];
    Arrays.fill(ones, 1f);
    double best = Double.MAX_VALUE;
    try (Matrix a = ops.allocate(size, size);
        Matrix b = ops.allocate(size, size);
        Matrix c = ops.allocate(size, size)) {
      ops.upload(ones, a);
      ops.upload(ones, b);
      for (int i = 0; i < products; i++) {
        long start = System.nanoTime();
        ops.multiply(a, false, b, false, c, false);
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
      if (ops.download(c.rows(size - 1, size))[size - 1] != size) {
        throw new IllegalStateException("the product is wrong");
      }
    }
    return 2.0 * size * size * size / best / 1e9;
  }
}
