package dev.synth.models.wavenet.onnx;

import dev.synth.model.SavedModel;
import dev.synth.model.onnx.OnnxGraph;
import dev.synth.model.onnx.OnnxGraph.Setting;
import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * One step of the decoder as an ONNX network: the sample before, the frame of the embedding and
 * what the convolutions have of the past, to the logits of the sample and the past of the next. The
 * past of layer i is the last (kernelSize - 1) · dilation inputs of its convolution, the oldest
 * first; {@code past} has those of all layers, one behind the other. It is zeros at first.
 */
final class OnnxDecoderStep {
  private static final String NOTES = "notes";

  private final SavedModel model;
  private final WaveNetSpec spec;
  private final OnnxGraph graph;

  private OnnxDecoderStep(SavedModel model) {
    this.model = model;
    this.spec = WaveNetSpec.of(model);
    this.graph =
        new OnnxGraph(
            "decoder_step",
            "A step of the decoder of a WaveNet autoencoder: logits of the next sample's class from"
                + " the sample before, a frame of the embedding, and the past of the convolutions");
  }

  static OnnxGraph of(SavedModel model) {
    return new OnnxDecoderStep(model).build();
  }

  private OnnxGraph build() {
    int taps = spec.kernelSize();
    int width = spec.width();
    String previous =
        graph.input("previous", "the code q of the sample before / 128, 0 at first", NOTES, 1);
    String frame =
        graph.input(
            "frame",
            "the frame of the embedding, a new one every " + spec.hopSamples() + " samples",
            NOTES,
            spec.latentChannels());
    String pitch = pitch();
    String startPast =
        graph.input("start_past", "next_start_past of the step before", NOTES, taps - 1);
    int rows = 0;
    for (int i = 0; i < spec.layers(); i++) {
      rows += (taps - 1) * spec.dilation(i);
    }
    String past = graph.input("past", "next_past of the step before", NOTES, rows, width);

    String window = graph.node("Concat", List.of(startPast, previous), Setting.of("axis", 1));
    String h = start(window);
    String s = matrix("skip_start", h);
    List<String> pasts = new ArrayList<>();
    int row = 0;
    for (int i = 1; i <= spec.layers(); i++) {
      int dilation = spec.dilation(i - 1);
      int length = (taps - 1) * dilation;
      String now = graph.node("Reshape", List.of(h, graph.whole(-1, 1, width)));
      String all =
          graph.node("Concat", List.of(rows(past, row, row + length), now), Setting.of("axis", 1));
      pasts.add(rows(all, 1, length + 1));
      row += length;
      String d = graph.sum(dilated(i, all, dilation), condition(String.valueOf(i), frame, pitch));
      List<String> halves =
          graph.nodes("Split", 2, List.of(d, graph.whole(width, width)), Setting.of("axis", 1));
      String gate =
          graph.node(
              "Mul",
              List.of(
                  graph.node("Sigmoid", List.of(halves.get(0))),
                  graph.node("Tanh", List.of(halves.get(1)))));
      s = graph.sum(s, matrix("skip_" + i, gate));
      if (i < spec.layers()) { // the last one's reaches nothing
        h = graph.sum(h, matrix("res_" + i, gate));
      }
    }
    String hidden = graph.sum(matrix("out1", relu(s)), condition("out1", frame, pitch));
    graph.output(
        matrix("logits", relu(hidden)), "logits", "of the 256 classes", NOTES, WaveNetSpec.CODES);
    graph.output(rows(window, 1, taps), "next_start_past", "", NOTES, taps - 1);
    graph.output(
        graph.node("Concat", pasts, Setting.of("axis", 1)), "next_past", "", NOTES, rows, width);
    return graph;
  }

  /** The learned embedding of the pitch, or null. */
  private String pitch() {
    if (!spec.hasPitchEmbedding()) {
      return null;
    }
    String pitch =
        graph.wholeInput(
            "pitch", "the MIDI pitch, " + WaveNetSpec.UNKNOWN_PITCH + " if unpitched", NOTES);
    String table =
        graph.constant(
            "pitch_embedding/W",
            model.tensor("pitch_embedding/W"),
            WaveNetSpec.PITCHES,
            spec.pitchChannels());
    return graph.node("Gather", List.of(table, pitch), Setting.of("axis", 0));
  }

  private String start(String window) {
    String h = matrix("startconv", window);
    if (spec.pitchHarmonics() > 0) {
      String tone =
          graph.input(
              "oscillator",
              "sin 1, cos 1, sin 2 ... of the harmonics of the pitch",
              NOTES,
              2 * spec.pitchHarmonics());
      h = graph.sum(h, product("oscillator/W", tone, 2 * spec.pitchHarmonics()));
    }
    if (spec.pastPeriods() > 0) {
      String means =
          graph.input(
              "past_periods", "the inputs made of past periods", NOTES, PitchPredictor.HINTS);
      h = graph.sum(h, product("past_periods/W", means, PitchPredictor.HINTS));
    }
    return h;
  }

  private String dilated(int layer, String all, int dilation) {
    int taps = spec.kernelSize();
    long[] places = new long[taps];
    for (int j = 0; j < taps; j++) {
      places[j] = (long) j * dilation;
    }
    String chosen = graph.node("Gather", List.of(all, graph.whole(places)), Setting.of("axis", 1));
    String flat =
        graph.node("Reshape", List.of(chosen, graph.whole(-1, (long) taps * spec.width())));
    return matrix("dilatedconv_" + layer, flat);
  }

  private String condition(String layer, String frame, String pitch) {
    String condition = matrix("cond_map_" + layer, frame);
    return pitch == null
        ? condition
        : graph.sum(condition, product("pitch_map_" + layer + "/W", pitch, spec.pitchChannels()));
  }

  private String rows(String x, int from, int to) {
    String axis = graph.whole(1);
    return graph.node("Slice", List.of(x, graph.whole(from), graph.whole(to), axis));
  }

  private String relu(String x) {
    return graph.node("Relu", List.of(x));
  }

  /** A kernel [1, taps, in, out] is a matrix [taps · in, out] as it lies, and then the bias. */
  private String matrix(String name, String x) {
    float[] bias = model.tensor(name + "/biases");
    int in = model.tensor(name + "/W").length / bias.length;
    String product = product(name + "/W", x, in);
    return graph.sum(product, graph.constant(name + "/biases", bias, bias.length));
  }

  private String product(String tensor, String x, int in) {
    float[] values = model.tensor(tensor);
    return graph.node("MatMul", List.of(x, graph.constant(tensor, values, in, values.length / in)));
  }
}
