package dev.synth.models.spectral.graph;

import dev.synth.kernel.ElementType;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.ImageLoss;
import dev.synth.models.spectral.SpectralLayer;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.SpectrogramBatch;
import dev.synth.nn.InitialValues;
import dev.synth.nn.LayerGraph;
import dev.synth.train.optim.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Encoder and decoder, one behind the other, in training. */
public final class SpectralNetwork implements Network<SpectrogramBatch> {
  private final SpectralSpec spec;
  private final ImageLoss loss;
  private final WeightedGraph graph;

  private SpectralNetwork(SpectralSpec spec, ElementType element, int threads) {
    this.spec = spec;
    this.loss = new ImageLoss(spec);
    this.graph = new WeightedGraph(spec, SpectralGraphs.Part.BOTH, element, threads);
  }

  /**
   * A network with initial weights: kernels as Glorot and Bengio 2010 have them, the table of
   * pitches normally distributed.
   *
   * @param element doubles for gradient checks
   * @param threads that compute
   */
  public static SpectralNetwork create(
      SpectralSpec spec, ElementType element, int threads, long seed) {
    SpectralNetwork network = new SpectralNetwork(spec, element, threads);
    for (SpectralLayer layer : spec.layers()) {
      TensorShape kernel = layer.kernel();
      double fan = layer.taps() * layer.taps() * (layer.in() + layer.out()) / 2.0;
      network.graph.set(kernel.name(), InitialValues.of(kernel, fan, seed));
      if (layer.isNormalized()) {
        float[] ones = new float[layer.out()];
        Arrays.fill(ones, 1);
        network.graph.set(layer.vector("variance").name(), ones);
      }
    }
    TensorShape table = spec.pitchTable();
    network.graph.set(table.name(), normal(table, seed));
    return network;
  }

  private static float[] normal(TensorShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 31 + shape.name().hashCode());
    float[] values = new float[shape.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Takes on a model's weights. */
  public void set(Map<String, float[]> tensors) {
    graph.set(tensors);
  }

  /** The values of a tensor, in C order. */
  float[] tensor(String name) {
    return graph.get(graph.parameters(), name);
  }

  /** The gradient of a tensor, in C order. */
  float[] gradient(String name) {
    return graph.get(graph.gradients(), name);
  }

  @Override
  public List<TensorShape> shapes() {
    return graph.shapes();
  }

  @Override
  public INDArray parameters() {
    return graph.parameters();
  }

  @Override
  public INDArray gradients() {
    return graph.gradients();
  }

  @Override
  public List<String> runningMeans() {
    List<String> means = new ArrayList<>();
    for (SpectralLayer layer : spec.layers()) {
      if (layer.isNormalized()) {
        means.add(layer.vector("mean").name());
        means.add(layer.vector("variance").name());
      }
    }
    return means;
  }

  @Override
  public int examples(SpectrogramBatch batch) {
    return batch.notes();
  }

  /**
   * What is made of the images, [notes, rows, columns]; changes nothing.
   *
   * @param training whether batches are normalized by their own means, as in training
   */
  double[] outputs(SpectrogramBatch batch, boolean training) {
    int notes = batch.notes();
    return graph
        .layers()
        .forward(
            training,
            new LayerGraph.Input(batch.images(), notes, 1, spec.rows(), spec.columns()),
            pitches(batch.pitches()));
  }

  static LayerGraph.Input pitches(int... pitches) {
    float[] chosen = new float[pitches.length * SpectralSpec.PITCHES];
    for (int n = 0; n < pitches.length; n++) {
      chosen[n * SpectralSpec.PITCHES + pitches[n]] = 1;
    }
    return new LayerGraph.Input(chosen, pitches.length, SpectralSpec.PITCHES, 1, 1);
  }

  /** The mean loss over the notes, by the kept means and variances; changes nothing. */
  @Override
  public double loss(SpectrogramBatch batch) {
    return loss.of(batch.images(), outputs(batch, false), null);
  }

  @Override
  public double computeGradients(SpectrogramBatch batch) {
    double[] made = outputs(batch, true);
    double[] slopes = new double[made.length];
    double mean = loss.of(batch.images(), made, slopes);
    graph.layers().backward(slopes, batch.notes(), 1, spec.rows(), spec.columns());
    for (TensorShape shape : shapes()) {
      if (shape.name().endsWith("/gamma")) {
        graph.slice(gradients(), shape.name()).assign(0);
      }
    }
    runningMeans().forEach(name -> graph.slice(gradients(), name).muli(batch.notes()));
    return mean;
  }

  @Override
  public void close() {
    graph.close();
  }
}
