package dev.synth.compose.style;

/**
 * A note of a tune.
 *
 * @param startTicks from the beginning of the first whole bar; below 0 in a pickup
 * @param durationTicks at least 1
 * @param above semitones above the tonic, negative below
 */
public record TuneNote(int startTicks, int durationTicks, int above) {
  /** Checks the length. */
  public TuneNote {
    if (durationTicks < 1) {
      throw new IllegalArgumentException("a note lasts at least 1 tick, not " + durationTicks);
    }
  }

  /** The first tick after it. */
  public int endTicks() {
    return startTicks + durationTicks;
  }
}
