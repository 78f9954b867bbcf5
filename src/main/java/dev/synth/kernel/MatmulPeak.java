package dev.synth.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

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
    Matrix a = Matrix.zeros(DataType.FLOAT, size, size);
    Matrix b = Matrix.zeros(DataType.FLOAT, size, size);
    Matrix c = Matrix.zeros(DataType.FLOAT, size, size);
    float[] ones = new float[size * size];
    Arrays.fill(ones, 1f);
    a.set(ones);
    b.set(ones);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < products; i++) {
      long start = System.nanoTime();
      ops.multiply(a, false, b, false, c, false);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    if (c.get(size - 1, size - 1) != size) {
      throw new IllegalStateException("the product is wrong");
    }
    a.free();
    b.free();
    c.free();
    return 2.0 * size * size * size / best / 1e9;
  }
}
