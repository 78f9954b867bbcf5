package dev.synth.train;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/** What the machine gives: its fastest product, and the memory the process has of it. */
final class Machine {
  private static final int SIZE = 1024;
  private static final int PRODUCTS = 8;

  private Machine() {}

  /** Giga floating-point operations a second of large products; a multiply-add counts two. */
  static double peakGflops(Ops ops) {
    Matrix a = Matrix.zeros(DataType.FLOAT, SIZE, SIZE);
    Matrix b = Matrix.zeros(DataType.FLOAT, SIZE, SIZE);
    Matrix c = Matrix.zeros(DataType.FLOAT, SIZE, SIZE);
    float[] ones = new float[SIZE * SIZE];
    Arrays.fill(ones, 1f);
    a.set(ones);
    b.set(ones);
    double best = Double.MAX_VALUE;
    for (int i = 0; i < PRODUCTS; i++) {
      long start = System.nanoTime();
      ops.multiply(a, false, b, false, c, false);
      best = Math.min(best, (System.nanoTime() - start) / 1e9);
    }
    a.free();
    b.free();
    c.free();
    return 2.0 * SIZE * SIZE * SIZE / best / 1e9;
  }

  /** Bytes of memory that the process has now, Java's heap and native memory alike. */
  static long memoryBytes() {
    return Pointer.physicalBytes();
  }
}
