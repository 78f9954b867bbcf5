package dev.synth.models.instant;

import dev.synth.audio.SampleReader;
import dev.synth.dsp.OffsetFilter;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import dev.synth.models.instant.graph.TrainedStack;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;

/** Features of frames, and the encoder's network over them. */
final class InstantEncoder implements Encoder {
  private static final int HOP = InstantSpec.ENCODER_HOP_SAMPLES;

  /** The sound is read by so many frames; features reach half a frame beyond. */
  private static final int BLOCK_FRAMES = 256;

  private final LatentFormat format;
  private final TrainedStack stack;
  private final FrameFeatures features = new FrameFeatures();

  private InstantEncoder(LatentFormat format, TrainedStack stack) {
    this.format = format;
    this.stack = stack;
  }

  static InstantEncoder of(SavedModel model, int threads) {
    InstantSpec spec = InstantSpec.of(model);
    return new InstantEncoder(
        spec.encoderLatent().orElseThrow(),
        TrainedStack.create(spec.encoderStack(), model.tensors(), threads));
  }

  @Override
  public LatentFormat format() {
    return format;
  }

  @Override
  public Embedding encode(SampleReader sound, OptionalInt pitch) throws IOException {
    float[] all = features(OffsetFilter.reader(sound, format.sampleRateHz()));
    int frames = all.length / FrameFeatures.COUNT;
    return new Embedding(frames, format.channels(), stack.apply(all, frames, null));
  }

  /** The features of all frames, from a sound that is read block by block. */
  private float[] features(SampleReader sound) throws IOException {
    float[] all = new float[0];
    // A frame before and behind those whose features are taken.
    float[] window = new float[(BLOCK_FRAMES + 2) * HOP];
    int filled = fill(sound, window, HOP);
    if (filled == HOP) {
      throw new IllegalArgumentException("a sound without samples has no embedding");
    }
    while (filled > HOP) {
      boolean isLast = filled < window.length;
      int frames = isLast ? (filled - 1) / HOP : BLOCK_FRAMES;
      int at = all.length;
      all = Arrays.copyOf(all, at + frames * FrameFeatures.COUNT);
      features.write(window, HOP, frames, all, at);
      if (isLast) {
        break;
      }
      System.arraycopy(window, BLOCK_FRAMES * HOP, window, 0, 2 * HOP);
      Arrays.fill(window, 2 * HOP, window.length, 0);
      filled = fill(sound, window, 2 * HOP);
    }
    return all;
  }

  /** Reads until {@code window} is full or the sound ends; returns where that is. */
  private static int fill(SampleReader sound, float[] window, int from) throws IOException {
    int filled = from;
    while (filled < window.length) {
      float[] block = new float[window.length - filled];
      int count = sound.read(block);
      if (count <= 0) {
        break;
      }
      System.arraycopy(block, 0, window, filled, count);
      filled += count;
    }
    return filled;
  }

  @Override
  public String description() {
    return stack.description();
  }

  @Override
  public void close() {
    stack.close();
  }
}
