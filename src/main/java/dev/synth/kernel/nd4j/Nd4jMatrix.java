package dev.synth.kernel.nd4j;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Matrix;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A matrix that is an ND4J array, so that Deeplearning4j's arrays can be worked on in place. */
public final class Nd4jMatrix extends Matrix {
  private final INDArray array;
  private FloatBuffer floats;
  private FloatPointer pointer;

  private Nd4jMatrix(INDArray array) {
    super(Math.toIntExact(array.rows()), Math.toIntExact(array.columns()));
    this.array = array;
  }

  static Nd4jMatrix zeros(ElementType type, long rows, long columns) {
    return new Nd4jMatrix(Nd4j.zeros(dataType(type), Math.toIntExact(rows), columns));
  }

  /** ND4J's word for {@code type}. */
  public static DataType dataType(ElementType type) {
    return type == ElementType.FLOAT ? DataType.FLOAT : DataType.DOUBLE;
  }

  /**
   * {@code array} as a matrix of {@code rows} rows, sharing its memory.
   *
   * @throws IllegalArgumentException if the array is not contiguous in C order
   */
  public static Nd4jMatrix of(INDArray array, long rows) {
    if (array.elementWiseStride() != 1 && array.length() > 1) {
      throw new IllegalArgumentException(
          "a contiguous array is needed, got " + array.shapeInfoToString());
    }
    INDArray matrix = array.reshape('c', rows, array.length() / rows);
    if (matrix.data().pointer().address() != array.data().pointer().address()) {
      throw new IllegalArgumentException(
          "a C-order array is needed, got " + array.shapeInfoToString());
    }
    return new Nd4jMatrix(matrix);
  }

  /** INDArray.get fails on a view whose offset in its buffer exceeds its own length. */
  @Override
  protected Nd4jMatrix view(int from, int to) {
    long[] shape = {to - from, columns()};
    long[] stride = {columns(), 1};
    long offset = array.offset() + (long) from * columns();
    return new Nd4jMatrix(Nd4j.create(array.data(), shape, stride, offset, 'c'));
  }

  @Override
  public void close() {
    super.close();
    floats = null;
    pointer = null;
    if (array.closeable()) {
      array.close();
    }
  }

  /** The ND4J array, sharing this matrix's memory. */
  public INDArray array() {
    return array;
  }

  /**
   * The values as a buffer over the native memory, index 0 at the first element: for kernels of the
   * CPU alone.
   *
   * @throws IllegalStateException if this is not a FLOAT matrix
   */
  public FloatBuffer floats() {
    if (floats == null) {
      floats = pointer().asBuffer();
    }
    return floats;
  }

  /**
   * Where the first element is, with a capacity of all: for kernels of the CPU alone. Dies with the
   * matrix.
   *
   * @throws IllegalStateException if this is not a FLOAT matrix
   */
  public FloatPointer pointer() {
    if (pointer == null) {
      if (array.dataType() != DataType.FLOAT) {
        throw new IllegalStateException("a FLOAT matrix is needed, got " + array.dataType());
      }
      // ND4J's pointer of a view is that of the whole buffer; the view starts at its offset.
      FloatPointer buffer = new FloatPointer(array.data().pointer());
      pointer = buffer.getPointer(array.offset()).capacity(array.length());
    }
    return pointer;
  }
}
