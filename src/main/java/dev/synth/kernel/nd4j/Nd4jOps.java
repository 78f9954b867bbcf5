package dev.synth.kernel.nd4j;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.Products;
import java.nio.FloatBuffer;
import java.util.Locale;
import org.nd4j.linalg.api.blas.params.MMulTranspose;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Every operation as ND4J operations, so that whatever backend ND4J has runs it: the CUDA one, or
 * the CPU one in double precision for gradient checks.
 */
public class Nd4jOps implements Ops {
  private final ElementType type;
  private final String note;
  private final Products products;

  /**
   * Operations on values of {@code type}.
   *
   * @param note what {@link #description} adds
   */
  public Nd4jOps(ElementType type, String note) {
    this(type, note, null);
  }

  /**
   * Operations whose products are not ND4J's.
   *
   * @param products null for ND4J's own
   */
  protected Nd4jOps(ElementType type, String note, Products products) {
    this.type = type;
    this.note = note;
    this.products = products;
  }

  private static INDArray array(Matrix matrix) {
    return ((Nd4jMatrix) matrix).array();
  }

  /** Whether the memory of matrices is a buffer of floats. */
  private boolean isBuffer() {
    return type == ElementType.FLOAT && Nd4jBackend.isCpu();
  }

  @Override
  public final ElementType type() {
    return type;
  }

  @Override
  public final Matrix allocate(long rows, long columns) {
    return Nd4jMatrix.zeros(type, rows, columns);
  }

  @Override
  public final void upload(float[] values, Matrix to) {
    if (isBuffer()) {
      ((Nd4jMatrix) to).floats().put(0, values, 0, Math.toIntExact(to.length()));
    } else {
      assign(Nd4j.createFromArray(values), to);
    }
  }

  @Override
  public final void upload(double[] values, Matrix to) {
    assign(Nd4j.createFromArray(values), to);
  }

  private static void assign(INDArray values, Matrix to) {
    try (values) {
      array(to).assign(values.reshape(to.rows(), to.columns()));
    }
  }

  @Override
  public final void download(Matrix from, float[] values) {
    if (isBuffer()) {
      ((Nd4jMatrix) from).floats().get(0, values, 0, Math.toIntExact(from.length()));
    } else {
      try (INDArray copy = array(from).dup('c')) {
        System.arraycopy(copy.data().asFloat(), 0, values, 0, Math.toIntExact(from.length()));
      }
    }
  }

  @Override
  public final void download(Matrix from, double[] values) {
    try (INDArray copy = array(from).dup('c')) {
      System.arraycopy(copy.data().asDouble(), 0, values, 0, Math.toIntExact(from.length()));
    }
  }

  @Override
  public final void fill(Matrix out, double value) {
    array(out).assign(value);
  }

  @Override
  public final void copy(Matrix in, Matrix out) {
    array(out).assign(array(in));
  }

  @Override
  public final void gatherRows(Matrix table, int[] rows, Matrix out) {
    for (int n = 0; n < rows.length; n++) {
      copy(table.rows(rows[n], rows[n] + 1), out.rows(n, n + 1));
    }
  }

  @Override
  public final void scatterRows(Matrix in, int[] rows, Matrix table) {
    for (int n = 0; n < rows.length; n++) {
      array(table.rows(rows[n], rows[n] + 1)).addi(array(in.rows(n, n + 1)));
    }
  }

