package dev.synth.audio;

import java.util.Objects;

/**
 * Mono sound.
 *
 * @param samples amplitudes, nominally in [-1, 1]; not copied
 * @param sampleRateHz samples per second, positive
 */
public record AudioClip(float[] samples, int sampleRateHz) {
  /** Checks the rate. */
  public AudioClip {
    Objects.requireNonNull(samples, "samples");
    if (sampleRateHz <= 0) {
      throw new IllegalArgumentException("sampleRateHz must be positive, got " + sampleRateHz);
    }
  }

  /** Length in seconds. */
  public double seconds() {
    return (double) samples.length / sampleRateHz;
  }
}
