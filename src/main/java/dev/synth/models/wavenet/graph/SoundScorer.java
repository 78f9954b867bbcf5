package dev.synth.models.wavenet.graph;

import dev.synth.audio.MuLaw;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.nn.OpsVertexConf;
import java.util.Arrays;
import java.util.Map;

/**
 * A trained decoder that is asked how likely a known sound is, each sample given the true ones
 * before it (teacher-forced). A note is taken window by window, each beginning so far before the
 * samples it scores that the decoder has its whole receptive field as context: the sum is that of
 * the whole note at once, in the memory of one window. Not safe for use by several threads.
 */
public final class SoundScorer implements AutoCloseable {
  private static final int WINDOW_SAMPLES = 16_384;

  private final WaveNetSpec spec;
  private final WaveNetDecoder decoder;
  private final Ops ops;
  private final int windowSamples;
  private final int contextSamples;
  private final Matrix encoding;

  private SoundScorer(WaveNetSpec spec, WaveNetDecoder decoder, Ops ops, int windowSamples) {
    this.spec = spec;
    this.decoder = decoder;
    this.ops = ops;
    // Windows begin with a frame.
    this.contextSamples = spec.frames(spec.receptiveFieldSamples()) * spec.hopSamples();
    int scored = Math.max(spec.hopSamples(), windowSamples - contextSamples);
    this.windowSamples = contextSamples + spec.frames(scored) * spec.hopSamples();
    this.encoding = ops.allocate(spec.frames(this.windowSamples), spec.latentChannels());
  }

  /**
   * A scorer with the decoder's part of {@code tensors}.
   *
   * @param tensors values by name, in C order
   * @param threads threads that compute
   */
  public static SoundScorer create(WaveNetSpec spec, Map<String, float[]> tensors, int threads) {
    return create(spec, tensors, threads, WINDOW_SAMPLES);
  }

  static SoundScorer create(
      WaveNetSpec spec, Map<String, float[]> tensors, int threads, int windowSamples) {
    Ops ops = Kernels.choose(threads);
    var decoder =
        (WaveNetDecoder) OpsVertexConf.trained(WaveNetDecoder.blueprint(spec, false), ops, tensors);
    return new SoundScorer(spec, decoder, ops, windowSamples);
  }

  /**
   * The cross-entropy of a note, summed over its samples.
   *
   * @param codes mu-law codes, [samples]
   * @param embedding [frames, latentChannels] in C order, of {@code spec.frames(samples)} frames
   * @param pitch MIDI, or {@link WaveNetSpec#UNKNOWN_PITCH}
   * @param cycles where the note's {@link PitchOscillator} stands, [samples]
   * @return nats
   */
  public double nats(byte[] codes, float[] embedding, int pitch, float[] cycles) {
    int[] classes = new ResidualCoding(spec).labels(codes, codes);
    double nats = 0;
    int scoredTo = 0;
    while (scoredTo < codes.length) {
      int from = Math.max(0, scoredTo - contextSamples);
      int to = Math.min(codes.length, from + windowSamples);
      nats += window(codes, classes, embedding, pitch, cycles, from, scoredTo, to);
      scoredTo = to;
    }
    return nats;
  }

  private double window(
      byte[] codes,
      int[] classes,
      float[] embedding,
      int pitch,
      float[] cycles,
      int from,
      int scoredFrom,
      int scoredTo) {
    // All windows are equally long, so that buffers are made once; the last is filled with silence.
    float[] past = new float[windowSamples];
    float[] windowCycles = new float[windowSamples];
    for (int t = from; t < scoredTo; t++) {
      past[t - from] = MuLaw.companded(codes[t]);
      windowCycles[t - from] = cycles[t];
    }
    float[] frames = new float[(int) encoding.length()];
    int offset = from / spec.hopSamples() * spec.latentChannels();
    System.arraycopy(
        embedding, offset, frames, 0, Math.min(frames.length, embedding.length - offset));
    ops.upload(frames, encoding);
    Matrix logits =
        decoder.forward(
            new WaveNetDecoder.Notes(past, 1, encoding, new int[] {pitch}, windowCycles), false);
    int[] labels = Arrays.copyOfRange(classes, scoredFrom, scoredTo);
    return ops.crossEntropy(logits.rows(scoredFrom - from, scoredTo - from), labels, null, 0);
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return ops.description();
  }

  /** Frees the decoder and its threads. */
  @Override
  public void close() {
    encoding.close();
    decoder.close();
    ops.close();
  }
}
