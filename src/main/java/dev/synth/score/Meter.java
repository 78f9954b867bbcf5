package dev.synth.score;

/**
 * A meter, such as 6/8.
 *
 * @param beats the upper number, 1 to 64
 * @param unit the lower number, a power of 2 up to 64
 */
public record Meter(int beats, int unit) {
  /** Four quarters. */
  public static final Meter COMMON = new Meter(4, 4);

  private static final int MAX = 64;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if this is no meter
   */
  public Meter {
    if (beats < 1 || beats > MAX || unit < 1 || unit > MAX || Integer.bitCount(unit) != 1) {
      throw new IllegalArgumentException("there is no meter " + beats + "/" + unit);
    }
  }

  /**
   * The length of a bar.
   *
   * @throws IllegalArgumentException if it is no whole number of ticks
   */
  public long barTicks(int ticksPerQuarter) {
    return beats * unitTicks(ticksPerQuarter);
  }

  /**
   * The length of a note of the lower number.
   *
   * @throws IllegalArgumentException if it is no whole number of ticks
   */
  public long unitTicks(int ticksPerQuarter) {
    long whole = 4L * ticksPerQuarter;
    if (whole % unit != 0) {
      throw new IllegalArgumentException(
          ticksPerQuarter + " ticks a quarter are too few for " + this);
    }
    return whole / unit;
  }

  /** Whether its beats are dotted, of three units each: 6/8, 9/8, 12/8 and the like. */
  public boolean isCompound() {
    return beats > 3 && beats % 3 == 0 && unit >= 8;
  }

  /** The length of a felt beat: three units in compound meters, else one. */
  public long beatTicks(int ticksPerQuarter) {
    return (isCompound() ? 3 : 1) * unitTicks(ticksPerQuarter);
  }

  /** How many beats are felt in a bar: 2 in 6/8, 4 in 4/4. */
  public int beatsFelt() {
    return isCompound() ? beats / 3 : beats;
  }

  /** As it is written: {@code 6/8}. */
  @Override
  public String toString() {
    return beats + "/" + unit;
  }
}
