package dev.synth.eval;

/** Receives the progress of an evaluation. */
@FunctionalInterface
public interface EvaluationProgress {
  /** What is said while notes are played. */
  String PLAYING = "playing";

  /**
   * Something was done.
   *
   * @param done units of work
   * @param total units of work
   * @param what is done now
   */
  void reached(long done, long total, String what);
}
