package dev.synth.models.instant;

import dev.synth.audio.SampleReader;
import dev.synth.dsp.OffsetFilter;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Encoder;
import dev.synth.model.SavedModel;
import dev.synth.models.instant.play.FrameStack;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalInt;

/** Features and level of frames, the course of the pitch, and the encoder's network over them. */
final class InstantEncoder implements Encoder {
  private static final int HOP = InstantSpec.ENCODER_HOP_SAMPLES;

  /** The sound is read by so many frames. */
  private static final int BLOCK_FRAMES = 256;

  /** Frames before and behind a block that are looked at, too. */
  private static final int MARGIN_FRAMES = 4;

  private final LatentFormat format;
  private final FrameStack stack;
  private final FrameFeatures features = new FrameFeatures();

  private InstantEncoder(LatentFormat format, FrameStack stack) {
    this.format = format;
    this.stack = stack;
  }

  static InstantEncoder of(SavedModel model) {
    InstantSpec spec = InstantSpec.of(model);
    return new InstantEncoder(
        spec.encoderLatent().orElseThrow(), new FrameStack(spec.encoderStack(), model.tensors()));
  }

  @Override
  public LatentFormat format() {
    return format;
  }

  @Override
  public Embedding encode(SampleReader sound, OptionalInt pitch) throws IOException {
    Measured measured = measure(OffsetFilter.reader(sound, format.sampleRateHz()), pitch);
    int frames = measured.frames;
    float[] pitches = new float[frames * PitchFeatures.COUNT];
    for (int f = 0; f < frames && pitch.isPresent(); f++) {
      PitchFeatures.write(pitch.getAsInt(), pitches, f * PitchFeatures.COUNT);
    }
    double known = pitch.isPresent() ? pitch.getAsInt() : Double.NaN;
    float[] inputs = EncoderInputs.of(measured.features, frames, known);
    float[] learned = stack.apply(inputs, frames, pitches);
    int channels = format.channels();
    int count = channels - MeasuredChannels.COUNT;
    float[] values = new float[frames * channels];
    for (int f = 0; f < frames; f++) {
      MeasuredChannels.write(measured.levelDb[f], measured.cents[f], values, f, channels);
      System.arraycopy(learned, f * count, values, f * channels + MeasuredChannels.COUNT, count);
    }
    return new Embedding(frames, channels, values);
  }

  /** What is measured of a sound, frame by frame. */
  private static final class Measured {
    private int frames;
    private float[] features = new float[0];
    private float[] levelDb = new float[0];
    private float[] cents = new float[0];

    void grow(int more) {
      frames += more;
      features = Arrays.copyOf(features, frames * FrameFeatures.COUNT);
      levelDb = Arrays.copyOf(levelDb, frames);
      cents = Arrays.copyOf(cents, frames);
    }
  }

  /** Measures a sound that is read block by block. */
  private Measured measure(SampleReader sound, OptionalInt pitch) throws IOException {
    Measured measured = new Measured();
    int margin = MARGIN_FRAMES * HOP;
    float[] window = new float[BLOCK_FRAMES * HOP + 2 * margin];
    int filled = fill(sound, window, margin);
    if (filled == margin) {
      throw new IllegalArgumentException("a sound without samples has no embedding");
    }
    while (filled > margin) {
      boolean isLast = filled < window.length;
      int frames = Math.min(BLOCK_FRAMES, (filled - margin + HOP - 1) / HOP);
      int at = measured.frames;
      measured.grow(frames);
      FrameLevels.write(window, margin, frames, pitch, measured.levelDb, at);
      double[] hz = null;
      if (pitch.isPresent()) {
        FrameIntonation.write(window, margin, frames, pitch.getAsInt(), measured.cents, at);
        hz = FrameIntonation.hz(pitch.getAsInt(), measured.cents, at, frames);
      }
      features.write(window, margin, frames, hz, measured.features, at * FrameFeatures.COUNT);
      if (isLast && frames < BLOCK_FRAMES) {
        break;
      }
      System.arraycopy(window, BLOCK_FRAMES * HOP, window, 0, 2 * margin);
      Arrays.fill(window, 2 * margin, window.length, 0);
      filled =
          isLast ? Math.max(margin, filled - BLOCK_FRAMES * HOP) : fill(sound, window, 2 * margin);
    }
    return measured;
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
  public void close() {}
}
