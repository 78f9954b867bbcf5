package dev.synth.kernel;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A dense matrix in C order in native memory, or a view of contiguous rows of one. */
public final class Matrix {
  private final INDArray array;

  /** Row views made before: the same ones are wanted at every step, and making one costs. */
  private final Map<Long, Matrix> views = new HashMap<>();

  private FloatBuffer floats;

  private Matrix(INDArray array) {
    this.array = array;
  }

  /** A new matrix of zeros. */
  public static Matrix zeros(DataType type, long rows, long columns) {
    return new Matrix(Nd4j.zeros(type, rows, columns));
  }

  /**
   * {@code array} as a matrix of {@code rows} rows, sharing its memory.
   *
   * @throws IllegalArgumentException if the array is not contiguous in C order
   */
  public static Matrix of(INDArray array, long rows) {
    if (array.elementWiseStride() != 1 && array.length() > 1) {
      throw new IllegalArgumentException(
          "a contiguous array is needed, got " + array.shapeInfoToString());
    }
    INDArray matrix = array.reshape('c', rows, array.length() / rows);
    if (matrix.data().pointer().address() != array.data().pointer().address()) {
      throw new IllegalArgumentException(
          "a C-order array is needed, got " + array.shapeInfoToString());
    }
    return new Matrix(matrix);
  }

  /** Rows {@code from} (inclusive) to {@code to} (exclusive), sharing this matrix's memory. */
  public Matrix rows(long from, long to) {
    if (from == 0 && to == rows()) {
      return this;
    }
    return views.computeIfAbsent(from << 32 | to, key -> view(from, to));
  }

  /** INDArray.get fails on a view whose offset in its buffer exceeds its own length. */
  private Matrix view(long from, long to) {
    long columns = array.columns();
    long[] shape = {to - from, columns};
    long[] stride = {columns, 1};
    return new Matrix(
        Nd4j.create(array.data(), shape, stride, array.offset() + from * columns, 'c'));
  }

  /** Frees the native memory now rather than at some garbage collection; views die with it. */
  public void free() {
    floats = null;
    views.clear();
    array.close();
  }

  /** Number of rows. */
  public int rows() {
    return array.rows();
  }

  /** Number of columns. */
  public int columns() {
    return array.columns();
  }

  /** The ND4J array, sharing this matrix's memory. */
  public INDArray array() {
    return array;
  }

  /** FLOAT, or DOUBLE in gradient checks. */
  public DataType type() {
    return array.dataType();
  }

  /**
   * The values as a buffer over the native memory, index 0 at the first element.
   *
   * @throws IllegalStateException if this is not a FLOAT matrix
   */
  FloatBuffer floats() {
    if (floats == null) {
      if (type() != DataType.FLOAT) {
        throw new IllegalStateException("a FLOAT matrix is needed, got " + type());
      }
      // ND4J's pointer of a view is that of the whole buffer; the view starts at its offset.
      long start = array.offset();
      FloatPointer pointer = new FloatPointer(array.data().pointer());
      floats = pointer.capacity(start + array.length()).position(start).asBuffer();
    }
    return floats;
  }

  /** Sets all values, in C order. */
  public void set(float[] values) {
    if (type() == DataType.FLOAT) {
      floats().put(0, values);
    } else {
      try (INDArray source = Nd4j.createFromArray(values)) {
        array.assign(source.reshape(array.shape()));
      }
    }
  }

  /** Element access that works for either type; slow, for the plain kernels and tests. */
  double get(int row, int column) {
    return array.getDouble(row, column);
  }

  void set(int row, int column, double value) {
    array.putScalar(row, column, value);
  }
}