  @Override
  public final void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    int innerA = transposeA ? a.rows() : a.columns();
    int innerB = transposeB ? b.columns() : b.rows();
    int rows = transposeA ? a.columns() : a.rows();
    int columns = transposeB ? b.rows() : b.columns();
    if (innerA != innerB || rows != out.rows() || columns != out.columns()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "[%d, %d] x [%d, %d] does not make [%d, %d]",
              rows,
              innerA,
              innerB,
              columns,
              out.rows(),
              out.columns()));
    }
    if (products != null) {
      products.multiply(a, transposeA, b, transposeB, out, accumulate);
      return;
    }
    // The matmul operation reaches oneDNN where the backend has it; mmuli and gemm never do.
    MMulTranspose transpose =
        MMulTranspose.builder()
            .transposeA(transposeA)
            .transposeB(transposeB)
            .transposeResult(false)
            .build();
    Nd4j.exec(new Mmul(array(a), array(b), array(out), 1.0, accumulate ? 1.0 : 0.0, transpose));
  }

  @Override
  public final void convolve(Matrix in, int[] rowsAway, Matrix kernel, Matrix out) {
    if (products instanceof Products.Convolving fast) {
      fast.convolve(in, rowsAway, kernel, out);
    } else {
      Ops.super.convolve(in, rowsAway, kernel, out);
    }
  }

  @Override
  public final void kernelGradient(Matrix in, int[] rowsAway, Matrix dOut, Matrix dKernel) {
    if (products instanceof Products.Convolving fast) {
      fast.kernelGradient(in, rowsAway, dOut, dKernel);
    } else {
      Ops.super.kernelGradient(in, rowsAway, dOut, dKernel);
    }
  }

  @Override
  public final void inputGradient(
      Matrix dOut, int[] rowsAway, Matrix kernel, Matrix dIn, boolean accumulate) {
    if (products instanceof Products.Convolving fast) {
      fast.inputGradient(dOut, rowsAway, kernel, dIn, accumulate);
    } else {
      Ops.super.inputGradient(dOut, rowsAway, kernel, dIn, accumulate);
    }
  }

  @Override
  public void addBias(Matrix in, Matrix bias, Matrix out) {
    if (in != out) {
      array(out).assign(array(in));
    }
    array(out).addiRowVector(array(bias));
  }

  @Override
  public void sumRows(Matrix in, Matrix sums) {
    array(sums).assign(array(in).sum(true, 0));
  }

  @Override
  public void addFrames(Matrix x, Matrix frames, int batch, int hop) {
    forEachHop(
        x, frames, batch, hop, (rows, steps, frame) -> cube(rows, steps).addi(cube(frame, 1)));
  }

  @Override
  public void sumFrames(Matrix in, Matrix frames, int batch, int hop, double scale) {
    forEachHop(
        in,
        frames,
        batch,
        hop,
        (rows, steps, frame) -> array(frame).assign(cube(rows, steps).sum(0).muli(scale)));
  }

  @Override
  public void spreadFrames(Matrix frames, Matrix out, int batch, int hop, double scale) {
    forEachHop(
        out,
        frames,
        batch,
        hop,
        (rows, steps, frame) -> cube(rows, steps).assign(0).addi(cube(frame, 1).mul(scale)));
  }

  @Override
  public void gate(Matrix pre, Matrix frames, int batch, int hop, Matrix out) {
    addFrames(pre, frames, batch, hop);
    Transforms.sigmoid(half(pre, 0), false);
    Transforms.tanh(half(pre, 1), false);
    gateOutput(pre, out);
  }

  @Override
  public void gateOutput(Matrix ab, Matrix out) {
    half(ab, 0).muli(half(ab, 1), array(out));
  }

  @Override
  public void gateGradient(Matrix ab, Matrix dOut) {
    INDArray a = half(ab, 0);
    INDArray b = half(ab, 1);
    INDArray da = a.rsub(1).muli(a).muli(b).muli(array(dOut));
    b.assign(b.mul(b).rsubi(1).muli(a).muli(array(dOut)));
    a.assign(da);
  }

  @Override
  public void relu(Matrix in, Matrix out) {
    array(out).assign(Transforms.max(array(in), 0.0, true));
  }

  @Override
  public void reluGradient(Matrix in, Matrix dOut) {
    array(dOut).muli(positive(in));
  }

  @Override
  public void addReluGradient(Matrix in, Matrix dOut, Matrix x) {
    array(x).addi(positive(in).muli(array(dOut)));
  }

  @Override
  public double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale) {
    INDArray shifted = array(logits).subColumnVector(array(logits).max(true, 1));
    INDArray exp = Transforms.exp(shifted, true);
    INDArray sums = exp.sum(true, 1);
    double total = Transforms.log(sums, true).sumNumber().doubleValue();
    for (int n = 0; n < codes.length; n++) {
      total -= shifted.getDouble(n, codes[n]);
    }
    if (gradient != null) {
      exp.diviColumnVector(sums).muli(scale);
      for (int n = 0; n < codes.length; n++) {
        exp.putScalar(n, codes[n], exp.getDouble(n, codes[n]) - scale);
      }
      array(gradient).assign(exp);
    }
    return total;
  }

  @Override
  public final int hits(Matrix logits, int[] codes) {
    int columns = logits.columns();
    FloatBuffer from = buffer(logits);
    float[] row = new float[columns];
    int hits = 0;
    for (int n = 0; n < codes.length; n++) {
      from.get(n * columns, row);
      int likeliest = 0;
      for (int k = 1; k < columns; k++) {
        likeliest = row[k] > row[likeliest] ? k : likeliest;
      }
      hits += likeliest == codes[n] ? 1 : 0;
    }
    return hits;
  }

  @Override
  public final double sumOfSquares(Matrix in) {
    FloatBuffer values = buffer(in);
    double squares = 0;
    for (int i = 0; i < in.length(); i++) {
      squares += (double) values.get(i) * values.get(i);
    }
    return squares;
  }

  /** The values as floats: the memory itself, or a copy where that is none. */
  private FloatBuffer buffer(Matrix matrix) {
    return isBuffer() ? ((Nd4jMatrix) matrix).floats() : FloatBuffer.wrap(download(matrix));
  }

  @Override
  public String description() {
    return "ND4J operations on " + Nd4jBackend.name() + note;
  }

  @Override
  public void close() {
    // ND4J keeps its threads for the process.
  }

  private static INDArray half(Matrix ab, int which) {
    long channels = ab.columns() / 2;
    return array(ab)
        .get(NDArrayIndex.all(), NDArrayIndex.interval(which * channels, (which + 1) * channels));
  }

  private static INDArray positive(Matrix in) {
    return array(in).gt(0).castTo(array(in).dataType());
  }

  private static INDArray cube(Matrix rows, int steps) {
    return array(rows).reshape('c', steps, rows.rows() / steps, rows.columns());
  }

  private interface HopAction {
    void accept(Matrix rows, int steps, Matrix frame);
  }

  private static void forEachHop(
      Matrix sequence, Matrix frames, int batch, int hop, HopAction action) {
    int samples = sequence.rows() / batch;
    for (int f = 0, t = 0; t < samples; f++, t += hop) {
      int steps = Math.min(hop, samples - t);
      action.accept(
          sequence.rows(t * batch, (t + steps) * batch),
          steps,
          frames.rows(f * batch, (f + 1) * batch));
    }
  }
}
