package dev.synth.wavenet;

import dev.synth.kernel.Ops;
import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * What Deeplearning4j needs to know of a vertex before it exists: its tensors and their updater.
 */
abstract class OpsVertexConf extends GraphVertex implements TrainingConfig {
  private static final long serialVersionUID = 1L;

  private final WaveNetSpec spec;
  private final transient Ops ops;
  private final IUpdater updater;
  private final long seed;
  private String name = getClass().getSimpleName();

  OpsVertexConf(WaveNetSpec spec, Ops ops, IUpdater updater, long seed) {
    this.spec = spec;
    this.ops = ops;
    this.updater = updater;
    this.seed = seed;
  }

  /** The vertex's tensors, in the order they lie in the network's parameter vector. */
  abstract List<TensorShape> tensors();

  WaveNetSpec spec() {
    return spec;
  }

  Ops ops() {
    return ops;
  }

  IUpdater updater() {
    return updater;
  }

  long seed() {
    return seed;
  }

  void setName(String name) {
    this.name = name;
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
    return o != null
        && o.getClass() == getClass()
        && ((OpsVertexConf) o).spec.equals(spec)
        && ((OpsVertexConf) o).seed == seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(getClass(), spec, seed);
  }
}
