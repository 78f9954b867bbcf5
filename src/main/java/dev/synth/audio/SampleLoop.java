package dev.synth.audio;

/**
 * The part of a sound that a sampler repeats while a key is held: after sample {@code to - 1} comes
 * sample {@code from}.
 *
 * @param from the first sample, included
 * @param to the last sample, excluded; files have the sample before it
 */
public record SampleLoop(int from, int to) {
  /** Checks that there is something to repeat. */
  public SampleLoop {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("no loop goes from sample " + from + " to " + to);
    }
  }

  /** Length in samples. */
  public int samples() {
    return to - from;
  }

  /** The last sample that is played before {@link #from} comes again, as files have it. */
  public int last() {
    return to - 1;
  }
}
