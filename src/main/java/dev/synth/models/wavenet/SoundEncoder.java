package dev.synth.models.wavenet;

import dev.synth.audio.MuLaw;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Ops;
import dev.synth.models.wavenet.graph.OpsVertex;
import dev.synth.models.wavenet.graph.OpsVertexConf;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A trained encoder alone: sound in, embeddings out. Not safe for use by several threads. */
public final class SoundEncoder {
  private final WaveNetSpec spec;
  private final OpsVertex encoder;
  private final Ops ops;

  private SoundEncoder(WaveNetSpec spec, OpsVertex encoder, Ops ops) {
    this.spec = spec;
    this.encoder = encoder;
    this.ops = ops;
  }

  /**
   * An encoder with the encoder's part of {@code tensors}.
   *
   * @param tensors values by name, in C order
   * @param threads threads for element-wise work
   */
  public static SoundEncoder create(WaveNetSpec spec, Map<String, float[]> tensors, int threads) {
    Ops ops = Kernels.choose(DataType.FLOAT, threads);
    OpsVertex encoder = OpsVertexConf.trained(OpsVertexConf.Part.ENCODER, spec, ops, tensors);
    return new SoundEncoder(spec, encoder, ops);
  }

  /**
   * Encodes a sound. What does not fill the last frame is followed by silence.
   *
   * @param samples amplitudes at the spec's rate
   * @return [frames, latentChannels] in C order, frames = {@link WaveNetSpec#frames}
   */
  public float[] encode(float[] samples) {
    int padded = spec.frames(samples.length) * spec.hopSamples();
    byte[] codes = MuLaw.encode(Arrays.copyOf(samples, padded));
    float[] companded = new float[padded];
    for (int t = 0; t < padded; t++) {
      companded[t] = MuLaw.companded(codes[t]);
    }
    LayerWorkspaceMgr workspaces = LayerWorkspaceMgr.noWorkspaces();
    try (INDArray sound = Nd4j.createFromArray(companded).reshape(1, padded)) {
      encoder.setInput(0, sound, workspaces);
      return encoder.doForward(false, workspaces).data().asFloat();
    }
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return ops.description();
  }
}
