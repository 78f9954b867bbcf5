package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import java.util.ArrayList;
import java.util.List;

/** The matrices one vertex works in, made once for a size of input and used again at every step. */
public final class Scratch implements AutoCloseable {
  private final Ops ops;
  private final int batch;
  private final int samples;
  private final boolean training;
  private final List<Matrix> all = new ArrayList<>();

  Scratch(Ops ops, int batch, int samples, boolean training) {
    this.ops = ops;
    this.batch = batch;
    this.samples = samples;
    this.training = training;
  }

  /** Sequences side by side. */
  public int batch() {
    return batch;
  }

  /** Samples of each sound. */
  public int samples() {
    return samples;
  }

  /** Whether a backward pass may follow; if not, much less is kept. */
  public boolean training() {
    return training;
  }

  /** Whether these serve an input of this size; those for training serve both. */
  boolean fits(int wantedBatch, int wantedSamples, boolean forTraining) {
    return batch == wantedBatch && samples == wantedSamples && (training || !forTraining);
  }

  /** A matrix with a row a sample. */
  public Matrix samples(long columns) {
    return matrix((long) samples * batch, columns);
  }

  /** {@code count} matrices with a row a sample. */
  public Matrix[] samples(int count, long columns) {
    Matrix[] matrices = new Matrix[count];
    for (int i = 0; i < count; i++) {
      matrices[i] = samples(columns);
    }
    return matrices;
  }

  /** A matrix of any size. */
  public Matrix matrix(long rows, long columns) {
    Matrix matrix = ops.allocate(rows, columns);
    all.add(matrix);
    return matrix;
  }

  @Override
  public void close() {
    all.forEach(Matrix::close);
    all.clear();
  }
}
