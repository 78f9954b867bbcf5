package dev.synth.eval;

/**
 * How a model is measured.
 *
 * @param seconds notes are cut to this length
 * @param temperature of the sampling
 * @param seed of the sampling, of Griffin-Lim's first phases, of pairs and fifths
 * @param pairs lines of interpolation, at most
 * @param threads threads that compute
 */
public record EvaluationPlan(
    double seconds, double temperature, long seed, int pairs, int threads) {
  /** Sounds of a line, its ends included. */
  public static final int LINE_SOUNDS = 5;

  /** Notes of a batch, a thread. */
  private static final int BATCH_NOTES = 16;

  /** Checks what the command line cannot. */
  public EvaluationPlan {
    if (!(seconds >= 0.1 && seconds <= 60)) {
      throw new IllegalArgumentException(
          "The setting 'seconds' must be from 0.1 to 60, got " + seconds);
    }
    if (pairs < 0 || pairs > 1000) {
      throw new IllegalArgumentException(
          "The setting 'pairs' must be from 0 to 1000, got " + pairs);
    }
  }

  /** How many notes are played at the same time, at most. */
  public int batchNotes() {
    return BATCH_NOTES * threads;
  }
}
