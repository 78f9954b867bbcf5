package dev.synth.score.analysis;

import dev.synth.score.Mode;

/**
 * How much each degree of a key is heard, by semitones above the tonic. The figures are those of
 * the studies named, as far as they are free to be used; only their shape counts.
 */
public enum KeyProfile {
  /** Ratings of listeners (Krumhansl and Kessler 1982). */
  KRUMHANSL_KESSLER(
      new double[] {6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88},
      new double[] {6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17}),

  /** Counts in the Kostka-Payne textbook's pieces (Temperley 2001). */
  TEMPERLEY(
      new double[] {.748, .060, .488, .082, .670, .460, .096, .715, .104, .366, .057, .400},
      new double[] {.712, .084, .474, .618, .049, .460, .105, .747, .404, .067, .133, .330}),

  /** Counts in harmonies of the 18th and 19th centuries (Bellman 2005, after Budge 1943). */
  BELLMAN_BUDGE(
      new double[] {16.80, .86, 12.95, 1.41, 13.49, 11.93, 1.25, 20.28, 1.80, 8.04, .62, 10.57},
      new double[] {18.16, .69, 12.99, 13.34, 1.07, 11.15, 1.38, 21.07, 7.49, 1.53, .92, 10.21});

  private final double[] major;
  private final double[] minor;

  KeyProfile(double[] major, double[] minor) {
    this.major = major;
    this.minor = minor;
  }

  /**
   * The profile of a mode: modes with a minor third have the minor one.
   *
   * @return [12] by semitones above the tonic
   */
  double[] of(Mode mode) {
    return (mode.hasMinorThird() ? minor : major).clone();
  }
}
