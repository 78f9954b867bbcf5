package dev.synth.compose.mix;

import java.util.Objects;

/**
 * Sound in two channels.
 *
 * @param left amplitudes, [samples]; not copied
 * @param right amplitudes, as many
 * @param sampleRateHz samples a second
 */
public record StereoSound(float[] left, float[] right, int sampleRateHz) {
  /** Checks that both are equally long. */
  public StereoSound {
    Objects.requireNonNull(left, "left");
    if (left.length != right.length) {
      throw new IllegalArgumentException("the channels of a sound must be equally long");
    }
  }

  /** Silence. */
  public static StereoSound silence(int samples, int sampleRateHz) {
    return new StereoSound(new float[samples], new float[samples], sampleRateHz);
  }
}
