package dev.synth.models.wavenet.graph;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
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
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A vertex whose tensors are matrices over slices of the network's one parameter vector, and their
 * gradients over slices of its one gradient vector.
 */
@SuppressWarnings("overrides") // Deeplearning4j declares setInputs with and without varargs
public abstract class OpsVertex extends BaseGraphVertex {
  private static final long serialVersionUID = 1L;

  private final OpsVertexConf conf;
  private final INDArray parameters;
  private final Map<String, INDArray> parameterTable = new LinkedHashMap<>();
  private final transient Map<String, Matrix> weights = new LinkedHashMap<>();
  private final transient Map<String, Matrix> gradients = new LinkedHashMap<>();
  private INDArray gradientVector;

  /** Where Deeplearning4j puts a vertex. */
  record Place(ComputationGraph graph, String name, int index, DataType type) {}

  OpsVertex(OpsVertexConf conf, Place place, INDArray parameters) {
    super(place.graph(), place.name(), place.index(), null, null, place.type());
    this.conf = conf;
    this.parameters = parameters;
    slice(parameters, weights);
    weights.forEach((tensor, matrix) -> parameterTable.put(key(tensor), matrix.array()));
  }

  /** Sets initial values. */
  final void initialize() {
    for (TensorShape shape : conf.tensors()) {
      weight(shape.name()).set(initialValues(shape, conf.seed()));
    }
  }

  /**
   * A tensor's name in Deeplearning4j, which takes what follows the last underscore for the name.
   */
  static String key(String tensor) {
    return tensor.replace('_', '.');
  }

  /**
   * Uniform in ±sqrt(3 / fan-in), which keeps a unit variance; biases zero. A tensor's values
   * depend on the seed and its name only.
   */
  static float[] initialValues(TensorShape shape, long seed) {
    float[] values = new float[shape.length()];
    if (!shape.isBias()) {
      boolean lookup = shape.name().equals("pitch_embedding/W");
      double bound = Math.sqrt(3.0 / (lookup ? 1 : shape.rows()));
      SplittableRandom random = new SplittableRandom(seed * 31 + shape.name().hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return values;
  }

  private void slice(INDArray vector, Map<String, Matrix> into) {
    INDArray flat = vector.reshape(vector.length());
    long offset = 0;
    for (TensorShape shape : conf.tensors()) {
      INDArray part = flat.get(NDArrayIndex.interval(offset, offset + shape.length()));
      into.put(shape.name(), Matrix.of(part, shape.rows()));
      offset += shape.length();
    }
  }

  WaveNetSpec spec() {
    return conf.spec();
  }

  Ops ops() {
    return conf.ops();
  }

  boolean recompute() {
    return conf.recompute();
  }

  /** Buffers for {@code sound} [batch, samples]: {@code current} where they fit, else new ones. */
  final Buffers buffersFor(INDArray sound, boolean training, Buffers current) {
    int batch = (int) sound.size(0);
    int samples = (int) sound.size(1);
    if (current != null && current.fit(batch, samples, training)) {
      return current;
    }
    if (current != null) {
      current.free();
    }
    return new Buffers(dataType, batch, samples, training);
  }

  /** The tensor as a matrix [taps · in, out], or [1, out] for a bias. */
  final Matrix weight(String name) {
    return weights.get(name);
  }

  /** The gradient of {@link #weight}. */
  final Matrix gradient(String name) {
    return gradients.get(name);
  }

  /** The gradients that {@link #doBackward} hands on: views of the gradient vector, already set. */
  final Gradient gradients() {
    Gradient all = new DefaultGradient();
    gradients.forEach((name, matrix) -> all.setGradientFor(key(name), matrix.array()));
    return all;
  }

  /**
   * {@code signal} [batch, samples] as a matrix [samples · batch, taps]: column j holds the sample
   * at {@code firstOffset + j} from each row's own, zero outside the signal. A convolution of one
   * channel is then a product.
   */
  static void signalTaps(INDArray signal, int firstOffset, Matrix out) {
    int batch = (int) signal.size(0);
    int samples = (int) signal.size(1);
    int taps = out.columns();
    // A float holds a companded sample exactly, so this serves gradient checks in double as well.
    float[] source = signal.data().asFloat();
    float[] columns = new float[source.length * taps];
    for (int t = 0; t < samples; t++) {
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < taps; j++) {
          int at = t + firstOffset + j;
          if (at >= 0 && at < samples) {
            columns[(t * batch + b) * taps + j] = source[b * samples + at];
          }
        }
      }
    }
    out.set(columns);
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
    gradients.clear();
    slice(vector, gradients);
  }

  @Override
  public final Pair<org.nd4j.linalg.api.ndarray.INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int minibatch) {
    return new Pair<>(null, state);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "(" + spec() + ")";
  }
}
