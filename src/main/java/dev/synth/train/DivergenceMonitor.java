package dev.synth.train;

import dev.synth.io.WorkFailedException;
import dev.synth.train.run.RunState;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/** Looks whether a run learns at all, and says so where it does not. */
final class DivergenceMonitor {
  /** A loss of so many times ignorance is worse than any guess; one batch may be a rare crop. */
  private static final double EXPLOSION = 2;

  /** So many such batches one after another are no rare crops. */
  private static final int EXPLODED_STEPS = 3;

  /** So far below ignorance, 1 nat of ln 256, a model has learned something that it can lose. */
  private static final double LEARNED_SHARE = 1 / Math.log(256);

  /** A loss within 2 % of the targets' entropy has learned no more than their frequencies. */
  private static final double ENTROPY_SHARE = 0.98;

  /** Targets that say so little are silence, mostly. */
  private static final double SILENCE_NATS = 0.5;

  /** So many steps' mean loss is no chance of a few loud crops. */
  private static final int MEAN_STEPS = 50;

  /** Before this a model may know no more than frequencies. */
  private static final int FIRST_STEPS = 200;

  private final TrainingPlan plan;
  private final LossUnit unit;
  private final Baselines baselines;
  private final Consumer<String> warnings;
  private boolean warnedOfEntropy;
  private boolean warnedOfSilence;
  private int explodedSteps;

  /**
   * Watches a run.
   *
   * @param unit of the losses
   * @param baselines losses to compare with; where one is NaN nothing is compared with it
   * @param warnings receives a sentence on what a person should know of
   */
  DivergenceMonitor(
      TrainingPlan plan, LossUnit unit, Baselines baselines, Consumer<String> warnings) {
    this.plan = plan;
    this.unit = unit;
    this.baselines = baselines;
    this.warnings = warnings;
  }

  /** Whether the step shows that training diverges. */
  boolean exploded(RunState state, Step step) {
    boolean forgot =
        state.lowestLoss < (1 - LEARNED_SHARE) * baselines.ignorance()
            && state.sinceMeasurement.count()
                >= Math.min(MEAN_STEPS, plan.measuring().evaluateEvery())
            && state.sinceMeasurement.mean() > baselines.ignorance();
    explodedSteps = step.loss() >= EXPLOSION * baselines.ignorance() ? explodedSteps + 1 : 0;
    return !Double.isFinite(step.loss())
        || !Double.isFinite(step.gradientNorm())
        || explodedSteps >= EXPLODED_STEPS
        || forgot;
  }

  /**
   * Tells of an explosion.
   *
   * @throws WorkFailedException if it is the second
   */
  void rollBack(RunState state, double loss, Path run) {
    explodedSteps = 0;
    String what =
        String.format(
            Locale.ROOT, "At step %d the loss exploded (%.3g %s)", state.step, loss, unit.label());
    if (state.rollbacks > 0) {
      throw new WorkFailedException(
          what
              + ", again after half the learning rate: training diverges. The last good checkpoint"
              + " is in "
              + run
              + "; start another run with a lower value of the setting 'learning rate', a lower"
              + " value of the setting 'clip', or this one's model in the setting 'init'.");
    }
    warnings.accept(
        what + "; the run resumes from its last checkpoint with half the learning rate.");
  }

  /** Looks at the last measurement, or where none is made at the loss. */
  void measured(RunState state) {
    double loss = Double.isNaN(state.heldOutLoss) ? state.lowestLoss : state.heldOutLoss;
    boolean early = state.step < FIRST_STEPS;
    if (warnedOfEntropy || early || !(loss >= ENTROPY_SHARE * baselines.frequencies())) {
      return;
    }
    warnedOfEntropy = true;
    warnings.accept(
        String.format(
            Locale.ROOT,
            "After %d steps the loss, %.3f %s, is no lower than what the mere frequencies of its"
                + " targets give, %.3f: the model has learned nothing of the sounds. %s",
            state.step,
            loss,
            unit.label(),
            baselines.frequencies(),
            baselines.frequencies() < SILENCE_NATS
                ? "The notes are mostly silence: look at them with synth info, or leave quiet ones"
                    + " out."
                : "The likeliest cause is a learning rate that is too high or too low"
                    + " (the setting 'learning rate', now "
                    + plan.learning().schedule().initial()
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
                + " Early in a run that may pass; a model that stays silent was mostly trained on"
                + " silence (are the notes much shorter than the setting 'crop'?) or has a learning rate that"
                + " is too high.",
            state.step,
            sample.wav()));
  }
}
