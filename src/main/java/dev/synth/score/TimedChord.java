package dev.synth.score;

import java.util.Objects;

/**
 * A chord at its place.
 *
 * @param startTicks where it begins
 * @param durationTicks until the next chord, or the end
 */
public record TimedChord(long startTicks, long durationTicks, ChordSymbol symbol) {
  /**
   * Checks the place.
   *
   * @throws IllegalArgumentException if it cannot be
   */
  public TimedChord {
    Objects.requireNonNull(symbol, "symbol");
    if (startTicks < 0 || durationTicks < 1) {
      throw new IllegalArgumentException(
          "a chord cannot last from tick " + startTicks + " for " + durationTicks);
    }
  }

  /** The first tick after it. */
  public long endTicks() {
    return startTicks + durationTicks;
  }
}
