package dev.synth.compose.style;

/**
 * A note or rest at its place in the bar.
 *
 * @param onsetTicks from the beginning of the bar
 * @param durationTicks at least 1; may reach beyond the bar
 * @param rest whether nothing sounds
 */
public record RhythmEvent(int onsetTicks, int durationTicks, boolean rest) {
  /** Checks the numbers. */
  public RhythmEvent {
    if (onsetTicks < 0 || durationTicks < 1) {
      throw new IllegalArgumentException(
          "no event lasts from tick " + onsetTicks + " for " + durationTicks);
    }
  }

  /** Whether it ends within the bar. */
  public boolean staysIn(int barTicks) {
    return onsetTicks + durationTicks <= barTicks;
  }
}
