package dev.synth.bench;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import org.nd4j.linalg.api.buffer.DataType;

/** The machine's own limit: the fastest of many large products. */
final class MatmulPeak {
  private static final int SIZE = 2048;
  private static final int PRODUCTS = 25;

  private MatmulPeak() {}

  /** Giga floating-point operations a second, a multiply-add counting two. */
  static double gflops(int threads) {
    Ops ops = Kernels.choose(DataType.FLOAT, threads);
    Matrix a = Matrix.zeros(DataType.FLOAT, SIZE, SIZE);
    Matrix b = Matrix.zeros(DataType.FLOAT, SIZE, SIZE);
    Matrix c = Matrix.zeros(DataType.FLOAT, SIZE, SIZE);
    float[] ones = new float[SIZE * SIZE];
    java.util.Arrays.fill(ones, 1f);
    a.set(ones);
    b.set(ones);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < PRODUCTS; i++) {
      long start = System.nanoTime();
      ops.multiply(a, false, b, false, c, false);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    if (c.array().getFloat(SIZE - 1, SIZE - 1) != SIZE) {
      throw new IllegalStateException("the product is wrong");
    }
    a.free();
    b.free();
    c.free();
    return 2.0 * SIZE * SIZE * SIZE / best / 1e9;
  }
}
