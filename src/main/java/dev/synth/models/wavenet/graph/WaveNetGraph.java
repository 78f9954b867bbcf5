package dev.synth.models.wavenet.graph;

import dev.synth.audio.MuLaw;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.kernel.ProductPrecision;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.nn.CodeCrossEntropy;
import dev.synth.nn.OpsVertex;
import dev.synth.nn.OpsVertexConf;
import dev.synth.train.optim.Network;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The whole autoencoder as a Deeplearning4j graph: sound and pitch in, encoder, decoder, loss.
 * Trains, measures and encodes; sounds are made by {@code dev.synth.generate} instead.
 */
public final class WaveNetGraph implements Network<CodeBatch> {
  private static final String ENCODER = "encoder";
  private static final String DECODER = "decoder";

  private final WaveNetSpec spec;
  private final DataType type;
  private final ComputationGraph graph;
  private final TemporalEncoder encoder;
  private final WaveNetDecoder decoder;
  private final CodeCrossEntropy loss;
  private final Ops ops;

  private WaveNetGraph(WaveNetSpec spec, Ops ops, ComputationGraph graph, CodeCrossEntropy loss) {
    this.spec = spec;
    this.ops = ops;
    this.type = Nd4jMatrix.dataType(ops.type());
    this.graph = graph;
    this.encoder = (TemporalEncoder) graph.getVertex(ENCODER);
    this.decoder = (WaveNetDecoder) graph.getVertex(DECODER);
    this.loss = loss;
  }

  /**
   * ComputationGraph counts the parameters of layers only, and does not train when it counts none.
   */
  private static final class VertexGraph extends ComputationGraph {
    private static final long serialVersionUID = 1L;

    VertexGraph(ComputationGraphConfiguration configuration) {
      super(configuration);
    }

    @Override
    public long numParams(boolean backwards) {
      long count = 0;
      for (GraphVertex vertex : getVertices()) {
        count += vertex.numParams();
      }
      return count;
    }
  }

  /**
   * A graph with initial weights.
   *
   * @param ops the arithmetic, on doubles for gradient checks; {@link #close} ends it
   * @param updater what turns gradients into steps
   * @param seed of the initial weights
   */
  public static WaveNetGraph create(WaveNetSpec spec, Ops ops, IUpdater updater, long seed) {
    return create(spec, ops, updater, seed, false);
  }

  /**
   * As {@link #create(WaveNetSpec, Ops, IUpdater, long)}.
   *
   * @param recompute whether the backward pass computes each layer's insides again: the same
   *     gradients from about half of the memory, at about a quarter more work (Chen et al. 2016,
   *     "Training Deep Nets with Sublinear Memory Cost")
   */
  public static WaveNetGraph create(
      WaveNetSpec spec, Ops ops, IUpdater updater, long seed, boolean recompute) {
    CodeCrossEntropy loss = new CodeCrossEntropy(ops);
    // Workspaces stay off: the vertices keep their own buffers from step to step.
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(Nd4jMatrix.dataType(ops.type()))
            .updater(updater)
            .seed(seed)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder()
            .addInputs("sound", "past", "pitch", "cycles")
            .addVertex(
                ENCODER,
                new OpsVertexConf(TemporalEncoder.blueprint(spec, recompute), ops, updater, seed),
                "sound")
            .addVertex(
                DECODER,
                new OpsVertexConf(WaveNetDecoder.blueprint(spec, recompute), ops, updater, seed),
                "past",
                ENCODER,
                "pitch",
                "cycles")
            .addLayer(
                "loss",
                new LossLayer.Builder(loss).activation(Activation.IDENTITY).build(),
                DECODER)
            .setOutputs("loss")
            .build();
    ComputationGraph graph = new VertexGraph(configuration);
    graph.init();
    return new WaveNetGraph(spec, ops, graph, loss);
  }

