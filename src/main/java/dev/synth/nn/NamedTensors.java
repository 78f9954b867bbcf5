package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Tensors that lie one after the other in a vector of Deeplearning4j's, as matrices by name. */
final class NamedTensors implements AutoCloseable {
  private final Map<String, Nd4jMatrix> arrays = new LinkedHashMap<>();
  private final Map<String, Matrix> matrices = new LinkedHashMap<>();
  private final ArrayMirror mirror;

  NamedTensors(List<TensorShape> shapes, INDArray vector, Ops ops) {
    mirror = new ArrayMirror(ops);
    INDArray flat = vector.reshape(vector.length());
    long offset = 0;
    for (TensorShape shape : shapes) {
      INDArray part = flat.get(NDArrayIndex.interval(offset, offset + shape.length()));
      Nd4jMatrix array = Nd4jMatrix.of(part, shape.rows());
      arrays.put(shape.name(), array);
      matrices.put(
          shape.name(), mirror.shares() ? array : ops.allocate(array.rows(), array.columns()));
      offset += shape.length();
    }
  }

  /** The tensor as a matrix [taps · in, out], or [1, out] for a bias. */
  Matrix matrix(String name) {
    return matrices.get(name);
  }

  /** The tensors as arrays, by name. */
  Map<String, INDArray> arrays() {
    Map<String, INDArray> all = new LinkedHashMap<>();
    arrays.forEach((name, array) -> all.put(name, array.array()));
    return all;
  }

  /** The vector's values of a tensor. */
  float[] get(String name) {
    return mirror.get(arrays.get(name));
  }

  /** Sets the vector's values of a tensor. */
  void set(String name, float[] values) {
    mirror.set(arrays.get(name), values);
  }

  /** The matrices take on the vector's values, where they do not share them. */
  void load() {
    if (!mirror.shares()) {
      arrays.forEach((name, array) -> mirror.load(array, matrices.get(name)));
    }
  }

  /** The vector takes on the matrices' values, where they do not share them. */
  void store() {
    if (!mirror.shares()) {
      arrays.forEach((name, array) -> mirror.store(matrices.get(name), array));
    }
  }

  /** Frees the copies, where there are any; the vector is Deeplearning4j's. */
  @Override
  public void close() {
    if (!mirror.shares()) {
      matrices.values().forEach(Matrix::close);
    }
  }
}
