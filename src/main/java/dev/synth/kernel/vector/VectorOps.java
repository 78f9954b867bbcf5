package dev.synth.kernel.vector;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Parallel;
import dev.synth.kernel.Products;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.kernel.nd4j.Nd4jOps;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * ND4J's products (oneDNN's where its build has them) with element-wise operations fused into
 * single passes on the JDK's Vector API, split over threads by rows. FLOAT only.
 *
 * <p>Rows travel through small heap arrays that stay in the first-level cache: loads and stores of
 * arrays are the part of the Vector API that is the same on every Java since 17, and a bulk copy
 * costs little beside the memory traffic.
 */
public final class VectorOps extends Nd4jOps {
  /** Floats of one heap array: with three of them, a block fits a 48 KiB first-level cache. */
  private static final int BLOCK = 4_096;

  /** Sums over rows are made in this many parts whatever the threads, so that none changes them. */
  private static final int SUM_PARTS = 16;

  private final Parallel parallel;
  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);

  private final String products;

  /**
   * Kernels that {@code parallel}'s threads run, found by name: their module may be absent.
   *
   * @param products what computes products; null for ND4J
   * @param note what {@link #description} adds to ND4J's products
   */
  public VectorOps(Parallel parallel, Products products, String note) {
    super(ElementType.FLOAT, "", products);
    this.parallel = parallel;
    this.products = products == null ? "ND4J products" + note : products.description();
  }

  private static FloatBuffer floats(Matrix matrix) {
    return ((Nd4jMatrix) matrix).floats();
  }

  /** A thread's heap arrays, with room for the last vector's unused lanes. */
  private static final class Scratch {
    private float[] first = new float[BLOCK + 64];
    private float[] second = new float[BLOCK + 64];

    void reserve(int length) {
      if (first.length < length + 64) {
        first = new float[length + 64];
        second = new float[length + 64];
      }
    }
  }

  /** What an element-wise operation does to a block: {@code first} becomes its result. */
  private interface Elementwise {
    void apply(float[] first, float[] second, int length);
  }

  /** out = f(a) or f(a, b), over matrices of equal size, as one long array. */
  private void elementwise(Matrix a, Matrix b, Matrix out, Elementwise f) {
    FloatBuffer from = floats(a);
    FloatBuffer other = b == null ? null : floats(b);
    FloatBuffer to = floats(out);
    int columns = a.columns();
    parallel.rows(
        a.rows(),
        columns,
        (begin, end) -> {
          Scratch s = scratch.get();
          for (int i = begin * columns; i < end * columns; i += BLOCK) {
            int length = Math.min(BLOCK, end * columns - i);
            from.get(i, s.first, 0, length);
            if (other != null) {
              other.get(i, s.second, 0, length);
            }
            f.apply(s.first, s.second, length);
            to.put(i, s.first, 0, length);
          }
        });
  }

  @Override
  public void relu(Matrix in, Matrix out) {
    elementwise(in, null, out, VectorRows::relu);
  }

  @Override
  public void reluGradient(Matrix in, Matrix dOut) {
    elementwise(dOut, in, dOut, VectorRows::reluGradient);
  }

  @Override
  public void addReluGradient(Matrix in, Matrix dOut, Matrix x) {
    FloatBuffer gate = floats(in);
    FloatBuffer gradient = floats(dOut);
    FloatBuffer sum = floats(x);
    int columns = x.columns();
    blocks(
        x.rows(),
        columns,
        (s, row, count) -> {
          int length = count * columns;
          gradient.get(row * columns, s.first, 0, length);
          gate.get(row * columns, s.second, 0, length);
          VectorRows.reluGradient(s.first, s.second, length);
          sum.get(row * columns, s.second, 0, length);
          VectorRows.add(s.first, s.second, length);
          sum.put(row * columns, s.first, 0, length);
        });
  }

  @Override
  public void addBias(Matrix in, Matrix bias, Matrix out) {
    FloatBuffer from = floats(in);
    FloatBuffer to = floats(out);
    float[] b = heap(bias);
    int columns = in.columns();
    blocks(
        in.rows(),
        columns,
        (s, row, count) -> {
          from.get(row * columns, s.first, 0, count * columns);
          for (int r = 0; r < count; r++) {
            VectorRows.add(s.first, r * columns, b, 0, columns);
          }
          to.put(row * columns, s.first, 0, count * columns);
        });
  }

  @Override
  public void sumRows(Matrix in, Matrix sums) {
    FloatBuffer from = floats(in);
    int columns = in.columns();
    int rows = in.rows();
    float[][] parts = new float[SUM_PARTS][columns];
    parallel.rows(
        SUM_PARTS,
        Math.multiplyExact(rows / SUM_PARTS + 1, columns),
        (begin, end) -> {
          for (int p = begin; p < end; p++) {
            int first = (int) ((long) rows * p / SUM_PARTS);
            int last = (int) ((long) rows * (p + 1) / SUM_PARTS);
            addRows(from, first, last - first, columns, 1, parts[p]);
          }
        });
    for (int p = 1; p < SUM_PARTS; p++) {
      VectorRows.add(parts[0], 0, parts[p], 0, columns);
    }
    floats(sums).put(0, parts[0], 0, columns);
  }

  /** sum += the rows first, first + step, ... ({@code count} of them). */
  private void addRows(FloatBuffer from, int first, int count, int columns, int step, float[] sum) {
    Scratch s = scratch.get();
    int rowsPerBlock = Math.max(1, BLOCK / (columns * step));
    s.reserve(rowsPerBlock * columns * step);
    for (int r = 0; r < count; r += rowsPerBlock) {
      int rows = Math.min(rowsPerBlock, count - r);
      int length = ((rows - 1) * step + 1) * columns;
      from.get((first + r * step) * columns, s.first, 0, length);
      for (int i = 0; i < rows; i++) {
        VectorRows.add(sum, 0, s.first, i * step * columns, columns);
      }
    }
  }

  @Override
  public void addFrames(Matrix x, Matrix frames, int batch, int hop) {
    FloatBuffer buffer = floats(x);
    float[] f = heap(frames);
    int columns = x.columns();
    blocks(
        x.rows(),
        columns,
        (s, row, count) -> {
          buffer.get(row * columns, s.first, 0, count * columns);
          for (int r = 0; r < count; r++) {
            VectorRows.add(
                s.first, r * columns, f, frameRow(row + r, batch, hop) * columns, columns);
          }
          buffer.put(row * columns, s.first, 0, count * columns);
        });
  }

  @Override
  public void sumFrames(Matrix in, Matrix frames, int batch, int hop, double scale) {
    FloatBuffer from = floats(in);
    FloatBuffer to = floats(frames);
    int columns = in.columns();
    int samples = in.rows() / batch;
    parallel.rows(
        frames.rows(),
        hop * columns,
        (begin, end) -> {
          float[] sum = new float[columns];
          for (int f = begin; f < end; f++) {
            Arrays.fill(sum, 0f);
            int first = f / batch * hop;
            int steps = Math.min(hop, samples - first);
            addRows(from, first * batch + f % batch, steps, columns, batch, sum);
            for (int c = 0; c < columns; c++) {
              sum[c] *= (float) scale;
            }
            to.put(f * columns, sum, 0, columns);
          }
        });
  }

  @Override
  public void spreadFrames(Matrix frames, Matrix out, int batch, int hop, double scale) {
    FloatBuffer to = floats(out);
    float[] f = heap(frames);
    int columns = out.columns();
    for (int i = 0; i < f.length; i++) {
      f[i] *= (float) scale;
    }
    parallel.rows(
        out.rows(),
        columns,
        (begin, end) -> {
          for (int n = begin; n < end; n++) {
            to.put(n * columns, f, frameRow(n, batch, hop) * columns, columns);
          }
        });
  }

  @Override
  public void gate(Matrix pre, Matrix frames, int batch, int hop, Matrix out) {
    FloatBuffer buffer = floats(pre);
    FloatBuffer to = floats(out);
    float[] f = heap(frames);
    int channels = out.columns();
    int columns = 2 * channels;
    blocks(
        pre.rows(),
        columns,
        (s, row, count) -> {
          buffer.get(row * columns, s.first, 0, count * columns);
          for (int r = 0; r < count; r++) {
            int frame = frameRow(row + r, batch, hop) * columns;
            VectorRows.gate(s.first, r * columns, f, frame, channels, s.second, r * channels);
          }
          buffer.put(row * columns, s.first, 0, count * columns);
          to.put(row * channels, s.second, 0, count * channels);
        });
  }

  @Override
  public void gateOutput(Matrix ab, Matrix out) {
    FloatBuffer from = floats(ab);
    FloatBuffer to = floats(out);
    int channels = out.columns();
    blocks(
        ab.rows(),
        2 * channels,
        (s, row, count) -> {
          from.get(row * 2 * channels, s.first, 0, count * 2 * channels);
          for (int r = 0; r < count; r++) {
            VectorRows.gateOutput(s.first, r * 2 * channels, channels, s.second, r * channels);
          }
          to.put(row * channels, s.second, 0, count * channels);
        });
  }

  @Override
  public void gateGradient(Matrix ab, Matrix dOut) {
    FloatBuffer buffer = floats(ab);
    FloatBuffer gradient = floats(dOut);
    int channels = dOut.columns();
    blocks(
        ab.rows(),
        2 * channels,
        (s, row, count) -> {
          buffer.get(row * 2 * channels, s.first, 0, count * 2 * channels);
          gradient.get(row * channels, s.second, 0, count * channels);
          for (int r = 0; r < count; r++) {
            VectorRows.gateGradient(s.first, r * 2 * channels, channels, s.second, r * channels);
          }
          buffer.put(row * 2 * channels, s.first, 0, count * 2 * channels);
        });
  }

  @Override
  public double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale) {
    FloatBuffer from = floats(logits);
    FloatBuffer to = gradient == null ? null : floats(gradient);
    int classes = logits.columns();
    double[] nats = new double[logits.rows()];
    blocks(
        logits.rows(),
        classes,
        (s, row, count) -> {
          from.get(row * classes, s.first, 0, count * classes);
          for (int r = 0; r < count; r++) {
            nats[row + r] =
                VectorRows.softmax(s.first, r * classes, classes, codes[row + r], (float) scale);
          }
          if (to != null) {
            to.put(row * classes, s.first, 0, count * classes);
          }
        });
    double total = 0;
    for (double n : nats) {
      total += n;
    }
    return total;
  }

  /** A loop body over {@code count} rows from {@code row} on that fit the scratch arrays. */
  private interface BlockBody {
    void run(Scratch s, int row, int count);
  }

  private void blocks(int rows, int columns, BlockBody body) {
    int rowsPerBlock = Math.max(1, BLOCK / columns);
    parallel.rows(
        rows,
        columns,
        (begin, end) -> {
          Scratch s = scratch.get();
          s.reserve(rowsPerBlock * columns);
          for (int r = begin; r < end; r += rowsPerBlock) {
            body.run(s, r, Math.min(rowsPerBlock, end - r));
          }
        });
  }

  private static float[] heap(Matrix matrix) {
    float[] values = new float[matrix.rows() * matrix.columns()];
    floats(matrix).get(0, values);
    return values;
  }

  private static int frameRow(int row, int batch, int hop) {
    return row / batch / hop * batch + row % batch;
  }

  @Override
  public void close() {
    parallel.close();
  }

  @Override
  public String description() {
    return products
        + " + Vector API kernels ("
        + VectorRows.SPECIES.vectorBitSize()
        + " bits, "
        + parallel.threads()
        + " threads)";
  }
}
