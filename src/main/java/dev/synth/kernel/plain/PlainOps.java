package dev.synth.kernel.plain;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;

/**
 * The definition: one loop an operation, in double precision, straight from the formulas, over
 * arrays of Java. Slow; tests compare the other implementations with it.
 */
public final class PlainOps implements Ops {
  private final ElementType type;
  private final String description;

  /**
   * Loops over values of {@code type}.
   *
   * @param description what {@link #description} says
   */
  public PlainOps(ElementType type, String description) {
    this.type = type;
    this.description = description;
  }

  private static double get(Matrix m, int row, int column) {
    return ((PlainMatrix) m).get(row, column);
  }

  private static void set(Matrix m, int row, int column, double value) {
    ((PlainMatrix) m).set(row, column, value);
  }

  /** What becomes of the value at a place. */
  private interface Place {
    double at(int row, int column);
  }

  private static void setAll(Matrix out, Place value) {
    for (int n = 0; n < out.rows(); n++) {
      for (int c = 0; c < out.columns(); c++) {
        set(out, n, c, value.at(n, c));
      }
    }
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public Matrix allocate(long rows, long columns) {
    return new PlainMatrix(type, Math.toIntExact(rows), Math.toIntExact(columns));
  }

  @Override
  public void upload(float[] values, Matrix to) {
    setAll(to, (n, c) -> values[n * to.columns() + c]);
  }

  @Override
  public void upload(double[] values, Matrix to) {
    setAll(to, (n, c) -> values[n * to.columns() + c]);
  }

  @Override
  public void download(Matrix from, float[] values) {
    for (int i = 0; i < from.length(); i++) {
      values[i] = (float) get(from, i / from.columns(), i % from.columns());
    }
  }

  @Override
  public void download(Matrix from, double[] values) {
    for (int i = 0; i < from.length(); i++) {
      values[i] = get(from, i / from.columns(), i % from.columns());
    }
  }

  @Override
  public void fill(Matrix out, double value) {
    setAll(out, (n, c) -> value);
  }

  @Override
  public void copy(Matrix in, Matrix out) {
    setAll(out, (n, c) -> get(in, n, c));
  }

  @Override
  public void gatherRows(Matrix table, int[] rows, Matrix out) {
    setAll(out, (n, c) -> get(table, rows[n], c));
  }

  @Override
  public void scatterRows(Matrix in, int[] rows, Matrix table) {
    for (int n = 0; n < rows.length; n++) {
      for (int c = 0; c < in.columns(); c++) {
        set(table, rows[n], c, get(table, rows[n], c) + get(in, n, c));
      }
    }
  }

  @Override
  public void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    int inner = transposeA ? a.rows() : a.columns();
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.columns(); j++) {
        double sum = accumulate ? get(out, i, j) : 0;
        for (int k = 0; k < inner; k++) {
          double left = transposeA ? get(a, k, i) : get(a, i, k);
          double right = transposeB ? get(b, j, k) : get(b, k, j);
          sum += left * right;
        }
        set(out, i, j, sum);
      }
    }
  }

  @Override
  public void addBias(Matrix in, Matrix bias, Matrix out) {
    setAll(out, (n, c) -> get(in, n, c) + get(bias, 0, c));
  }

  @Override
  public void sumRows(Matrix in, Matrix sums) {
    for (int c = 0; c < in.columns(); c++) {
      double sum = 0;
      for (int n = 0; n < in.rows(); n++) {
        sum += get(in, n, c);
      }
      set(sums, 0, c, sum);
    }
  }

  @Override
  public void addFrames(Matrix x, Matrix frames, int batch, int hop) {
    setAll(x, (n, c) -> get(x, n, c) + get(frames, frameRow(n, batch, hop), c));
  }

  @Override
  public void sumFrames(Matrix in, Matrix frames, int batch, int hop, double scale) {
    for (int f = 0; f < frames.rows(); f++) {
      for (int c = 0; c < in.columns(); c++) {
        double sum = 0;
        for (int t = f / batch * hop; t < (f / batch + 1) * hop; t++) {
          int n = t * batch + f % batch;
          sum += n < in.rows() ? get(in, n, c) : 0;
        }
        set(frames, f, c, scale * sum);
      }
    }
  }

  @Override
  public void spreadFrames(Matrix frames, Matrix out, int batch, int hop, double scale) {
    setAll(out, (n, c) -> scale * get(frames, frameRow(n, batch, hop), c));
  }

  @Override
  public void gate(Matrix pre, Matrix frames, int batch, int hop, Matrix out) {
    int channels = out.columns();
    for (int n = 0; n < out.rows(); n++) {
      int f = frameRow(n, batch, hop);
      for (int c = 0; c < channels; c++) {
        double a = 1 / (1 + Math.exp(-(get(pre, n, c) + get(frames, f, c))));
        double b = Math.tanh(get(pre, n, channels + c) + get(frames, f, channels + c));
        set(pre, n, c, a);
        set(pre, n, channels + c, b);
        set(out, n, c, a * b);
      }
    }
  }

  @Override
  public void gateOutput(Matrix ab, Matrix out) {
    setAll(out, (n, c) -> get(ab, n, c) * get(ab, n, out.columns() + c));
  }

  @Override
  public void gateGradient(Matrix ab, Matrix dOut) {
    int channels = dOut.columns();
    for (int n = 0; n < dOut.rows(); n++) {
      for (int c = 0; c < channels; c++) {
        double a = get(ab, n, c);
        double b = get(ab, n, channels + c);
        double d = get(dOut, n, c);
        set(ab, n, c, d * b * a * (1 - a));
        set(ab, n, channels + c, d * a * (1 - b * b));
      }
    }
  }

  @Override
  public void relu(Matrix in, Matrix out) {
    setAll(out, (n, c) -> Math.max(get(in, n, c), 0));
  }

  @Override
  public void reluGradient(Matrix in, Matrix dOut) {
    setAll(dOut, (n, c) -> get(in, n, c) > 0 ? get(dOut, n, c) : 0);
  }

  @Override
  public void addReluGradient(Matrix in, Matrix dOut, Matrix x) {
    setAll(x, (n, c) -> get(x, n, c) + (get(in, n, c) > 0 ? get(dOut, n, c) : 0));
  }

  @Override
  public double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale) {
    int classes = logits.columns();
    double total = 0;
    for (int n = 0; n < logits.rows(); n++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        max = Math.max(max, get(logits, n, k));
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(get(logits, n, k) - max);
      }
      total += Math.log(sum) + max - get(logits, n, codes[n]);
      if (gradient != null) {
        for (int k = 0; k < classes; k++) {
          double probability = Math.exp(get(logits, n, k) - max) / sum;
          set(gradient, n, k, scale * (probability - (k == codes[n] ? 1 : 0)));
        }
      }
    }
    return total;
  }

  @Override
  public int hits(Matrix logits, int[] codes) {
    int hits = 0;
    for (int n = 0; n < codes.length; n++) {
      int likeliest = 0;
      for (int k = 1; k < logits.columns(); k++) {
        likeliest = get(logits, n, k) > get(logits, n, likeliest) ? k : likeliest;
      }
      hits += likeliest == codes[n] ? 1 : 0;
    }
    return hits;
  }

  @Override
  public double sumOfSquares(Matrix in) {
    double sum = 0;
    for (int n = 0; n < in.rows(); n++) {
      for (int c = 0; c < in.columns(); c++) {
        sum += get(in, n, c) * get(in, n, c);
      }
    }
    return sum;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void close() {
    // Nothing but arrays of Java.
  }

  private static int frameRow(int row, int batch, int hop) {
    return row / batch / hop * batch + row % batch;
  }
}
