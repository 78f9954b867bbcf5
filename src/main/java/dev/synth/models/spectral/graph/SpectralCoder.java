package dev.synth.models.spectral.graph;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.nd4j.Nd4jBackend;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.nn.LayerGraph;
import java.util.Map;

/** The encoder's or the decoder's network of a trained model. One thread at a time may use it. */
public final class SpectralCoder implements AutoCloseable {
  private final SpectralSpec spec;
  private final int threads;
  private final WeightedGraph graph;

  private SpectralCoder(
      SpectralSpec spec, SpectralGraphs.Part part, Map<String, float[]> tensors, int threads) {
    this.spec = spec;
    this.threads = threads;
    this.graph = new WeightedGraph(spec, part, ElementType.FLOAT, threads);
    graph.set(tensors);
  }

  /** An encoder with a model's tensors. */
  public static SpectralCoder encoder(
      SpectralSpec spec, Map<String, float[]> tensors, int threads) {
    return new SpectralCoder(spec, SpectralGraphs.Part.ENCODER, tensors, threads);
  }

  /** A decoder with a model's tensors. */
  public static SpectralCoder decoder(
      SpectralSpec spec, Map<String, float[]> tensors, int threads) {
    return new SpectralCoder(spec, SpectralGraphs.Part.DECODER, tensors, threads);
  }

  /**
   * The embedding of an image, of an encoder.
   *
   * @param image [rows, columns]
   * @return [latentChannels]
   */
  public float[] encode(float[] image) {
    Nd4jBackend.start(threads); // of the calling thread
    return floats(
        graph
            .layers()
            .forward(false, new LayerGraph.Input(image, 1, 1, spec.rows(), spec.columns())));
  }

  /**
   * The image of an embedding, of a decoder.
   *
   * @param embedding [latentChannels]
   * @param pitch MIDI, 0 to 127
   * @return [rows, columns], values from 0 to 1
   */
  public float[] decode(float[] embedding, int pitch) {
    Nd4jBackend.start(threads);
    return floats(
        graph
            .layers()
            .forward(
                false,
                new LayerGraph.Input(embedding, 1, spec.latentChannels(), 1, 1),
                SpectralNetwork.pitches(pitch)));
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Override
  public void close() {
    graph.close();
  }
}
