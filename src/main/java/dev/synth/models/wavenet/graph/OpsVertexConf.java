package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Ops;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.WaveNetSpec;
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

  /** The parts of the network that are vertices. */
  public enum Part {
    ENCODER(1),
    DECODER(4);

    private final int inputs;

    Part(int inputs) {
      this.inputs = inputs;
    }
  }

  private final Part part;
  private final WaveNetSpec spec;
  private final transient Ops ops;
  private final IUpdater updater;
  private final long seed;
  private final boolean recompute;
  private String name;

  OpsVertexConf(
      Part part, WaveNetSpec spec, Ops ops, IUpdater updater, long seed, boolean recompute) {
    this.part = part;
    this.name = part.name();
    this.spec = spec;
    this.ops = ops;
    this.updater = updater;
    this.seed = seed;
    this.recompute = recompute;
  }

  /**
   * A part of a trained network by itself, outside of any graph.
   *
   * @param tensors values by name, in C order; those of other parts are not looked at
   */
  public static OpsVertex trained(
      Part part, WaveNetSpec spec, Ops ops, Map<String, float[]> tensors) {
    OpsVertexConf conf = new OpsVertexConf(part, spec, ops, new NoOp(), 0, false);
    INDArray parameters = Nd4j.create(DataType.FLOAT, 1, conf.numParams(false));
    OpsVertex vertex = conf.instantiate(null, conf.name, 0, parameters, false, DataType.FLOAT);
    for (TensorShape shape : conf.tensors()) {
      vertex.weight(shape.name()).set(tensors.get(shape.name()));
    }
    vertex.setInputVertices(new VertexIndices[part.inputs]);
    return vertex;
  }

  /** The vertex's tensors, in the order they lie in the network's parameter vector. */
  List<TensorShape> tensors() {
    return part == Part.ENCODER ? spec.encoderTensors() : spec.decoderTensors();
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
    OpsVertex vertex =
        part == Part.ENCODER
            ? new TemporalEncoder(this, place, parameters)
            : new WaveNetDecoder(this, place, parameters);
    if (initialize) {
      vertex.initialize();
    }
    return vertex;
  }

  @Override
  public int minVertexInputs() {
    return part.inputs;
  }

  @Override
  public int maxVertexInputs() {
    return part.inputs;
  }

  @Override
  public OpsVertexConf clone() {
    return new OpsVertexConf(part, spec, ops, updater.clone(), seed, recompute);
  }

  WaveNetSpec spec() {
    return spec;
  }

  Ops ops() {
    return ops;
  }

  long seed() {
    return seed;
  }

  /** Whether the backward pass computes a layer's insides again instead of keeping them. */
  boolean recompute() {
    return recompute;
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
    return InputType.feedForward(spec.latentChannels());
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    throw new UnsupportedOperationException("see dev.synth.train.MemoryEstimate");
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof OpsVertexConf c && c.part == part && c.spec.equals(spec) && c.seed == seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(part, spec, seed);
  }
}
