package dev.synth.nn;

import dev.synth.kernel.Ops;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What Deeplearning4j needs to know of a vertex before it exists: its tensors and their updater.
 */
public final class OpsVertexConf extends GraphVertex implements TrainingConfig {
  private static final long serialVersionUID = 1L;

  /**
   * A vertex before it has a place.
   *
   * @param inputs how many arrays it takes
   * @param outputs columns of what it makes
   * @param tensors in the order they lie in the network's parameter vector
   * @param maker makes it
   */
  public record Blueprint(int inputs, int outputs, List<TensorShape> tensors, Maker maker) {}

  /** Makes a vertex whose tensors are in {@code parameters}. */
  @FunctionalInterface
  public interface Maker {
    /** The vertex at {@code place}. */
    OpsVertex make(OpsVertexConf conf, OpsVertex.Place place, INDArray parameters);
  }

  private final transient Blueprint blueprint;
  private final transient Ops ops;
  private final IUpdater updater;
  private final long seed;
  private String name = "";

  /**
   * A vertex that is trained.
   *
   * @param ops the arithmetic
   * @param seed of the initial values
   */
  public OpsVertexConf(Blueprint blueprint, Ops ops, IUpdater updater, long seed) {
    this.blueprint = blueprint;
    this.ops = ops;
    this.updater = updater;
    this.seed = seed;
  }

  /**
   * A part of a trained network by itself, outside of any graph.
   *
   * @param tensors values by name, in C order; those of other parts are not looked at
   */
  public static OpsVertex trained(Blueprint blueprint, Ops ops, Map<String, float[]> tensors) {
    OpsVertexConf conf = new OpsVertexConf(blueprint, ops, new NoOp(), 0);
    DataType type = Nd4jMatrix.dataType(ops.type());
    INDArray parameters = Nd4j.create(type, 1, conf.numParams(false));
    OpsVertex vertex = conf.instantiate(null, conf.name, 0, parameters, false, type);
    for (TensorShape shape : conf.tensors()) {
      vertex.setTensor(shape.name(), tensors.get(shape.name()));
    }
    vertex.setInputVertices(new VertexIndices[blueprint.inputs()]);
    return vertex;
  }

  /** The vertex's tensors, in the order they lie in the network's parameter vector. */
  List<TensorShape> tensors() {
    return blueprint.tensors();
  }

  @Override
  public OpsVertex instantiate(
      ComputationGraph graph,
      String vertexName,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    name = vertexName;
    OpsVertex.Place place = new OpsVertex.Place(graph, vertexName, index, type);
    OpsVertex vertex = blueprint.maker().make(this, place, parameters);
    if (initialize) {
      vertex.initialize();
    }
    return vertex;
  }

  @Override
  public int minVertexInputs() {
    return blueprint.inputs();
  }

  @Override
  public int maxVertexInputs() {
    return blueprint.inputs();
  }

  @Override
  public OpsVertexConf clone() {
    return new OpsVertexConf(blueprint, ops, updater.clone(), seed);
  }

  Ops ops() {
    return ops;
  }

  long seed() {
    return seed;
  }

  @Override
  public long numParams(boolean backprop) {
    return tensors().stream().mapToLong(TensorShape::length).sum();
  }

  @Override
  public String getLayerName() {
    return name;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    return List.of();
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return false;
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return updater;
  }

  @Override
  public GradientNormalization getGradientNormalization() {
    return GradientNormalization.None;
  }

  @Override
  public double getGradientNormalizationThreshold() {
    return 1;
  }

  @Override
  public void setDataType(DataType type) {
    // The type is given when the vertex is made.
  }

  @Override
  public InputType getOutputType(int index, InputType... inputs) {
    return InputType.feedForward(blueprint.outputs());
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    throw new UnsupportedOperationException("see dev.synth.train.MemoryEstimate");
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OpsVertexConf c && c.tensors().equals(tensors()) && c.seed == seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(tensors(), seed);
  }
}
