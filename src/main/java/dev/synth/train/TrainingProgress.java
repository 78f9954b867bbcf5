package dev.synth.train;

/** Hears of a run while it goes. */
public interface TrainingProgress {
  /**
   * A step was taken.
   *
   * @param step steps taken so far
   * @param trainNats mean loss of the last steps, in nats a sample
   * @param heldOutNats the last measurement on held-out crops, NaN before the first
   * @param samplesPerSecond training speed over the last steps
   */
  void stepped(long step, double trainNats, double heldOutNats, double samplesPerSecond);

  /** Held-out crops were measured, and the log line written. */
  void evaluated(long step, double trainNats, double heldOutNats, double samplesPerSecond);
}
