package dev.synth.train;

/** Checks of settings; a message names the setting in words. */
public final class Settings {
  private Settings() {}

  /**
   * Refuses a number out of its range, and what is no number.
   *
   * @param setting its name, in words
   * @param what a description of the range that follows "must be"
   * @throws IllegalArgumentException with a sentence, without its full stop
   */
  public static void require(String setting, String what, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw refused(setting, what, value);
    }
  }

  /** Refuses a count below {@code least}. */
  public static void requireAtLeast(String setting, int least, int value) {
    if (value < least) {
      throw refused(setting, "at least " + least, value);
    }
  }

  /** That {@code setting} must be {@code what}, and is {@code value}. */
  public static IllegalArgumentException refused(String setting, String what, Object value) {
    return new IllegalArgumentException(
        "The setting '" + setting + "' must be " + what + ", got " + value);
  }
}
