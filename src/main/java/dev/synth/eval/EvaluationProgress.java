package dev.synth.eval;

/** Hears of an evaluation while it goes. */
@FunctionalInterface
public interface EvaluationProgress {
  /**
   * Something was done.
   *
   * @param done units of work
   * @param total units of work
   * @param what is done now
   */
  void reached(long done, long total, String what);
}
