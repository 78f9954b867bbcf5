package dev.synth.dataset.prepare;

import dev.synth.dsp.pitch.Pitch;
import java.util.Optional;

/** How the pitches detected in notes agree with their labels. */
public final class Tuning {
  /** How the pitch detected in a note agrees with its label. */
  public enum Agreement {
    /** The pitch of the label, within {@value #TOLERANCE_CENTS} cents. */
    RIGHT,
    /** One or several octaves off, within as much. */
    OCTAVE,
    /** Another pitch. */
    OTHER,
    /** None. */
    NONE;

    /** The agreement of {@code detected} with a label of {@code pitch}. */
    public static Agreement of(Optional<Pitch> detected, int pitch) {
      if (detected.isEmpty()) {
        return NONE;
      }
      double cents = 100 * (detected.get().midi() - pitch);
      double beside = cents - 1200 * Math.rint(cents / 1200);
      if (Math.abs(beside) > TOLERANCE_CENTS) {
        return OTHER;
      }
      return Math.abs(cents) <= TOLERANCE_CENTS ? RIGHT : OCTAVE;
    }
  }

  private static final double TOLERANCE_CENTS = 50;

  private final int[] counts = new int[Agreement.values().length];

  public void add(Agreement agreement) {
    counts[agreement.ordinal()]++;
  }

  /** How many notes agree so. */
  public int count(Agreement agreement) {
    return counts[agreement.ordinal()];
  }

  /** How many notes were analysed. */
  public int total() {
    int total = 0;
    for (int count : counts) {
      total += count;
    }
    return total;
  }
}
