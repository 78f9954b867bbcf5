package dev.synth.compose.style;

import dev.synth.compose.chain.MaxOrder;
import java.util.List;

/**
 * Notes as a listener compares them: by the interval to the note before and by how many times
 * longer they are, so that a copy at another pitch or tempo is a copy.
 */
public final class CopyTokens {
  private static final int RATIOS = 128;
  private static final int INTERVAL_MAX = 127;

  private CopyTokens() {}

  /**
   * The token of a note.
   *
   * @param interval in semitones from the note before
   * @param durationBefore in ticks
   * @param duration in ticks
   */
  public static int token(int interval, int durationBefore, int duration) {
    int divisor = gcd(durationBefore, duration);
    int up = Math.min(RATIOS - 1, duration / divisor);
    int down = Math.min(RATIOS - 1, durationBefore / divisor);
    int place = Math.max(-INTERVAL_MAX, Math.min(INTERVAL_MAX, interval)) + INTERVAL_MAX;
    return (place * RATIOS + up) * RATIOS + down;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** The tokens of a melody, one less than its notes. */
  public static int[] of(List<TuneNote> notes) {
    int[] tokens = new int[Math.max(0, notes.size() - 1)];
    for (int i = 0; i < tokens.length; i++) {
      TuneNote before = notes.get(i);
      TuneNote note = notes.get(i + 1);
      tokens[i] =
          token(note.above() - before.above(), before.durationTicks(), note.durationTicks());
    }
    return tokens;
  }

  /** No token. */
  public static int none() {
    return MaxOrder.NONE;
  }
}