  /**
   * A graph in single precision whose weights an {@link dev.synth.train.optim.Optimizer} moves.
   *
   * @param threads threads that compute
   * @param precision of the factors of its products
   * @param seed of the initial weights
   * @param recompute as in {@link #create(WaveNetSpec, Ops, IUpdater, long, boolean)}
   */
  public static WaveNetGraph forTraining(
      WaveNetSpec spec, int threads, ProductPrecision precision, long seed, boolean recompute) {
    return create(spec, Kernels.choose(threads, precision), new NoOp(), seed, recompute);
  }

  /**
   * The Deeplearning4j graph itself: inputs sound [B, T], past [B, T], pitch [B, 1], cycles [B, T];
   * labels {@link ResidualCoding} [B, T].
   */
  public ComputationGraph graph() {
    return graph;
  }

  /** Its sizes. */
  public WaveNetSpec spec() {
    return spec;
  }

  @Override
  public List<TensorShape> shapes() {
    return spec.tensors();
  }

  @Override
  public INDArray parameters() {
    return graph.params();
  }

  @Override
  public INDArray gradients() {
    if (graph.getFlattenedGradients() == null) {
      graph.initGradientsView();
    }
    return graph.getFlattenedGradients();
  }

  @Override
  public double computeGradients(CodeBatch batch) {
    INDArray[] inputs = inputs(batch);
    INDArray[] labels = labels(batch);
    graph.setInputs(inputs);
    graph.setLabels(labels);
    graph.computeGradientAndScore();
    graph.clear();
    close(inputs);
    close(labels);
    return graph.score();
  }

  @Override
  public int examples(CodeBatch batch) {
    return batch.size();
  }

  /** The network's inputs for {@code batch}: sound, past [B, T], pitch [B, 1], cycles [B, T]. */
  public INDArray[] inputs(CodeBatch batch) {
    INDArray pitch = Nd4j.create(type, batch.size(), 1);
    for (int b = 0; b < batch.size(); b++) {
      pitch.putScalar(b, batch.pitches()[b]);
    }
    INDArray cycles = Nd4j.createFromArray(cycles(batch)).castTo(type);
    return new INDArray[] {array(batch.codes()), array(batch.past()), pitch, cycles};
  }

  private float[][] cycles(CodeBatch batch) {
    float[][] cycles = batch.cycles();
    if (cycles == null) {
      cycles = new float[batch.size()][];
      for (int b = 0; b < cycles.length; b++) {
        cycles[b] = new PitchOscillator(spec, batch.pitches()[b]).steadyCycles(batch.samples());
      }
    }
    return cycles;
  }

  /** The network's labels for {@code batch}: {@link ResidualCoding} [B, T]. */
  public INDArray[] labels(CodeBatch batch) {
    float[] values = new float[batch.size() * batch.samples()];
    int[][] classes = new ResidualCoding(spec).labels(batch);
    for (int b = 0; b < classes.length; b++) {
      for (int t = 0; t < classes[b].length; t++) {
        values[b * batch.samples() + t] = classes[b][t];
      }
    }
    INDArray labels = Nd4j.createFromArray(values).reshape(batch.size(), batch.samples());
    return new INDArray[] {labels.castTo(type)};
  }

  private INDArray array(byte[][] codes) {
    float[] values = companded(codes);
    return Nd4j.createFromArray(values)
        .reshape(codes.length, values.length / codes.length)
        .castTo(type);
  }

  /** [batch, samples] in C order. */
  private static float[] companded(byte[][] codes) {
    int samples = codes[0].length;
    float[] values = new float[codes.length * samples];
    for (int b = 0; b < codes.length; b++) {
      for (int t = 0; t < samples; t++) {
        values[b * samples + t] = MuLaw.companded(codes[b][t]);
      }
    }
    return values;
  }

  /** One optimiser step; returns the mean loss before it, in nats per sample. */
  public double fit(CodeBatch batch) {
    INDArray[] inputs = inputs(batch);
    INDArray[] labels = labels(batch);
    graph.fit(inputs, labels);
    close(inputs);
    close(labels);
    return graph.score();
  }

