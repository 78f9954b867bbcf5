package dev.synth.audio;

import java.io.IOException;

/** Mono sound, piece by piece from its beginning on, so that it need not fit the memory. */
@FunctionalInterface
public interface SampleReader {
  /**
   * Reads the next samples.
   *
   * @param into receives amplitudes from index 0 on; at least one element
   * @return how many were read, at least 1; or -1 when there are no more
   */
  int read(float[] into) throws IOException;

  /** A reader of {@code samples}. */
  static SampleReader of(float[] samples) {
    int[] done = new int[1];
    return into -> {
      int count = Math.min(into.length, samples.length - done[0]);
      System.arraycopy(samples, done[0], into, 0, count);
      done[0] += count;
      return count == 0 ? -1 : count;
    };
  }
}
