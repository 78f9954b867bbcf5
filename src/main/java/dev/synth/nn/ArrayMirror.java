package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.kernel.nd4j.Nd4jOps;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Where Deeplearning4j's arrays and the matrices of {@link Ops} meet, and the only place. Where the
 * operations work on ND4J's arrays, the two share their memory; elsewhere values are copied across,
 * and the matrix is kept from one call to the next.
 */
final class ArrayMirror implements AutoCloseable {
  private final Ops ops;
  private final Nd4jOps arrays;
  private final boolean shares;
  private Matrix mirror;

  ArrayMirror(Ops ops) {
    this.ops = ops;
    this.arrays = new Nd4jOps(ops.type(), "");
    // By what they hand out, so that operations that wrap others count as these.
    try (Matrix any = ops.allocate(1, 1)) {
      this.shares = any instanceof Nd4jMatrix;
    }
  }

  /** The values of {@code array}, which must be contiguous in C order, as {@code rows} rows. */
  Matrix matrix(INDArray array, long rows) {
    Nd4jMatrix shared = Nd4jMatrix.of(array, rows);
    if (shares) {
      return shared;
    }
    if (mirror == null || mirror.rows() != rows || mirror.columns() != shared.columns()) {
      close();
      mirror = ops.allocate(rows, shared.columns());
    }
    load(shared, mirror);
    return mirror;
  }

  /** The values of {@code matrix}, one of the operations' own. */
  INDArray array(Matrix matrix) {
    if (matrix instanceof Nd4jMatrix shared) {
      return shared.array();
    }
    INDArray copy =
        Nd4j.createUninitialized(
            Nd4jMatrix.dataType(ops.type()), matrix.rows(), (long) matrix.columns());
    store(matrix, Nd4jMatrix.of(copy, matrix.rows()));
    return copy;
  }

  /** The values of an array of Deeplearning4j's that came from the host. */
  float[] values(INDArray array) {
    return arrays.download(Nd4jMatrix.of(array, 1));
  }

  /** Whether matrices and arrays are the same. */
  boolean shares() {
    return shares;
  }

  /** Sets a matrix of the operations' own from an array. */
  void load(Nd4jMatrix from, Matrix to) {
    double[] values = new double[Math.toIntExact(from.length())];
    arrays.download(from, values);
    ops.upload(values, to);
  }

  /** Sets an array from a matrix of the operations' own. */
  void store(Matrix from, Nd4jMatrix to) {
    double[] values = new double[Math.toIntExact(from.length())];
    ops.download(from, values);
    arrays.upload(values, to);
  }

  /** Sets an array from the host. */
  void set(Nd4jMatrix to, float[] values) {
    arrays.upload(values, to);
  }

  /** What an array holds. */
  float[] get(Nd4jMatrix from) {
    return arrays.download(from);
  }

  /** Frees the copy, where there is one. */
  @Override
  public void close() {
    if (mirror != null) {
      mirror.close();
      mirror = null;
    }
  }
}
