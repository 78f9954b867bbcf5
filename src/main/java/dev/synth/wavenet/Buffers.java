package dev.synth.wavenet;

import dev.synth.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** The matrices one vertex works in, made once for a size of input and used again at every step. */
final class Buffers {
  private final DataType type;
  private final List<Matrix> all = new ArrayList<>();
  private final long rows;

  Buffers(DataType type, long rows) {
    this.type = type;
    this.rows = rows;
  }

  /** A matrix with a row a sample. */
  Matrix samples(long columns) {
    return matrix(rows, columns);
  }

  /** {@code count} matrices with a row a sample. */
  Matrix[] samples(int count, long columns) {
    Matrix[] matrices = new Matrix[count];
    for (int i = 0; i < count; i++) {
      matrices[i] = samples(columns);
    }
    return matrices;
  }

  /** A matrix of any size. */
  Matrix matrix(long rowCount, long columns) {
    Matrix matrix = Matrix.zeros(type, rowCount, columns);
    all.add(matrix);
    return matrix;
  }

  void free() {
    all.forEach(Matrix::free);
  }
}
