package dev.synth.dsp.watermark;

import org.apache.commons.math3.special.Erf;

/**
 * What was found of a mark.
 *
 * @param statistic T of the best payload at the best of all places; T of one payload at one place
 *     has mean 0 and variance 1 in sounds without the mark
 * @param tries how many places were tried, each with all 2^32 payloads
 * @param payload the bits that it carries, if it is there
 * @param soft the bits of the code as they were read, so scaled that their sum under the signs of
 *     any payload's code is its T
 */
public record MarkReading(double statistic, int tries, int payload, double[] soft) {
  /** Odds of a false alarm from which on a mark is called found. */
  public static final double FALSE_ALARM = 1e-6;

  /** Odds from which on nothing is certain. */
  public static final double UNCERTAIN = 1e-3;

  private static final double PAYLOADS = 0x1p32;

  /** Beyond any statistic that is asked for. */
  private static final double FAR = 30;

  /** What can be said. */
  public enum Verdict {
    /** The mark is there. */
    MARKED,
    /** There may be one. */
    UNCERTAIN,
    /** None was found; that does not mean that there never was one. */
    NOT_FOUND
  }

  /**
   * A bound of the odds that a sound without the mark has such a statistic with any payload at any
   * place: the sum of the odds of each, at most 1.
   */
  public double falseAlarm() {
    return Math.min(1, tries * PAYLOADS * tail(statistic));
  }

  /** The odds that a normal variable is above {@code x}. */
  private static double tail(double x) {
    return Erf.erfc(x / Math.sqrt(2)) / 2;
  }

  /** From which statistic on it is called found. */
  public double threshold() {
    return quantile(FALSE_ALARM);
  }

  /** Which statistic has these odds, by halving: the inverse of erfc is not precise so far out. */
  private double quantile(double odds) {
    double low = 0;
    double high = FAR;
    while (high - low > 1e-9) {
      double middle = (low + high) / 2;
      if (tries * PAYLOADS * tail(middle) > odds) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** The answer. */
  public Verdict verdict() {
    if (statistic >= threshold()) {
      return Verdict.MARKED;
    }
    return statistic >= quantile(UNCERTAIN) ? Verdict.UNCERTAIN : Verdict.NOT_FOUND;
  }

  /**
   * How well the mark fits to a payload that is known: about normal, of mean 0 and variance 1,
   * where it carries another. Tells payloads apart where some bits are not readable.
   */
  public double fit(int known) {
    int[] code = MarkCode.encode(known);
    double sum = 0;
    for (int i = 0; i < code.length; i++) {
      sum += code[i] * soft[i];
    }
    return sum;
  }
}
