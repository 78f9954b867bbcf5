package dev.synth.latent;

import dev.synth.io.WorkFailedException;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the encoder makes of a note: one vector a frame.
 *
 * @param frames number of frames, at least 1; how many samples a frame stands for is the model's
 *     {@code hopSamples}
 * @param channels values a frame, at least 1
 * @param values [frames, channels] in C order; not copied
 */
public record Embedding(int frames, int channels, float[] values) {
  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a size is not positive or the values do not fill the shape
   */
  public Embedding {
    Objects.requireNonNull(values, "values");
    if (frames < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "an embedding has at least one frame and one channel, got " + shape(frames, channels));
    }
    if ((long) frames * channels != values.length) {
      throw new IllegalArgumentException(
          "an embedding of shape "
              + shape(frames, channels)
              + " cannot hold "
              + values.length
              + " values");
    }
  }

  /** The value of {@code channel} in {@code frame}, both from 0. */
  public float value(int frame, int channel) {
    return values[
        Objects.checkIndex(frame, frames) * channels + Objects.checkIndex(channel, channels)];
  }

  /**
   * The samples that {@code frames} frames stand for.
   *
   * @param hopSamples samples a frame
   * @throws WorkFailedException if they are more than an array holds
   */
  public static int samples(int frames, int hopSamples) {
    long samples = (long) frames * hopSamples;
    if (samples > Integer.MAX_VALUE - 8) {
      throw new WorkFailedException(
          frames
              + " frames of "
              + hopSamples
              + " samples are longer than synth can make in one piece; cut the embedding.");
    }
    return (int) samples;
  }

  /**
   * The first {@code count} frames; this embedding itself if it has no more.
   *
   * @throws IllegalArgumentException if {@code count} is not from 1 to {@code frames}
   */
  public Embedding first(int count) {
    if (count < 1 || count > frames) {
      throw new IllegalArgumentException(
          "cannot take the first " + count + " of " + frames + " frames");
    }
    return count == frames
        ? this
        : new Embedding(count, channels, Arrays.copyOf(values, count * channels));
  }

  /** Equal shapes and bitwise equal values. */
  @Override
  public boolean equals(Object o) {
    return o instanceof Embedding e
        && e.frames == frames
        && e.channels == channels
        && Arrays.equals(e.values, values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values) * 31 + channels;
  }

  /** The shape only; the values would fill a screen. */
  @Override
  public String toString() {
    return "Embedding " + shape(frames, channels);
  }

  private static String shape(int frames, int channels) {
    return "[" + frames + ", " + channels + "]";
  }
}
