package dev.synth.train.optim;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import dev.synth.train.RunPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Takes steps: Adam (Kingma and Ba 2015) on the mean gradient of a step's parts, clipped by its
 * norm, and a fading mean of the weights. All that it remembers can be taken out and put back to
 * the bit.
 *
 * <p>Parts are shared by replicas of the network that compute at the same time, and their gradients
 * are added in the order of the parts: how many replicas there are changes no bit.
 */
public final class Optimizer implements AutoCloseable {
  /** What a step was like. */
  public record Step(double nats, double gradientNorm) {}

  /** What is remembered, by the name it has in checkpoints. */
  enum Part {
    WEIGHTS("weights"),
    FIRST_MOMENTS("adam_m"),
    SECOND_MOMENTS("adam_v");

    private final String prefix;

    Part(String prefix) {
      this.prefix = prefix;
    }

    String key(TensorShape tensor) {
      return prefix + "/" + tensor.name();
    }
  }

  /** Adam's step size, set anew for each step. */
  private static final class Rate implements ISchedule {
    private static final long serialVersionUID = 1L;
    private double now;

    @Override
    public double valueAt(int iteration, int epoch) {
      return now;
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }

  private final WaveNetSpec spec;

  /** Deeplearning4j's vectors are ND4J's arrays, whatever computes the network. */
  private final Ops arrays = Kernels.nd4j(ElementType.FLOAT);

  private final Rate rate = new Rate();
  private final List<Replica> replicas = new ArrayList<>();
  private final WaveNetGraph network;
  private final ComputationGraph graph;
  private final INDArray weights;
  private final INDArray moments;
  private final INDArray average;
  private final INDArray spare;
  private INDArray sum;

  /**
   * Initial weights.
   *
   * @param replicas how many copies of the network share a step's parts
   * @param threads threads that compute, in each replica
   * @param recompute as {@link RunPolicy#recompute}
   * @param averaging whether a mean of the weights is kept
   */
  public Optimizer(
      WaveNetSpec spec,
      int replicas,
      int threads,
      boolean recompute,
      boolean averaging,
      long seed) {
    this.spec = spec;
    for (int i = 0; i < replicas; i++) {
      this.replicas.add(
          new Replica(
              i,
              () ->
                  WaveNetGraph.create(
                      spec, Kernels.choose(threads), new Adam(rate), seed, recompute)));
    }
    this.network = this.replicas.get(0).network();
    this.graph = network.graph();
    this.weights = row(graph.params());
    this.moments = graph.getUpdater().getStateViewArray();
    if (moments.length() != 2 * weights.length()
        || weights.length() != spec.parameterCount()
        || graph.getUpdater().getUpdaterBlocks().size() != 1) {
      throw new IllegalStateException("Adam's moments do not lie as they are saved");
    }
    this.average = averaging ? weights.dup() : null;
    this.spare = averaging ? Nd4j.createUninitialized(weights.shape()) : null;
  }

  /** The network as it is trained. */
  WaveNetGraph network() {
    return network;
  }

  /**
   * Takes a step.
   *
   * @param parts the crops, side by side in parts that fit memory
   * @param learningRate Adam's step size
   * @param clipNorm the longest mean gradient; a longer one is shortened to it; 0 for any length
   * @param iteration steps taken before
   * @return the mean loss before the step, and the mean gradient's norm before any clipping
   */
  public Step step(List<CodeBatch> parts, double learningRate, double clipNorm, int iteration) {
    INDArray gradients = row(graph.getFlattenedGradients());
    double nats = 0;
    int crops = 0;
    for (int from = 0; from < parts.size(); from += replicas.size()) {
      List<CodeBatch> round = parts.subList(from, Math.min(parts.size(), from + replicas.size()));
      double[] losses = Replica.computeGradients(replicas, round);
      for (int i = 0; i < round.size(); i++) {
        nats += losses[i] * round.get(i).size();
        crops += round.get(i).size();
        if (parts.size() > 1) {
          add(row(replicas.get(i).network().graph().getFlattenedGradients()), from + i == 0);
        }
      }
    }
    if (parts.size() > 1) {
      gradients.assign(sum);
    }
    // Gradients are sums over crops here; Deeplearning4j's updater divides them by their number.
    double norm = norm(gradients) / crops;
    if (clipNorm > 0 && norm > clipNorm) {
      gradients.muli(clipNorm / norm);
    }
    rate.now = learningRate;
    graph
        .getUpdater()
        .update(graph.gradient(), iteration, 0, crops, LayerWorkspaceMgr.noWorkspaces());
    weights.subi(gradients);
    for (Replica replica : replicas.subList(1, replicas.size())) {
      row(replica.network().graph().params()).assign(weights);
    }
    return new Step(nats / crops, norm);
  }

