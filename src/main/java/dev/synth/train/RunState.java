package dev.synth.train;

/**
 * All that a run remembers besides the network's and the optimiser's vectors, as {@code state.json}
 * has it. Random choices need no more than the seed and the {@link Position}.
 */
final class RunState {
  /** Steps taken. */
  long step;

  /** Where the stream of crops goes on. */
  Position position = Position.START;

  /** Seconds trained, over all sessions. */
  double seconds;

  /** What the schedule's step size is multiplied by: halved when the loss explodes. */
  double rateScale = 1;

  /** How often the loss exploded and the run was taken back. */
  int rollbacks;

  /** Losses since the last line of the log, in nats a sample. */
  Tally sinceLine = new Tally();

  /** Losses since the last measurement. */
  Tally sinceMeasurement = new Tally();

  /** The lowest mean loss between two measurements so far. */
  double lowestNats = Double.POSITIVE_INFINITY;

  /** The last measurement on held-out crops; NaN before the first. */
  double heldOutNats = Double.NaN;

  /** The lowest measurement so far, and its step. */
  double bestNats = Double.POSITIVE_INFINITY;

  /** The step of {@link #bestNats}; -1 before any. */
  long bestStep = -1;

  /** Measurements since then. */
  int sinceBest;

  /** Takes a measurement down. */
  void measured(double nats) {
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
