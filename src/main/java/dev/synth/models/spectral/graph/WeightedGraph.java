package dev.synth.models.spectral.graph;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.nd4j.Nd4jBackend;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.nn.LayerGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A part of the network with a vector of parameters and one of their gradients, by tensor. */
final class WeightedGraph implements AutoCloseable {
  private final DataType type;
  private final List<TensorShape> shapes = new ArrayList<>();
  private final INDArray parameters;
  private final INDArray gradients;
  private final LayerGraph layers;

  /**
   * A graph whose parameters are 0, but gammas 1.
   *
   * @param threads that compute
   */
  WeightedGraph(SpectralSpec spec, SpectralGraphs.Part part, ElementType element, int threads) {
    Nd4jBackend.start(threads);
    this.type = Nd4jMatrix.dataType(element);
    ComputationGraphConfiguration configuration = SpectralGraphs.of(spec, part, type);
    Map<String, List<TensorShape>> byVertex = SpectralGraphs.tensors(spec);
    for (String vertex : LayerGraph.order(configuration)) {
      shapes.addAll(byVertex.getOrDefault(vertex, List.of()));
    }
    long length = shapes.stream().mapToLong(TensorShape::length).sum();
    this.parameters = Nd4j.create(type, 1, length);
    this.gradients = Nd4j.create(type, 1, length);
    this.layers = new LayerGraph(configuration, parameters, gradients);
    for (TensorShape shape : shapes) {
      if (shape.name().endsWith("/gamma")) {
        float[] ones = new float[shape.length()];
        Arrays.fill(ones, 1);
        set(shape.name(), ones);
      }
    }
  }

  /** The tensors, in the order in which they lie in the vectors. */
  List<TensorShape> shapes() {
    return shapes;
  }

  INDArray parameters() {
    return parameters;
  }

  INDArray gradients() {
    return gradients;
  }

  LayerGraph layers() {
    return layers;
  }

  /** Takes on a model's values of all tensors that it has. */
  void set(Map<String, float[]> tensors) {
    for (TensorShape shape : shapes) {
      float[] values = tensors.get(shape.name());
      if (values != null) {
        set(shape.name(), values);
      }
    }
  }

  /** Sets a tensor, in C order. */
  void set(String name, float[] values) {
    INDArray array = Nd4j.createFromArray(values);
    INDArray typed = array.castTo(type);
    slice(parameters, name).assign(typed);
    typed.close();
    if (typed != array) {
      array.close();
    }
  }

  /** A tensor's values in one of the vectors, in C order. */
  float[] get(INDArray vector, String name) {
    return slice(vector, name).dup().data().asFloat();
  }

  /** A tensor's part of one of the vectors; not a copy. */
  INDArray slice(INDArray vector, String name) {
    long from = 0;
    for (TensorShape shape : shapes) {
      if (shape.name().equals(name)) {
        return vector
            .reshape(vector.length())
            .get(NDArrayIndex.interval(from, from + shape.length()));
      }
      from += shape.length();
    }
    throw new IllegalArgumentException("no tensor named " + name);
  }

  @Override
  public void close() {
    layers.close();
    parameters.close();
    gradients.close();
  }
}
