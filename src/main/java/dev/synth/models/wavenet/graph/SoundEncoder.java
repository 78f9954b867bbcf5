package dev.synth.models.wavenet.graph;

import dev.synth.audio.MuLaw;
import dev.synth.audio.SampleReader;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Ops;
import dev.synth.kernel.ProductPrecision;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.nn.OpsVertexConf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/**
 * A trained encoder alone: sound in, embeddings out. Not safe for use by several threads.
 *
 * <p>A sound longer than a window is taken window by window. The encoder's receptive field reaches
 * as far before a sample as after it, so windows overlap by that reach on both sides, and of each
 * only the frames with full context are kept: they are those of the whole sound at once, to the
 * bit. All windows are equally long; the last one ends with the sound, as the encoder tells its end
 * from silence.
 */
public final class SoundEncoder implements AutoCloseable {
  /** Eight seconds at 16 kHz: 140 MB at the width of the preset small, 270 at nsynth's. */
  private static final int WINDOW_SAMPLES = 131_072;

  private static final int BLOCK_SAMPLES = 16_384;

  private final WaveNetSpec spec;
  private final TemporalEncoder encoder;
  private final Ops ops;
  private final int contextSamples;
  private final int windowSamples;

  private SoundEncoder(WaveNetSpec spec, TemporalEncoder encoder, Ops ops, int windowSamples) {
    this.spec = spec;
    this.encoder = encoder;
    this.ops = ops;
    int reach = spec.kernelSize() / 2;
    for (int i = 0; i < spec.encoderLayers(); i++) {
      reach = Math.addExact(reach, spec.kernelSize() / 2 * spec.dilation(i));
    }
    // Windows begin with a frame.
    this.contextSamples = wholeFrames(reach);
    int context = Math.multiplyExact(2, contextSamples);
    int kept = wholeFrames(Math.max(1, windowSamples - context));
    this.windowSamples = Math.addExact(context, kept);
  }

  /**
   * An encoder with the encoder's part of {@code tensors}.
   *
   * @param tensors values by name, in C order
   * @param threads threads that compute
   * @param precision of its products
   */
  public static SoundEncoder create(
      WaveNetSpec spec, Map<String, float[]> tensors, int threads, ProductPrecision precision) {
    return create(spec, tensors, Kernels.choose(threads, precision), WINDOW_SAMPLES);
  }

  /** As above, in float. */
  public static SoundEncoder create(WaveNetSpec spec, Map<String, float[]> tensors, int threads) {
    return create(spec, tensors, threads, ProductPrecision.FLOAT);
  }

  /** As above, by {@code ops}, which {@link #close} ends; windows are at least as long as given. */
  static SoundEncoder create(
      WaveNetSpec spec, Map<String, float[]> tensors, Ops ops, int windowSamples) {
    var encoder =
        (TemporalEncoder)
            OpsVertexConf.trained(TemporalEncoder.blueprint(spec, false), ops, tensors);
    return new SoundEncoder(spec, encoder, ops, windowSamples);
  }

  /**
   * Encodes a sound. What does not fill the last frame is followed by silence.
   *
   * @param samples amplitudes at the spec's rate, at least one
   * @return [frames, latentChannels] in C order, frames = {@link WaveNetSpec#frames}
   * @throws IllegalArgumentException if there are no samples
   */
  public float[] encode(float[] samples) {
    try {
      return encode(SampleReader.of(samples));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array is read without any
    }
  }

  /**
   * Encodes a sound of any length in the memory of one window.
   *
   * @param sound amplitudes at the spec's rate, at least one
   * @return as {@link #encode(float[])}
   * @throws IllegalArgumentException if there are no samples
   */
  public float[] encode(SampleReader sound) throws IOException {
    Companded in = new Companded(sound);
    float[] window = in.next(windowSamples);
    if (window.length == 0) {
      throw new IllegalArgumentException("a sound without samples has no embedding");
    }
    Frames all = new Frames();
    while (true) {
      // Only a window that more sound follows is sure to be full.
      float[] next =
          window.length < windowSamples
              ? new float[0]
              : in.next(windowSamples - 2 * contextSamples);
      float[] frames = ops.download(encoder.forward(window, 1, false));
      int complete = next.length == 0 ? window.length : window.length - contextSamples;
      all.addTo(complete / spec.hopSamples(), frames);
      if (next.length == 0) {
        return all.values();
      }
      System.arraycopy(window, next.length, window, 0, window.length - next.length);
      System.arraycopy(next, 0, window, window.length - next.length, next.length);
      all.slide(next.length / spec.hopSamples());
    }
  }

  private int wholeFrames(int samples) {
    return Math.multiplyExact(spec.frames(samples), spec.hopSamples());
  }

  /** What computes, for {@code -v}. */
  public String description() {
    return ops.description();
  }

  /** Frees the encoder and its threads. */
  @Override
  public void close() {
    encoder.close();
    ops.close();
  }

  /** The sound as the encoder's input, followed by silence up to a whole frame. */
  private final class Companded {
    private final SampleReader sound;
    private float[] block = new float[0];
    private int taken;

    Companded(SampleReader sound) {
      this.sound = sound;
    }

    /** The next {@code samples}, or what there is of them in whole frames; none at the end. */
    float[] next(int samples) throws IOException {
      float[] values = new float[Math.min(samples, BLOCK_SAMPLES)];
      int count = 0;
      while (count < samples && fill()) {
        int more = Math.min(samples - count, block.length - taken);
        if (count + more > values.length) {
          values = Arrays.copyOf(values, Math.min(samples, Math.max(count + more, 2 * count)));
        }
        System.arraycopy(block, taken, values, count, more);
        taken += more;
        count += more;
      }
      int length = wholeFrames(count);
      float[] whole = Arrays.copyOf(values, length);
      Arrays.fill(whole, count, length, compand(new float[1])[0]);
      return whole;
    }

    /** Whether {@link #block} has a sample that is not taken yet. */
    private boolean fill() throws IOException {
      if (taken == block.length) {
        float[] samples = new float[BLOCK_SAMPLES];
        int count = sound.read(samples);
        block = count < 0 ? new float[0] : compand(Arrays.copyOf(samples, count));
        taken = 0;
      }
      return taken < block.length;
    }

    private static float[] compand(float[] samples) {
      byte[] codes = MuLaw.encode(samples);
      float[] companded = new float[codes.length];
      for (int t = 0; t < codes.length; t++) {
        companded[t] = MuLaw.companded(codes[t]);
      }
      return companded;
    }
  }

  /** The frames of the sound so far. */
  private final class Frames {
    private float[] values = new float[0];
    private int length;
    private int windowAt; // where in the values the window's first frame is

    /** Adds the window's frames up to {@code end}, counted from its first, that are not there. */
    void addTo(int end, float[] window) {
      int to = Math.addExact(windowAt, end * spec.latentChannels());
      if (to > values.length) {
        values =
            Arrays.copyOf(values, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(to, 2L * length)));
      }
      System.arraycopy(window, length - windowAt, values, length, to - length);
      length = to;
    }

    /** The window moves on by so many frames. */
    void slide(int frames) {
      windowAt = Math.addExact(windowAt, frames * spec.latentChannels());
    }

    float[] values() {
      return Arrays.copyOf(values, length);
    }
  }
}
