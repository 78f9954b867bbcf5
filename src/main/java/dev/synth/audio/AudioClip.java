package dev.synth.audio;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Mono sound.
 *
 * @param samples amplitudes, nominally in [-1, 1]; not copied
 * @param sampleRateHz samples per second, positive
 * @param remarks what of the file it is from is not in it, a sentence each without the file's name
 *     before it and the full stop; empty where all is
 */
public record AudioClip(float[] samples, int sampleRateHz, List<String> remarks) {
  /** A clip about which there is nothing to say. */
  public AudioClip(float[] samples, int sampleRateHz) {
    this(samples, sampleRateHz, List.of());
  }

  /** Checks the rate. */
  public AudioClip {
    Objects.requireNonNull(samples, "samples");
    remarks = List.copyOf(remarks);
    if (sampleRateHz <= 0) {
      throw new IllegalArgumentException("sampleRateHz must be positive, got " + sampleRateHz);
    }
  }

  /** Its first {@code seconds}, or all of it where it is not longer. */
  public AudioClip first(double seconds) {
    long most = Math.round(seconds * sampleRateHz);
    return samples.length <= most
        ? this
        : new AudioClip(Arrays.copyOf(samples, (int) most), sampleRateHz, remarks);
  }

  /** Length in seconds. */
  public double seconds() {
    return (double) samples.length / sampleRateHz;
  }
}