  /** A view of a vector, which Deeplearning4j has now with one dimension, now with two. */
  private static INDArray row(INDArray vector) {
    return vector.reshape(1, vector.length());
  }

  private void add(INDArray gradients, boolean first) {
    if (sum == null) {
      sum = Nd4j.createUninitialized(gradients.shape());
    }
    if (first) {
      sum.assign(gradients);
    } else {
      sum.addi(gradients);
    }
  }

  /** Summed in one fixed order, so that it is the same to the bit each time. */
  private double norm(INDArray vector) {
    return Math.sqrt(arrays.sumOfSquares(Nd4jMatrix.of(vector, 1)));
  }

  /** Whether every weight is a number. */
  public boolean isFinite() {
    return Double.isFinite(norm(weights));
  }

  /**
   * Moves the mean of the weights towards them, as TensorFlow does: the mean of few steps fades
   * faster, by (1 + steps) / (10 + steps), until that reaches {@code decay}.
   *
   * @param steps steps taken so far
   */
  public void average(double decay, long steps) {
    if (average == null) {
      return;
    }
    double kept = Math.min(decay, (1.0 + steps) / (10 + steps));
    spare.assign(weights).muli(1 - kept);
    average.muli(kept).addi(spare);
  }

  /** What {@code measurement} makes of the network while it has the mean weights. */
  public <T> T averaged(Function<WaveNetGraph, T> measurement) {
    if (average == null) {
      return measurement.apply(network);
    }
    spare.assign(weights);
    weights.assign(average);
    try {
      return measurement.apply(network);
    } finally {
      weights.assign(spare);
    }
  }

  /** The mean weights, or the weights where no mean is kept, of {@code tensor}. */
  public float[] averaged(String tensor) {
    return slice(average == null ? weights : average, 0, tensor);
  }

  /** What is remembered of {@code tensor}, besides the mean. */
  public float[] get(Part part, String tensor) {
    return slice(vector(part), offset(part), tensor);
  }

  /** Puts back what {@link #get} gave of all tensors, and the mean weights. */
  public void restore(Map<String, float[]> parts, Map<String, float[]> averages) {
    for (TensorShape tensor : spec.tensors()) {
      for (Part part : Part.values()) {
        put(vector(part), offset(part), tensor.name(), parts.get(part.key(tensor)));
      }
      if (average != null) {
        put(average, 0, tensor.name(), averages.get(tensor.name()));
      }
    }
    for (Replica replica : replicas.subList(1, replicas.size())) {
      row(replica.network().graph().params()).assign(weights);
    }
  }

  /** Starts from a model's weights. */
  public void start(Map<String, float[]> tensors) {
    for (TensorShape tensor : spec.tensors()) {
      put(weights, 0, tensor.name(), tensors.get(tensor.name()));
    }
    if (average != null) {
      average.assign(weights);
    }
    for (Replica replica : replicas.subList(1, replicas.size())) {
      row(replica.network().graph().params()).assign(weights);
    }
  }

  /** All that {@link #get} gives, by its name in checkpoints, with its shape. */
  public static Map<String, int[]> shapes(WaveNetSpec spec) {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      for (TensorShape tensor : spec.tensors()) {
        shapes.put(part.key(tensor), tensor.dimensions());
      }
    }
    return shapes;
  }

  /** What {@link #get} gives, by its name in checkpoints. */
  public float[] get(String key) {
    for (Part part : Part.values()) {
      if (key.startsWith(part.prefix + "/")) {
        return get(part, key.substring(part.prefix.length() + 1));
      }
    }
    throw new IllegalArgumentException(key);
  }

  private INDArray vector(Part part) {
    return part == Part.WEIGHTS ? weights : moments;
  }

  /** Adam's state is the first moments of all tensors, then the second. */
  private long offset(Part part) {
    return part == Part.SECOND_MOMENTS ? weights.length() : 0;
  }

  private float[] slice(INDArray vector, long offset, String name) {
    return arrays.download(part(vector, offset, name));
  }

  private void put(INDArray vector, long offset, String name, float[] from) {
    arrays.upload(from, part(vector, offset, name));
  }

  private Matrix part(INDArray vector, long offset, String name) {
    int[] place = place(name);
    int begin = Math.toIntExact(offset + place[0]);
    return Nd4jMatrix.of(vector, vector.length()).rows(begin, begin + place[1]);
  }

  /** Where a tensor begins in the parameter vector, and its length. */
  private int[] place(String name) {
    int begin = 0;
    for (TensorShape tensor : spec.tensors()) {
      if (tensor.name().equals(name)) {
        return new int[] {begin, tensor.length()};
      }
      begin = Math.addExact(begin, tensor.length());
    }
    throw new IllegalArgumentException("no tensor named " + name);
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
  }
}
