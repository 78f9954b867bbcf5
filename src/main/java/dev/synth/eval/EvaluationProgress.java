package dev.synth.eval;

/** Receives the progress of an evaluation. */
@FunctionalInterface
public interface EvaluationProgress {
  /** What is said while notes are played. */
  String PLAYING = "playing";

  /** What is said after speeds were measured. */
  String TIMED = "timed";

  /**
   * Something was done.
   *
   * @param done units of work
   * @param total units of work
   * @param what is done now
   */
  void reached(long done, long total, String what);
}
