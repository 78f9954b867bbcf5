package dev.synth.testing;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import java.util.Arrays;
import java.util.Random;

/**
 * What this machine's library of matrix products does. Whether a row of a product has the same bits
 * whatever rows are computed with it, and by how many threads, depends on the kernels that the
 * library has for the CPU: on some it sums in another order near the edge of a matrix.
 */
public final class MatrixProducts {
  private static final int INNER = 128;
  private static final int COLUMNS = 48;
  private static final int ROWS = 200;
  private static Boolean alike;

  private MatrixProducts() {}

  /** Whether the bits of a row do not depend on the other rows. */
  public static synchronized boolean rowsAreAlike() {
    if (alike == null) {
      Random random = new Random(1);
      float[] in = RandomModels.values(random, ROWS * INNER, 1);
      float[] weights = RandomModels.values(random, INNER * COLUMNS, 1);
      float[] all = product(in, weights);
      alike = true;
      for (int rows : new int[] {1, 3, 8, 21, 100}) {
        float[] some = product(Arrays.copyOf(in, rows * INNER), weights);
        alike &= Arrays.equals(some, Arrays.copyOf(all, rows * COLUMNS));
      }
    }
    return alike;
  }

  /**
   * By how much results may differ that differ only in the rows that were computed together: 0
   * where {@link #rowsAreAlike}, else what some dozens of layers of sums of hundreds of floats of
   * about 1 differ by in another order.
   */
  public static float tolerance() {
    return rowsAreAlike() ? 0 : 1e-4f;
  }

  private static float[] product(float[] in, float[] weights) {
    int rows = in.length / INNER;
    float[] made = new float[rows * COLUMNS];
    try (Ops ops = Kernels.choose(2);
        Matrix a = ops.allocate(rows, INNER);
        Matrix b = ops.allocate(INNER, COLUMNS);
        Matrix c = ops.allocate(rows, COLUMNS)) {
      ops.upload(in, a);
      ops.upload(weights, b);
      ops.multiply(a, false, b, false, c, false);
      ops.download(c, made);
    }
    return made;
  }
}
