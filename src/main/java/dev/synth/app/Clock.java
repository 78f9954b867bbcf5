package dev.synth.app;

import java.util.Locale;

/** Spans of time as people read them. */
public final class Clock {
  private Clock() {}

  /** Hours, minutes and seconds as {@code 1:02:03} or {@code 2:03}. */
  public static String text(double seconds) {
    long s = Math.round(seconds);
    return s >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60)
        : String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60);
  }
}
