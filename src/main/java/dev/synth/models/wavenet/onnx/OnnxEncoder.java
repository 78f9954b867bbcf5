package dev.synth.models.wavenet.onnx;

import dev.synth.model.Axes;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.model.onnx.OnnxGraph;
import dev.synth.model.onnx.OnnxGraph.Setting;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.List;

/**
 * The encoder as an ONNX network: mu-law codes over 128, [notes, 1, samples], to embeddings,
 * [notes, frames, channels]. Samples are a whole number of frames.
 */
final class OnnxEncoder {
  private final SavedModel model;
  private final WaveNetSpec spec;
  private final OnnxGraph graph;

  private OnnxEncoder(SavedModel model) {
    this.model = model;
    this.spec = WaveNetSpec.of(model);
    this.graph =
        new OnnxGraph(
            "encoder",
            "The encoder of a WaveNet autoencoder: the codes of a sound to its embedding, a frame"
                + " every "
                + spec.hopSamples()
                + " samples");
  }

  static OnnxGraph of(SavedModel model) {
    return new OnnxEncoder(model).build();
  }

  private OnnxGraph build() {
    String sound =
        graph.input(
            "sound",
            "mu-law codes q / 128 at " + spec.sampleRateHz() + " Hz, whole frames of them",
            "notes",
            1,
            "samples");
    String h = convolution("ae_startconv", sound, 1);
    for (int i = 1; i <= spec.encoderLayers(); i++) {
      String d = convolution("ae_dilatedconv_" + i, relu(h), spec.dilation(i - 1));
      h = graph.sum(h, convolution("ae_res_" + i, relu(d), 1));
    }
    String mean =
        graph.node(
            "AveragePool",
            List.of(h),
            Setting.list("kernel_shape", spec.hopSamples()),
            Setting.list("strides", spec.hopSamples()));
    String frames =
        graph.node(
            "Transpose",
            List.of(convolution("ae_bottleneck", mean, 1)),
            Setting.list("perm", 0, 2, 1));
    graph.output(
        frames, "embedding", "a row for each frame", "notes", "frames", spec.latentChannels());
    return graph;
  }

  private String relu(String x) {
    return graph.node("Relu", List.of(x));
  }

  /** A centred convolution with zeros beyond the ends; ONNX's kernels are [out, in, taps]. */
  private String convolution(String name, String x, int dilation) {
    TensorShape shape =
        spec.encoderTensors().stream()
            .filter(tensor -> tensor.name().equals(name + "/W"))
            .findFirst()
            .orElseThrow();
    int[] kernel = {shape.dimensions()[1], shape.dimensions()[2], shape.dimensions()[3]};
    String w =
        graph.constant(
            name + "/W",
            Axes.permuted(model.tensor(name + "/W"), kernel, 2, 1, 0),
            Axes.permuted(kernel, 2, 1, 0));
    String b = graph.constant(name + "/biases", model.tensor(name + "/biases"), kernel[2]);
    int pad = (kernel[0] - 1) / 2 * dilation;
    return graph.node(
        "Conv",
        List.of(x, w, b),
        Setting.list("kernel_shape", kernel[0]),
        Setting.list("dilations", dilation),
        Setting.list("pads", pad, pad));
  }
}