  /** The mean loss, in nats per sample; changes nothing. */
  @Override
  public double loss(CodeBatch batch) {
    INDArray[] inputs = inputs(batch);
    INDArray[] labels = labels(batch);
    // Scored as in training, whose buffers are there already.
    double loss = graph.score(new MultiDataSet(inputs, labels), true);
    close(inputs);
    close(labels);
    return loss;
  }

  /** Frees native memory at once: the garbage collector sees only the small wrappers. */
  private static void close(INDArray[] arrays) {
    for (INDArray array : arrays) {
      array.close();
    }
  }

  /** Teacher-forced logits [samples · batch, 256], row t·batch + b. */
  public INDArray logits(CodeBatch batch) {
    Matrix logits = forward(batch, false);
    return Nd4j.createFromArray(ops.download(logits)).reshape(logits.rows(), logits.columns());
  }

  /** The logits as the decoder leaves them, valid until its next call. */
  private Matrix forward(CodeBatch batch, boolean training) {
    int size = batch.size();
    float[] cycles = new float[size * batch.samples()];
    float[][] each = cycles(batch);
    for (int b = 0; b < size; b++) {
      System.arraycopy(each[b], 0, cycles, b * batch.samples(), batch.samples());
    }
    Matrix encoding = encoder.forward(companded(batch.codes()), size, training);
    return decoder.forward(
        new WaveNetDecoder.Notes(companded(batch.past()), size, encoding, batch.pitches(), cycles),
        training);
  }

  /**
   * How well the network tells each sample from those before it.
   *
   * @param nats mean loss, a sample
   * @param accuracy share of the samples whose code was held the likeliest
   */
  public record Score(double nats, double accuracy) {}

  /** Measures the network; changes nothing. */
  public Score measure(CodeBatch batch) {
    // As in training, whose scratch is there already.
    Matrix logits = forward(batch, true);
    int rows = batch.size() * batch.samples();
    int[][] classes = new ResidualCoding(spec).labels(batch);
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = classes[row % batch.size()][row / batch.size()];
    }
    double nats = ops.crossEntropy(logits, labels, null, 0) / rows;
    return new Score(nats, ops.hits(logits, labels) / (double) rows);
  }

  /** Embeddings [batch][frames · latentChannels], frame by frame; samples in whole hops. */
  public float[][] encode(byte[][] codes) {
    int channels = spec.latentChannels();
    float[] values = ops.download(encoder.forward(companded(codes), codes.length, false));
    int frames = values.length / codes.length / channels;
    float[][] embeddings = new float[codes.length][frames * channels];
    for (int f = 0; f < frames; f++) {
      for (int b = 0; b < codes.length; b++) {
        System.arraycopy(
            values, (f * codes.length + b) * channels, embeddings[b], f * channels, channels);
      }
    }
    return embeddings;
  }

  /** Copies of all tensors by name, in C order. */
  public Map<String, float[]> tensors() {
    Map<String, float[]> all = new LinkedHashMap<>();
    for (TensorShape shape : spec.tensors()) {
      all.put(shape.name(), vertex(shape.name()).tensor(shape.name()));
    }
    return all;
  }

  /** Sets all tensors, by name, in C order. */
  public void setTensors(Map<String, float[]> tensors) {
    for (TensorShape shape : spec.tensors()) {
      vertex(shape.name()).setTensor(shape.name(), tensors.get(shape.name()));
    }
  }

  private OpsVertex vertex(String tensor) {
    return encoder.paramTable(false).containsKey(OpsVertex.key(tensor)) ? encoder : decoder;
  }

  /** Frees what the vertices and the loss work in, and ends the arithmetic. */
  @Override
  public void close() {
    encoder.close();
    decoder.close();
    loss.close();
    ops.close();
  }
}
