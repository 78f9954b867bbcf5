package dev.synth.dataset.prepare;

import dev.synth.dsp.pitch.Pitch;
import java.util.Optional;

/** How the pitches that are heard in notes agree with their labels. */
public final class Tuning {
  /** What was heard in a note. */
  public enum Heard {
    /** The pitch of the label, within {@value #TOLERANCE_CENTS} cents. */
    RIGHT,
    /** One or several octaves beside it, within as much. */
    OCTAVE,
    /** Another pitch. */
    OTHER,
    /** None. */
    NONE;

    /** What {@code heard} is to a label of {@code pitch}. */
    public static Heard of(Optional<Pitch> heard, int pitch) {
      if (heard.isEmpty()) {
        return NONE;
      }
      double cents = 100 * (heard.get().midi() - pitch);
      double beside = cents - 1200 * Math.rint(cents / 1200);
      if (Math.abs(beside) > TOLERANCE_CENTS) {
        return OTHER;
      }
      return Math.abs(cents) <= TOLERANCE_CENTS ? RIGHT : OCTAVE;
    }
  }

  private static final double TOLERANCE_CENTS = 50;

  private final int[] counts = new int[Heard.values().length];

  public void add(Heard heard) {
    counts[heard.ordinal()]++;
  }

  /** How many notes were heard so. */
  public int count(Heard heard) {
    return counts[heard.ordinal()];
  }

  /** How many notes were listened to. */
  public int total() {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }
}
