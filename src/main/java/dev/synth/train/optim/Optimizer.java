package dev.synth.train.optim;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import dev.synth.train.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Takes steps: Adam (Kingma and Ba 2015) on the mean gradient of a step's parts, clipped by its
 * norm. The weights to use are an exponential moving average of those that are trained, and, where
 * a model is fine-tuned, a mean of these and its initial weights: it forgets less than it learns
 * (WiSE-FT, Wortsman et al. 2022). All that it remembers can be taken out and put back to the bit.
 *
 * <p>Parts are shared by replicas of the network that compute at the same time, and their gradients
 * are added in the order of the parts: how many replicas there are changes no bit.
 *
 * @param <B> a batch
 * @param <N> the network
 */
public final class Optimizer<B, N extends Network<B>> implements NamedVectors, AutoCloseable {
  /** What running means keep of themselves at a step, once they are of many. */
  private static final double MEANS_DECAY = 0.999;

  /** What is remembered, by the name it has in checkpoints. */
  private enum Part {
    WEIGHTS("weights"),
    FIRST_MOMENTS("adam_m"),
    SECOND_MOMENTS("adam_v"),
    /** Only where initial weights are mixed in. */
    INITIAL("initial"),
    /** Only where it cannot be had from the exported weights, which are mixed. */
    AVERAGE("average");

    private final String label;

