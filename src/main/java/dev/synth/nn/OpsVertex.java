package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.model.TensorShape;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex whose tensors are slices of the network's one parameter vector, and their gradients
 * slices of its one gradient vector. What it computes is between matrices of {@link Ops}; what
 * Deeplearning4j hands it and takes from it goes through the methods here.
 */
@SuppressWarnings("overrides") // Deeplearning4j declares setInputs with and without varargs
public abstract class OpsVertex extends BaseGraphVertex implements AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final OpsVertexConf conf;
  private final INDArray parameters;
  private final Map<String, INDArray> parameterTable = new LinkedHashMap<>();
  private final transient NamedTensors weights;
  private final transient ArrayMirror[] inputMirrors;
  private final transient ArrayMirror epsilonMirror;
  private transient NamedTensors gradients;
  private transient Scratch scratch;
  private INDArray gradientVector;

  /**
   * Where Deeplearning4j puts a vertex.
   *
   * @param graph null for a vertex by itself
   */
  public record Place(ComputationGraph graph, String name, int index, DataType type) {}

  /** A vertex over its part of the parameter vector. */
  protected OpsVertex(OpsVertexConf conf, Place place, INDArray parameters) {
    super(place.graph(), place.name(), place.index(), null, null, place.type());
    this.conf = conf;
    this.parameters = parameters;
    this.weights = new NamedTensors(conf.tensors(), parameters, conf.ops());
    this.epsilonMirror = new ArrayMirror(conf.ops());
    this.inputMirrors = new ArrayMirror[conf.minVertexInputs()];
    for (int i = 0; i < inputMirrors.length; i++) {
      inputMirrors[i] = new ArrayMirror(conf.ops());
    }
    weights.arrays().forEach((tensor, array) -> parameterTable.put(key(tensor), array));
  }

  /** Sets initial values. */
  final void initialize() {
    for (TensorShape shape : conf.tensors()) {
      setTensor(shape.name(), InitialValues.of(shape, fanIn(shape), conf.seed()));
    }
  }

  /** How many values a column of the tensor adds up: its rows, but for a look-up. */
  protected int fanIn(TensorShape shape) {
    return shape.rows();
  }

  /**
   * A tensor's name in Deeplearning4j, which takes what follows the last underscore for the name.
   */
  public static String key(String tensor) {
    return tensor.replace('_', '.');
  }

  /** The values of a tensor, in C order. */
  public final float[] tensor(String name) {
    return weights.get(name);
  }

  /** Sets a tensor, in C order. */
  public final void setTensor(String name, float[] values) {
    weights.set(name, values);
  }

  /** The arithmetic. */
  protected final Ops ops() {
    return conf.ops();
  }

  /** The tensor as a matrix [taps · in, out], or [1, out] for a bias. */
  protected final Matrix weight(String name) {
    return weights.matrix(name);
  }

  /** The gradient of {@link #weight}. */
  protected final Matrix gradient(String name) {
    return gradients.matrix(name);
  }

  /** To be called before the weights are used in a forward pass. */
  protected final void loadWeights() {
    weights.load();
  }

  /**
   * Scratch for an input of this size: the last one's where it fits. If not, that is closed.
   *
   * @param training whether a backward pass may follow
   */
  protected final Scratch scratch(int batch, int samples, boolean training) {
    if (scratch == null || !scratch.fits(batch, samples, training)) {
      if (scratch != null) {
        scratch.close();
      }
      scratch = new Scratch(ops(), batch, samples, training);
    }
    return scratch;
  }

  /** An input that came from the host, in C order. */
  protected final float[] hostInput(int index) {
    return inputMirrors[index].values(inputs[index]);
  }

  /** An input that another vertex computed, as a matrix of {@code rows} rows. */
  protected final Matrix input(int index, int rows) {
    return inputMirrors[index].matrix(inputs[index], rows);
  }

  /** The gradient of the output. */
  protected final Matrix outputGradient(int rows) {
    return epsilonMirror.matrix(epsilon, rows);
  }

  /** A matrix as Deeplearning4j wants it. */
  protected final INDArray array(Matrix matrix) {
    return epsilonMirror.array(matrix);
  }

  /** The gradients that doBackward hands on: views of the gradient vector, once they are made. */
  protected final Gradient gradients() {
    gradients.store();
    Gradient all = new DefaultGradient();
    gradients.arrays().forEach((name, array) -> all.setGradientFor(key(name), array));
    return all;
  }

  /** Frees its native memory; the parameters, too, of a vertex that stands by itself. */
  @Override
  public void close() {
    if (scratch != null) {
      scratch.close();
      scratch = null;
    }
    weights.close();
    if (gradients != null) {
      gradients.close();
    }
    epsilonMirror.close();
    for (ArrayMirror mirror : inputMirrors) {
      mirror.close();
    }
    if (graph == null) {
      parameters.close();
    }
  }

  @Override
  public final boolean hasLayer() {
    return false;
  }

  @Override
  public final Layer getLayer() {
    return null;
  }

  @Override
  public final INDArray params() {
    return parameters;
  }

  @Override
  public final Map<String, INDArray> paramTable(boolean backpropOnly) {
    return parameterTable;
  }

  @Override
  public final TrainingConfig getConfig() {
    return conf;
  }

  @Override
  public final INDArray getGradientsViewArray() {
    return gradientVector;
  }

  @Override
  public final void setBackpropGradientsViewArray(INDArray vector) {
    gradientVector = vector;
    if (gradients != null) {
      gradients.close();
    }
    gradients = new NamedTensors(conf.tensors(), vector, ops());
  }

  @Override
  public final Pair<org.nd4j.linalg.api.ndarray.INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return new Pair<>(null, state);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName();
  }
}
