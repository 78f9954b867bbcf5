package dev.synth.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph of Deeplearning4j's own layers with one output, whose loss is computed outside. It works
 * on slices of vectors of parameters and gradients, and frees what each pass makes.
 */
public final class LayerGraph implements AutoCloseable {
  /** Bytes of outputs that are made from one run of Java's collector to the next, about. */
  public static final long COLLECTED_BYTES = 256_000_000;

  private final ComputationGraph graph;
  private final DataType type;
  private final INDArray gradients;
  private final List<INDArray> kept = new ArrayList<>();
  private long outputBytes;
  private long uncollectedBytes;

  /**
   * What a graph is given.
   *
   * @param values in C order
   * @param shape of these
   */
  public record Input(float[] values, long... shape) {}

  /**
   * A graph.
   *
   * @param parameters [1, length] used as they are
   * @param gradients [1, length] receives what {@link #backward} finds
   */
  public LayerGraph(
      ComputationGraphConfiguration configuration, INDArray parameters, INDArray gradients) {
    this.type = parameters.dataType();
    this.gradients = gradients;
    this.graph = new ComputationGraph(configuration);
    graph.init(parameters, false);
  }

  /** The names of the vertices in the order in which their parameters lie in the vector. */
  public static List<String> order(ComputationGraphConfiguration configuration) {
    new ComputationGraph(configuration).calculateIndices();
    return configuration.getTopologicalOrderStr();
  }

  /**
   * The output, in C order.
   *
   * @param training whether {@link #backward} may follow
   */
  public double[] forward(boolean training, Input... inputs) {
    return forward(training, graph.getConfiguration().getNetworkOutputs(), inputs).get(0);
  }

  /**
   * As above, of several vertices.
   *
   * @param vertices their names
   */
  public List<double[]> forward(boolean training, List<String> vertices, Input... inputs) {
    release();
    INDArray[] given = new INDArray[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      given[i] = made(Nd4j.createFromArray(inputs[i].values()), inputs[i].shape());
    }
    Map<String, INDArray> all = graph.feedForward(given, training, false);
    kept.addAll(all.values());
    outputBytes = 0;
    for (INDArray made : all.values()) {
      outputBytes += made.length() * type.width();
    }
    List<double[]> values = new ArrayList<>();
    for (String vertex : vertices) {
      INDArray copy = all.get(vertex).dup('c');
      values.add(copy.data().asDouble());
      copy.close();
    }
    if (!training) {
      release();
    }
    collect();
    return values;
  }

  /**
   * Each pass leaves some arrays to Java's collector, about as large as the outputs. It does not
   * see their size, and would seldom run.
   */
  private void collect() {
    uncollectedBytes += outputBytes;
    if (uncollectedBytes >= COLLECTED_BYTES) {
      uncollectedBytes = 0;
      System.gc();
    }
  }

  private INDArray made(INDArray array, long... shape) {
    INDArray typed = array.dataType() == type ? array : array.castTo(type);
    if (typed != array) {
      array.close();
    }
    kept.add(typed);
    return typed.reshape('c', shape);
  }

  /**
   * Finds the gradients of the parameters.
   *
   * @param slopes of the loss by the output of the last pass, in C order
   * @param shape of the output
   */
  public void backward(double[] slopes, long... shape) {
    graph.backpropGradient(made(Nd4j.createFromArray(slopes), shape));
    gradients.assign(graph.getFlattenedGradients().reshape(gradients.shape()));
    release();
    collect();
  }

  private void release() {
    graph.clear();
    for (INDArray array : kept) {
      if (array.closeable() && !array.wasClosed()) {
        array.close();
      }
    }
    kept.clear();
  }

  @Override
  public void close() {
    release();
    graph.close();
  }
}
