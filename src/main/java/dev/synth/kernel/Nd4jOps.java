package dev.synth.kernel;

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
class Nd4jOps implements Ops {
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
    // The matmul operation reaches oneDNN where the backend has it; mmuli and gemm never do.
    MMulTranspose transpose =
        MMulTranspose.builder()
            .transposeA(transposeA)
            .transposeB(transposeB)
            .transposeResult(false)
            .build();
    Nd4j.exec(new Mmul(a.array(), b.array(), out.array(), 1.0, accumulate ? 1.0 : 0.0, transpose));
  }

  @Override
  public void addBias(Matrix in, Matrix bias, Matrix out) {
    if (in != out) {
      out.array().assign(in.array());
    }
    out.array().addiRowVector(bias.array());
  }

  @Override
  public void sumRows(Matrix in, Matrix sums) {
    sums.array().assign(in.array().sum(true, 0));
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
        (rows, steps, frame) -> frame.array().assign(cube(rows, steps).sum(0).muli(scale)));
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
    half(ab, 0).muli(half(ab, 1), out.array());
  }

  @Override
  public void gateGradient(Matrix ab, Matrix dOut) {
    INDArray a = half(ab, 0);
    INDArray b = half(ab, 1);
    INDArray da = a.rsub(1).muli(a).muli(b).muli(dOut.array());
    b.assign(b.mul(b).rsubi(1).muli(a).muli(dOut.array()));
    a.assign(da);
  }

  @Override
  public void relu(Matrix in, Matrix out) {
    out.array().assign(Transforms.max(in.array(), 0.0, true));
  }

  @Override
  public void reluGradient(Matrix in, Matrix dOut) {
    dOut.array().muli(positive(in));
  }

  @Override
  public void addReluGradient(Matrix in, Matrix dOut, Matrix x) {
    x.array().addi(positive(in).muli(dOut.array()));
  }

  @Override
  public double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale) {
    INDArray shifted = logits.array().subColumnVector(logits.array().max(true, 1));
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
      gradient.array().assign(exp);
    }
    return total;
  }

  @Override
  public String description() {
    return "ND4J operations on " + Nd4j.getBackend().getClass().getSimpleName();
  }

  private static INDArray half(Matrix ab, int which) {
    long channels = ab.columns() / 2;
    return ab.array()
        .get(NDArrayIndex.all(), NDArrayIndex.interval(which * channels, (which + 1) * channels));
  }

  private static INDArray positive(Matrix in) {
    return in.array().gt(0).castTo(in.type());
  }

  private static INDArray cube(Matrix rows, int steps) {
    return rows.array().reshape('c', steps, rows.rows() / steps, rows.columns());
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
          sequence.rows((long) t * batch, (long) (t + steps) * batch),
          steps,
          frames.rows((long) f * batch, (long) (f + 1) * batch));
    }
  }
}
