package dev.synth.models.spectral.graph;

import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralLayer;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.nn.NativeBatchNormalization;
import dev.synth.nn.NativeConvolution;
import dev.synth.nn.NativeDeconvolution;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The networks of a spectral autoencoder, layer by layer. Images are [notes, channels, rows,
 * columns].
 */
final class SpectralGraphs {
  /** Slope of the rectifiers below 0. */
  private static final double LEAK = 0.1;

  private static final String NORMALIZED = "/normalized";
  private static final String PITCHES = "decoder/pitches";

  /** The parts of the network that are built. */
  enum Part {
    /** [notes, 1, rows, columns] to [notes, latent, 1, 1]. */
    ENCODER,
    /** [notes, latent, 1, 1] and pitches [notes, 128, 1, 1], one of which is 1, to images. */
    DECODER,
    /** Images and pitches to images. */
    BOTH
  }

  private SpectralGraphs() {}

  static ComputationGraphConfiguration of(SpectralSpec spec, Part part, DataType type) {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder()
            .dataType(type)
            .updater(new NoOp())
            .convolutionMode(ConvolutionMode.Same)
            .trainingWorkspaceMode(workspaces(type))
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .graphBuilder();
    String last = part == Part.DECODER ? "z" : "image";
    graph.addInputs(last);
    if (part != Part.ENCODER) {
      graph.addInputs("pitch");
    }
    if (part != Part.DECODER) {
      last = add(graph, spec.encoderLayers(), last);
    }
    if (part != Part.ENCODER) {
      graph
          .addLayer(PITCHES, table(spec), "pitch")
          .addVertex("joined", new MergeVertex(), last, PITCHES);
      last = add(graph, spec.decoderLayers(), "joined");
    }
    return graph.setOutputs(last).build();
  }

  /**
   * Deeplearning4j's own batch normalization, which is taken for doubles, keeps an array from the
   * forward pass that lies in a workspace which is gone on the way back.
   */
  private static WorkspaceMode workspaces(DataType type) {
    return type == DataType.FLOAT ? WorkspaceMode.ENABLED : WorkspaceMode.NONE;
  }

  /** A pitch is one of 128 channels that is 1: so the product is its row of the table. */
  private static ConvolutionLayer table(SpectralSpec spec) {
    return new NativeConvolution(
        new ConvolutionLayer.Builder(1, 1)
            .nIn(SpectralSpec.PITCHES)
            .nOut(spec.pitchChannels())
            .hasBias(false)
            .activation(Activation.IDENTITY));
  }

  private static String add(
      ComputationGraphConfiguration.GraphBuilder graph, List<SpectralLayer> layers, String input) {
    String last = input;
    for (SpectralLayer layer : layers) {
      graph.addLayer(layer.name(), convolution(layer), last);
      last = layer.name();
      if (layer.isNormalized()) {
        String normalized = layer.name() + NORMALIZED;
        graph.addLayer(
            normalized, new NativeBatchNormalization(layer.out(), SpectralSpec.EPSILON), last);
        last = normalized;
      }
      if (layer.output() == SpectralLayer.Output.RECTIFIED) {
        String rectified = layer.name() + "/rectified";
        graph.addLayer(rectified, new ActivationLayer(new ActivationLReLU(LEAK)), last);
        last = rectified;
      }
    }
    return last;
  }

  private static org.deeplearning4j.nn.conf.layers.Layer convolution(SpectralLayer layer) {
    int[] strides = {layer.rowStride(), layer.columnStride()};
    if (layer.isTransposed()) {
      return new NativeDeconvolution(
          new Deconvolution2D.Builder(layer.taps(), layer.taps())
              .nIn(layer.in())
              .nOut(layer.out())
              .stride(strides)
              .hasBias(!layer.isNormalized())
              .activation(Activation.IDENTITY));
    }
    return new NativeConvolution(
        new ConvolutionLayer.Builder(layer.taps(), layer.taps())
            .nIn(layer.in())
            .nOut(layer.out())
            .stride(strides)
            .hasBias(!layer.isNormalized())
            .activation(layer.isNormalized() ? Activation.IDENTITY : Activation.SIGMOID));
  }

  /**
   * The tensors of each vertex that has any, in Deeplearning4j's order. Beside those of a model
   * they have gamma, the scale of batch normalization, which is 1 and stays so.
   */
  static Map<String, List<TensorShape>> tensors(SpectralSpec spec) {
    Map<String, List<TensorShape>> all = new LinkedHashMap<>();
    all.put(PITCHES, List.of(spec.pitchTable()));
    for (SpectralLayer layer : spec.layers()) {
      if (layer.isNormalized()) {
        all.put(layer.name(), List.of(layer.kernel()));
        all.put(
            layer.name() + NORMALIZED,
            List.of(
                layer.vector("gamma"),
                layer.vector("beta"),
                layer.vector("mean"),
                layer.vector("variance")));
      } else {
        all.put(layer.name(), List.of(layer.vector("biases"), layer.kernel()));
      }
    }
    return all;
  }
}
