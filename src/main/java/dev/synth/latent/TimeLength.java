package dev.synth.latent;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of time with its unit, as people write it: {@code 4s}, {@code 250ms}, {@code 125frames},
 * {@code 64000samples}. A number without a unit is refused, since it could mean any of them.
 *
 * @param amount how many, at least 0 and finite
 */
public record TimeLength(double amount, Unit unit) {
  /** What is counted. */
  public enum Unit {
    /** Seconds. */
    S,
    /** Thousandths of a second. */
    MS,
    /** Frames of an embedding. */
    FRAMES,
    /** Samples at the model's rate. */
    SAMPLES
  }

  private static final Pattern TEXT =
      Pattern.compile("(?<amount>\\d+(\\.\\d+)?)\\s*(?<unit>s|ms|frames?|samples?)");

  /**
   * The span written as {@code text}.
   *
   * @throws IllegalArgumentException with a sentence that quotes it
   */
  public static TimeLength parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a length; write a number and its unit, such as 4s, 250ms, 125frames or"
              + " 64000samples");
    }
    Unit unit =
        switch (matcher.group("unit")) {
          case "s" -> Unit.S;
          case "ms" -> Unit.MS;
          case "frame", "frames" -> Unit.FRAMES;
          default -> Unit.SAMPLES;
        };
    double amount = Double.parseDouble(matcher.group("amount"));
    if (unit == Unit.FRAMES || unit == Unit.SAMPLES) {
      if (amount != Math.rint(amount)) {
        throw new IllegalArgumentException("'" + text + "' is not a whole number");
      }
    }
    return new TimeLength(amount, unit);
  }

  /**
   * In samples, to the nearest.
   *
   * @param rateHz samples a second
   * @param hopSamples samples a frame
   * @throws IllegalArgumentException if they are more than an array holds
   */
  public int samples(int rateHz, int hopSamples) {
    double samples =
        switch (unit) {
          case S -> amount * rateHz;
          case MS -> amount * rateHz / 1000;
          case FRAMES -> amount * hopSamples;
          case SAMPLES -> amount;
        };
    if (samples > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "'" + this + "' is longer than synth can make, which is 2,147,483,639 samples");
    }
    return (int) Math.round(samples);
  }

  /** In frames, the last one begun counted whole. */
  public int frames(int rateHz, int hopSamples) {
    int samples = samples(rateHz, hopSamples);
    return samples / hopSamples + (samples % hopSamples == 0 ? 0 : 1);
  }

  /** As it is written. */
  @Override
  public String toString() {
    String number =
        amount == Math.rint(amount) && amount < 1e15
            ? String.valueOf((long) amount)
            : String.valueOf(amount);
    return number + unit.name().toLowerCase(Locale.ROOT);
  }
}
