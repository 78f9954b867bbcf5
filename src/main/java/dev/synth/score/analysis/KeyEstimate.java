package dev.synth.score.analysis;

import dev.synth.score.Key;

/**
 * The likeliest key.
 *
 * @param key major or minor
 * @param correlation of its profile with the notes, -1 to 1
 * @param runnerUp the next likeliest
 * @param lead how far the first is before the second, in correlation and what breaks ties
 */
public record KeyEstimate(Key key, double correlation, Key runnerUp, double lead) {
  /** A smaller lead may be chance. */
  public static final double LEAD_MIN = 0.05;

  /** Whether the lead is no chance. */
  public boolean isSure() {
    return lead >= LEAD_MIN;
  }
}
