package dev.synth.compose.style;

import dev.synth.score.Meter;

/** The time that styles count in: it has sixteenths, triplets and thirty-seconds. */
public final class Grid {
  /** Ticks a quarter note. */
  public static final int TICKS_PER_QUARTER = 24;

  private Grid() {}

  /** Ticks of a bar. */
  public static int bar(Meter meter) {
    return (int) meter.barTicks(TICKS_PER_QUARTER);
  }

  /** Ticks of a felt beat: a dotted quarter in 6/8. */
  public static int beat(Meter meter) {
    return (int) meter.beatTicks(TICKS_PER_QUARTER);
  }

  /**
   * Ticks of the beats that a tempo counts: a dotted quarter in 6/8, 9/8 and 12/8, else what the
   * meter's lower number says, but a quarter at least: in 3/8, 5/8 and 7/8 eighths are too fast to
   * be counted.
   */
  public static int tempoBeat(Meter meter) {
    return meter.isCompound() ? beat(meter) : Math.max(TICKS_PER_QUARTER, beat(meter));
  }

  /** Ticks of the first half of a bar: its first two beats in 3/4, else half of it. */
  public static int half(Meter meter) {
    int beats = meter.beatsFelt();
    return (beats + 1) / 2 * beat(meter);
  }

  /** Whether a place in a bar is on a strong beat: the first of the bar, or of its second half. */
  public static boolean isStrong(int ticksInBar, Meter meter) {
    boolean even = meter.beatsFelt() % 2 == 0 && meter.beatsFelt() > 2;
    return ticksInBar == 0 || (even && ticksInBar == half(meter));
  }
}
