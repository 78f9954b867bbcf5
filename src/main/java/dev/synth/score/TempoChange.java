package dev.synth.score;

/**
 * A tempo from a place on.
 *
 * @param startTicks where it begins
 * @param quartersPerMinute quarter notes a minute, above 0
 */
public record TempoChange(long startTicks, double quartersPerMinute) {
  /** The tempo of a score that names none. */
  public static final double DEFAULT_QUARTERS_PER_MINUTE = 120;

  /**
   * Checks the tempo.
   *
   * @throws IllegalArgumentException if it is no positive number
   */
  public TempoChange {
    if (!(quartersPerMinute > 0 && quartersPerMinute <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException("a tempo cannot be " + quartersPerMinute);
    }
  }
}
