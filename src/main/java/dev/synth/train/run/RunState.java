package dev.synth.train.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.synth.train.Measurement;
import dev.synth.train.data.StreamPosition;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All that a run remembers besides its task's vectors, as {@code state.json} has it; losses are in
 * the task's unit, and have the names that they had when all were in nats. Random choices need no
 * more than the seed and the {@link StreamPosition}.
 */
public final class RunState {
  /** Weight of a new value in the mean that is shown. */
  private static final double SMOOTHING = 0.02;

  /** Steps taken. */
  public long step;

  /** Where the stream of crops resumes. */
  public StreamPosition position = StreamPosition.START;

  /** Seconds trained, over all sessions. */
  public double seconds;

  /** What the schedule's step size is multiplied by: halved when the loss explodes. */
  public double rateScale = 1;

  /** How often the loss exploded and the run was taken back. */
  public int rollbacks;

  /** The mean loss of the last steps that is shown, each earlier one counting less; NaN before. */
  public double shownLoss = Double.NaN;

  /** Losses since the last line of the log. */
  public RunningMean sinceLine = new RunningMean();

  /** Losses since the last measurement. */
  public RunningMean sinceMeasurement = new RunningMean();

  /** The lowest mean loss between two measurements so far. */
  @JsonProperty("lowestNats")
  public double lowestLoss = Double.POSITIVE_INFINITY;

  /** The last loss measured on held-out crops; NaN before the first. */
  @JsonProperty("heldOutNats")
  public double heldOutLoss = Double.NaN;

  /** What else the last measurement gave, by name. */
  public Map<String, Double> measured = new LinkedHashMap<>();

  /** The lowest measurement so far. */
  @JsonProperty("bestNats")
  double bestLoss = Double.POSITIVE_INFINITY;

  /** The step of {@link #bestLoss}; -1 before any. */
  public long bestStep = -1;

  /** Scheduled measurements since the lowest of them. */
  public int sinceBest;

  /** The lowest scheduled measurement so far; NaN where a version without others wrote this. */
  double scheduledBestLoss = Double.NaN;

  /**
   * Forgets what is another run's alone: its clock, its troubles and its measurements.
   *
   * @param sameNotes whether the place in the data still holds
   */
  void fork(boolean sameNotes) {
    position = sameNotes ? position : StreamPosition.START;
    seconds = 0;
    rateScale = 1;
    rollbacks = 0;
    sinceLine = new RunningMean();
    sinceMeasurement = new RunningMean();
    lowestLoss = Double.POSITIVE_INFINITY;
    heldOutLoss = Double.NaN;
    measured = new LinkedHashMap<>();
    bestLoss = Double.POSITIVE_INFINITY;
    bestStep = -1;
    sinceBest = 0;
    scheduledBestLoss = Double.NaN;
  }

  /** Takes the loss of a step down, which {@link #step} counts already. */
  public void stepped(double loss) {
    sinceLine.add(loss);
    sinceMeasurement.add(loss);
    double weight = Math.max(SMOOTHING, 1.0 / step);
    shownLoss = Double.isNaN(shownLoss) ? loss : shownLoss + weight * (loss - shownLoss);
  }

  /**
   * Takes a measurement down.
   *
   * @param scheduled whether it is one of those after every so many steps; patience counts these
   *     only, so that it does not depend on the clock
   */
  public void measured(Measurement measurement, boolean scheduled) {
    heldOutLoss = measurement.loss();
    measured = new LinkedHashMap<>(measurement.more());
    double scheduledBest = Double.isNaN(scheduledBestLoss) ? bestLoss : scheduledBestLoss;
    scheduledBestLoss = scheduled ? Math.min(scheduledBest, heldOutLoss) : scheduledBest;
    if (scheduled) {
      sinceBest = heldOutLoss < scheduledBest ? 0 : sinceBest + 1;
    }
    if (heldOutLoss < bestLoss) {
      bestLoss = heldOutLoss;
      bestStep = step;
    }
  }
}
