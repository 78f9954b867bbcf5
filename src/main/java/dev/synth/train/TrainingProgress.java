package dev.synth.train;

/** Hears of a run while it goes. */
public interface TrainingProgress {
  /**
   * How a run stands.
   *
   * @param step steps taken so far
   * @param trainNats mean loss of the last steps, in nats a sample
   * @param heldOutNats the last measurement on held-out crops, NaN before the first
   * @param accuracy share of held-out samples whose code was held the likeliest, NaN likewise
   * @param samplesPerSecond training speed over the last steps
   * @param peakShare share of the machine's fastest products that the network's arithmetic reaches
   * @param memoryBytes what the process has of the machine's memory
   * @param loadShare share of the steps' time spent waiting for crops
   * @param doneShare share of the run that is done, by steps or by time, whichever ends it first
   */
  record Report(
      long step,
      double trainNats,
      double heldOutNats,
      double accuracy,
      double samplesPerSecond,
      double peakShare,
      long memoryBytes,
      double loadShare,
      double doneShare) {}

  /** A step was taken. */
  void stepped(Report report);

  /** Held-out crops were measured, and the log line written. */
  void measured(Report report);

  /** Something a person should know of. */
  void warned(String sentence);
}
