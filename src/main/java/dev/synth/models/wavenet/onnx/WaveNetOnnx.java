package dev.synth.models.wavenet.onnx;

import dev.synth.model.SavedModel;
import dev.synth.model.onnx.OnnxGraph;
import java.util.LinkedHashMap;
import java.util.Map;

/** The two networks of a WaveNet autoencoder. */
public final class WaveNetOnnx {
  private WaveNetOnnx() {}

  /** The whole encoder, and one step of the decoder. */
  public static Map<String, OnnxGraph> graphs(SavedModel model) {
    Map<String, OnnxGraph> graphs = new LinkedHashMap<>();
    graphs.put("encoder", OnnxEncoder.of(model));
    graphs.put("decoder-step", OnnxDecoderStep.of(model));
    return graphs;
  }
}
