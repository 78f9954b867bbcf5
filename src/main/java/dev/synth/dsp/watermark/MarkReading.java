package dev.synth.dsp.watermark;

import org.apache.commons.math3.special.Erf;

/**
 * What was found of a mark.
 *
 * @param statistic T, of mean 0 and variance 1 in sounds without the mark, at the best of all
 *     places
 * @param tries how many places were tried
 * @param payload the bits that it carries, if it is there; each may be wrong
 * @param soft the bits of the code as they were read, so scaled that their sum under the signs of
 *     another payload's code has mean 0 and variance 1
 */
public record MarkReading(double statistic, int tries, int payload, double[] soft) {
  /** Odds of a false alarm from which on a mark is called found. */
  public static final double FALSE_ALARM = 1e-6;

  /** Odds of one place alone, from which on nothing is certain. */
  private static final double UNCERTAIN = 1e-6;

  /** What can be said. */
  public enum Verdict {
    /** The mark is there. */
    MARKED,
    /** There may be one. */
    UNCERTAIN,
    /** None was found; that does not mean that there never was one. */
    NOT_FOUND
  }

  /** The odds that a sound without the mark has such a statistic at any place, at most 1. */
  public double falseAlarm() {
    return Math.min(1, tries * tail(statistic));
  }

  /** The odds that a normal variable is above {@code x}. */
  private static double tail(double x) {
    return Erf.erfc(x / Math.sqrt(2)) / 2;
  }

  /** From which statistic on it is called found. */
  public double threshold() {
    return quantile(FALSE_ALARM / tries);
  }

  /** Above which value a normal variable is with these odds. */
  private static double quantile(double odds) {
    return Math.sqrt(2) * Erf.erfcInv(2 * odds);
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