    Part(String label) {
      this.label = label;
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

  /** The vectors are ND4J's arrays, whatever computes the network. */
  private final Ops arrays = Kernels.nd4j(ElementType.FLOAT);

  private final String prefix;
  private final Rate rate = new Rate();
  private final List<Replica<B, N>> replicas = new ArrayList<>();
  private final N network;
  private final INDArray weights;
  private final INDArray moments;
  private final AdamUpdater adam;
  private final INDArray average;
  private final INDArray initial;
  private final double initialShare;
  private final INDArray spare;
  private INDArray sum;

  /**
   * Initial weights.
   *
   * @param prefix what the names of its vectors begin with, where a task has several networks; may
   *     be empty
   * @param maker makes a copy of the network; each has the same weights
   * @param replicas how many copies of the network share a step's parts
   * @param averaging whether an exponential moving average of the weights is kept
   * @param initialShare share of the weights that it starts with in those to use, 0 to less than 1
   */
  public Optimizer(
      String prefix, Supplier<N> maker, int replicas, boolean averaging, double initialShare) {
    this(prefix, maker, replicas, averaging, initialShare, Adam.DEFAULT_ADAM_BETA1_MEAN_DECAY);
  }

  /**
   * As above, with another decay of Adam's first moments.
   *
   * @param firstDecay beta 1, from 0 to less than 1
   */
  public Optimizer(
      String prefix,
      Supplier<N> maker,
      int replicas,
      boolean averaging,
      double initialShare,
      double firstDecay) {
    this.prefix = prefix;
    for (int i = 0; i < replicas; i++) {
      this.replicas.add(new Replica<>(i, maker));
    }
    this.network = this.replicas.get(0).network();
    this.weights = row(network.parameters());
    this.moments = Nd4j.zeros(weights.dataType(), 1, 2 * weights.length());
    Adam settings = new Adam(rate);
    settings.setBeta1(firstDecay);
    this.adam = new AdamUpdater(settings);
    adam.setStateViewArray(moments, new long[] {weights.length()}, 'c', false);
    this.average = averaging ? weights.dup() : null;
    this.initial = initialShare > 0 ? weights.dup() : null;
    this.initialShare = initialShare;
    this.spare = averaging || initialShare > 0 ? Nd4j.createUninitialized(weights.shape()) : null;
  }

  /** The network as it is trained. */
  public N network() {
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
  public Step step(List<B> parts, double learningRate, double clipNorm, int iteration) {
    INDArray gradients = row(network.gradients());
    double loss = 0;
    int examples = 0;
    for (int from = 0; from < parts.size(); from += replicas.size()) {
      List<B> round = parts.subList(from, Math.min(parts.size(), from + replicas.size()));
      double[] losses = Replica.computeGradients(replicas, round);
      for (int i = 0; i < round.size(); i++) {
        int size = network.examples(round.get(i));
        loss += losses[i] * size;
        examples += size;
        if (parts.size() > 1) {
          add(row(replicas.get(i).network().gradients()), from + i == 0);
        }
      }
    }
    if (parts.size() > 1) {
      gradients.assign(sum);
    }
    Map<String, INDArray> excesses = takeExcesses(gradients);
    double norm = norm(gradients) / examples;
    if (clipNorm > 0 && norm > clipNorm) {
      gradients.muli(clipNorm / norm);
    }
    gradients.divi(examples); // they are sums
    rate.now = learningRate;
    adam.applyUpdater(gradients.reshape(gradients.length()), iteration, 0);
    weights.subi(gradients);
    for (Map.Entry<String, INDArray> each : excesses.entrySet()) {
      double share = (1 - Math.min(MEANS_DECAY, ramp(iteration))) / examples;
      slice(weights, each.getKey()).subi(each.getValue().muli(share));
    }
    shareWeights();
    return new Step(loss / examples, norm);
  }

  /** By what running means exceed those of the step's batches; their gradients become 0. */
  private Map<String, INDArray> takeExcesses(INDArray gradients) {
    Map<String, INDArray> excesses = new LinkedHashMap<>();
    for (String name : network.runningMeans()) {
      INDArray slice = slice(gradients, name);
      excesses.put(name, slice.dup());
      slice.assign(0);
    }
    return excesses;
  }

  private INDArray slice(INDArray vector, String name) {
    int[] place = place(name);
    return vector
        .reshape(vector.length())
        .get(NDArrayIndex.interval(place[0], place[0] + place[1]));
  }

  /** A mean of few steps fades faster, as TensorFlow has it. */
  private static double ramp(long steps) {
    return (1.0 + steps) / (10 + steps);
  }

  private void shareWeights() {
    for (Replica<B, N> replica : replicas.subList(1, replicas.size())) {
      row(replica.network().parameters()).assign(weights);
    }
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
   * Moves the average of the weights towards them, as TensorFlow does: the mean of few steps fades
   * faster, by (1 + steps) / (10 + steps), until that reaches {@code decay}.
   *
   * @param steps steps taken so far
   */
  public void average(double decay, long steps) {
    if (average == null) {
      return;
    }
    double kept = Math.min(decay, ramp(steps));
    spare.assign(weights).muli(1 - kept);
    average.muli(kept).addi(spare);
  }

  /** What {@code measurement} makes of the network while it has the weights to use. */
  public <T> T averaged(Function<N, T> measurement) {
    if (spare == null) {
      return measurement.apply(network);
    }
    spare.assign(weights);
    if (average != null) {
      weights.assign(average);
    }
    if (initial != null) {
      weights.muli(1 - initialShare).addi(initial.mul(initialShare));
    }
    try {
      return measurement.apply(network);
    } finally {
      weights.assign(spare);
    }
  }

  /** The weights to use, by tensor; copies. */
  public Map<String, float[]> averaged() {
    return averaged(
        now -> {
          Map<String, float[]> tensors = new LinkedHashMap<>();
          for (TensorShape tensor : network.shapes()) {
            tensors.put(tensor.name(), slice(weights, 0, tensor.name()));
          }
          return tensors;
        });
  }

  /**
   * Puts back what {@link #averaged()} gave; of no effect where no mean is kept, or where the
   * vectors have it.
   */
  public void restoreAverage(Map<String, float[]> averages) {
    if (average != null && initial == null) {
      for (TensorShape tensor : network.shapes()) {
        put(average, 0, tensor.name(), averages.get(tensor.name()));
      }
    }
  }

  /** Starts from a model's weights. */
  public void start(Map<String, float[]> tensors) {
    for (TensorShape tensor : network.shapes()) {
      put(weights, 0, tensor.name(), tensors.get(tensor.name()));
    }
    if (average != null) {
      average.assign(weights);
    }
    if (initial != null) {
      initial.assign(weights);
    }
    shareWeights();
  }

  private List<Part> parts() {
    return Arrays.stream(Part.values()).filter(part -> vector(part) != null).toList();
  }

  @Override
  public Map<String, int[]> shapes() {
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (Part part : parts()) {
      for (TensorShape tensor : network.shapes()) {
        shapes.put(key(part, tensor), tensor.dimensions());
      }
    }
    return shapes;
  }

  private String key(Part part, TensorShape tensor) {
    return prefix + part.label + "/" + tensor.name();
  }

  @Override
  public float[] get(String key) {
    for (Part part : parts()) {
      String begin = prefix + part.label + "/";
      if (key.startsWith(begin)) {
        return slice(vector(part), offset(part), key.substring(begin.length()));
      }
    }
    throw new IllegalArgumentException("no vector named " + key);
  }

  @Override
  public void put(Map<String, float[]> values) {
    for (Part part : parts()) {
      for (TensorShape tensor : network.shapes()) {
        put(vector(part), offset(part), tensor.name(), values.get(key(part, tensor)));
      }
    }
    shareWeights();
  }

  private INDArray vector(Part part) {
    return switch (part) {
      case WEIGHTS -> weights;
      case FIRST_MOMENTS, SECOND_MOMENTS -> moments;
      case INITIAL -> initial;
      case AVERAGE -> initial == null ? null : average;
    };
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
    for (TensorShape tensor : network.shapes()) {
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
