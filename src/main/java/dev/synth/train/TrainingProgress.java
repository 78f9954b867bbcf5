package dev.synth.train;

import java.util.Map;

/** Receives the progress of a run. */
public interface TrainingProgress {
  /**
   * How a run stands.
   *
   * @param step steps taken so far
   * @param unit of the losses
   * @param trainLoss mean loss of training: of about the last 50 steps, or in what is told of a
   *     measurement, of the steps since the measurement before, as the log has it
   * @param heldOutLoss the last loss measured on held-out crops, NaN before the first
   * @param measured what else that measurement gave, by name, such as {@code accuracy}
   * @param samplesPerSecond training speed over the last steps
   * @param peakShare share of the machine's fastest products that the network's arithmetic reaches
   * @param memoryBytes what the process has of the machine's memory
   * @param loadShare share of the steps' time spent waiting for crops
   * @param seconds seconds of training, over all sessions
   * @param secondsLimit seconds after which the run stops; infinite for no limit
   * @param doneShare share of the run that is done, by steps or by time, whichever ends it first
   */
  record Report(
      long step,
      LossUnit unit,
      double trainLoss,
      double heldOutLoss,
      Map<String, Double> measured,
      double samplesPerSecond,
      double peakShare,
      long memoryBytes,
      double loadShare,
      double seconds,
      double secondsLimit,
      double doneShare) {}

  /** A step was taken. */
  void stepped(Report report);

  /** Held-out crops were measured, and the log line written. */
  void measured(Report report);

  /** Something a person should know of. */
  void warned(String sentence);
}
