package dev.synth.train;

import dev.synth.io.WorkFailedException;
import dev.synth.train.optim.Optimizer;
import dev.synth.train.run.RunState;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Looks whether a run learns at all, and says so where it does not. */
final class DivergenceMonitor {
  /** Knowing nothing costs the logarithm of the number of codes, in nats a sample. */
  private static final double IGNORANCE_NATS = Math.log(256);

  /** A loss of so many nats is worse than any guess; for one batch it may be a rare crop. */
  private static final double EXPLOSION = 2 * IGNORANCE_NATS;

  /** So many such batches one after another are no rare crops. */
  private static final int EXPLODED_STEPS = 3;

  /** So far below ignorance a model has learned something that it can lose again. */
  private static final double LEARNED_NATS = 1;

  /** A loss within 2 % of the codes' entropy has learned no more than their frequencies. */
  private static final double ENTROPY_SHARE = 0.98;

  /** Codes that say so little are silence, mostly. */
  private static final double SILENCE_NATS = 0.5;

  /** So many steps' mean loss is no chance of a few loud crops. */
  private static final int MEAN_STEPS = 50;

  /** Before this a model may know no more than frequencies. */
  private static final int FIRST_STEPS = 200;

  private final TrainingPlan plan;
  private final double entropyNats;
  private final Consumer<String> warnings;
  private boolean warnedOfEntropy;
  private boolean warnedOfSilence;
  private int explodedSteps;

  /**
   * Watches a run.
   *
   * @param entropyNats of the frequencies of the codes that are measured on
   * @param warnings hears what a person should know of
   */
  DivergenceMonitor(TrainingPlan plan, double entropyNats, Consumer<String> warnings) {
    this.plan = plan;
    this.entropyNats = entropyNats;
    this.warnings = warnings;
  }

  /** Whether the step shows that training diverges. */
  boolean exploded(RunState state, Optimizer.Step step) {
    boolean forgot =
        state.lowestNats < IGNORANCE_NATS - LEARNED_NATS
            && state.sinceMeasurement.count >= Math.min(MEAN_STEPS, plan.evaluateEvery())
            && state.sinceMeasurement.mean() > IGNORANCE_NATS;
    explodedSteps = step.nats() < EXPLOSION ? 0 : explodedSteps + 1;
    return !Double.isFinite(step.nats())
        || !Double.isFinite(step.gradientNorm())
        || explodedSteps >= EXPLODED_STEPS
        || forgot;
  }

  /**
   * Tells of an explosion.
   *
   * @throws WorkFailedException if it is the second
   */
  void rollBack(RunState state, double nats, Path run) {
    explodedSteps = 0;
    String what =
        String.format(
            Locale.ROOT, "At step %d the loss exploded (%.3g nats a sample)", state.step, nats);
    if (state.rollbacks > 0) {
      throw new WorkFailedException(
          what
              + ", again after half the learning rate: training diverges. The last good checkpoint"
              + " is in "
              + run
              + "; start another run with a lower --learning-rate, a lower --clip, or --init from"
              + " this one's model.");
    }
    warnings.accept(
        what + "; the run goes on from its last checkpoint with half the learning rate.");
  }

  /** Looks at the last measurement, or where none is made at the loss. */
  void measured(RunState state) {
    double nats = Double.isNaN(state.heldOutNats) ? state.lowestNats : state.heldOutNats;
    boolean early = state.step < FIRST_STEPS;
    if (warnedOfEntropy || early || nats < ENTROPY_SHARE * entropyNats) {
      return;
    }
    warnedOfEntropy = true;
    warnings.accept(
        String.format(
            Locale.ROOT,
            "After %d steps the loss, %.3f nats a sample, is no lower than what the mere"
                + " frequencies of the codes give, %.3f: the model has learned nothing of the"
                + " sounds. %s",
            state.step,
            nats,
            entropyNats,
            entropyNats < SILENCE_NATS
                ? "The notes are mostly silence: look at them with synth info, or leave quiet ones"
                    + " out."
                : "The likeliest cause is a learning rate that is too high or too low"
                    + " (--learning-rate, now "
                    + plan.learningRate()
                    + ")."));
  }

  /** Looks at a generated note. */
  void sampled(RunState state, AudioPreview.Sample sample) {
    if (!sample.silent() || warnedOfSilence) {
      return;
    }
    warnedOfSilence = true;
    warnings.accept(
        String.format(
            Locale.ROOT,
            "The note generated at step %d (%s) is silence, though the note it should be is not."
                + " Early in a run that may pass; a model that stays silent has mostly heard"
                + " silence (are the notes much shorter than --crop?) or has a learning rate that"
                + " is too high.",
            state.step,
            sample.wav()));
  }
}
