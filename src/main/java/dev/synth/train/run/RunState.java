package dev.synth.train.run;

import dev.synth.train.RunningMean;
import dev.synth.train.data.StreamPosition;

/**
 * All that a run remembers besides the network's and the optimiser's vectors, as {@code state.json}
 * has it. Random choices need no more than the seed and the {@link StreamPosition}.
 */
public final class RunState {
  /** Steps taken. */
  public long step;

  /** Where the stream of crops goes on. */
  public StreamPosition position = StreamPosition.START;

  /** Seconds trained, over all sessions. */
  public double seconds;

  /** What the schedule's step size is multiplied by: halved when the loss explodes. */
  public double rateScale = 1;

  /** How often the loss exploded and the run was taken back. */
  public int rollbacks;

  /** Losses since the last line of the log, in nats a sample. */
  public RunningMean sinceLine = new RunningMean();

  /** Losses since the last measurement. */
  public RunningMean sinceMeasurement = new RunningMean();

  /** The lowest mean loss between two measurements so far. */
  public double lowestNats = Double.POSITIVE_INFINITY;

  /** The last measurement on held-out crops; NaN before the first. */
  public double heldOutNats = Double.NaN;

  /** The lowest measurement so far, and its step. */
  double bestNats = Double.POSITIVE_INFINITY;

  /** The step of {@link #bestNats}; -1 before any. */
  public long bestStep = -1;

  /** Measurements since then. */
  public int sinceBest;

  /** Takes a measurement down. */
  public void measured(double nats) {
    heldOutNats = nats;
    if (nats < bestNats) {
      bestNats = nats;
      bestStep = step;
      sinceBest = 0;
    } else {
      sinceBest++;
    }
  }
}
