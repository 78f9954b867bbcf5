package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/** The matrices one vertex works in, made once for a size of input and used again at every step. */
final class Buffers {
  private final DataType type;
  private final int batch;
  private final int samples;
  private final boolean training;
  private final List<Matrix> all = new ArrayList<>();

  Buffers(DataType type, int batch, int samples, boolean training) {
    this.type = type;
    this.batch = batch;
    this.samples = samples;
    this.training = training;
  }

  int batch() {
    return batch;
  }

  /** Samples of each sound. */
  int samples() {
    return samples;
  }

  /** Whether a backward pass may follow; if not, much less is kept. */
  boolean training() {
    return training;
  }

  /** Whether these serve an input of this size; those for training serve both. */
  boolean fit(int wantedBatch, int wantedSamples, boolean forTraining) {
    return batch == wantedBatch && samples == wantedSamples && (training || !forTraining);
  }

  /** A matrix with a row a sample. */
  Matrix samples(long columns) {
    return matrix((long) samples * batch, columns);
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
  Matrix matrix(long rows, long columns) {
    Matrix matrix = Matrix.zeros(type, rows, columns);
    all.add(matrix);
    return matrix;
  }

  void free() {
    all.forEach(Matrix::free);
  }
}
