package dev.synth.kernel.onednn;

import dev.synth.kernel.Parallel;
import dev.synth.kernel.nd4j.Nd4jBackend;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;

/** How products are cut: by sizes alone, so that the number of threads changes no bit. */
final class Parts {
  /** Least rows that are worked on at once; four times as many were slower. */
  static final int ROWS = 512;

  /** Sums are made in this many parts whatever the threads. */
  static final int SUMS = 4;

  /** Results up to this many values are summed in parts where the sums are long. */
  private static final int SMALL_RESULT = 32_768;

  /** Operations that take as long as one value of an element-wise loop. */
  private static final int OPERATIONS_PER_VALUE = 256;

  private Parts() {}

  /** How many parts of at least {@code least} rows there are; one, if there are fewer rows. */
  static int count(int rows, int least) {
    return Math.max(1, rows / least);
  }

  /** Where part {@code index} of {@code count} begins. */
  static int begin(int rows, int count, int index) {
    return (int) ((long) rows * index / count);
  }

  /** Whether a result is small enough for every part to have one of its own. */
  static boolean inSums(long resultLength, int terms) {
    return resultLength <= SMALL_RESULT && terms >= SUMS * ROWS;
  }

  /** Runs {@code body} over {@code parts} that take {@code operations} in all. */
  static void run(Parallel parallel, int parts, long operations, Parallel.Rows body) {
    long values = operations / parts / OPERATIONS_PER_VALUE;
    parallel.rows(parts, (int) Math.min(Integer.MAX_VALUE, values), body);
  }

  /**
   * Runs a product on the calling thread with OpenMP's threads set to one, since we have our own;
   * what ND4J does on it otherwise keeps them all.
   */
  static void alone(Parallel parallel, Runnable product) {
    if (parallel.isInside()) {
      product.run();
      return;
    }
    Nd4jBackend.setThreads(1);
    try {
      product.run();
    } finally {
      Nd4jBackend.setThreads(parallel.threads());
    }
  }

  /** out += all of {@code sums}, in their order. */
  static void add(Nd4jMatrix out, FloatPointer sums, int count) {
    int length = Math.toIntExact(out.length());
    FloatBuffer total = out.floats();
    float[] first = new float[length];
    float[] next = new float[length];
    total.get(0, first);
    for (int part = 0; part < count; part++) {
      sums.getPointer((long) part * length).get(next);
      for (int i = 0; i < length; i++) {
        first[i] += next[i];
      }
    }
    total.put(0, first);
  }
}
