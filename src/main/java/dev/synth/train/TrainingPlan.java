package dev.synth.train;

import dev.synth.kernel.ProductPrecision;
import dev.synth.model.ModelSpec;
import dev.synth.train.optim.Schedule;
import dev.synth.train.run.RunSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Everything that decides what a run learns but the notes. A run is resumed only under the same
 * plan; what may change on the way is in {@link RunPolicy}.
 *
 * @param preset the name the spec goes by
 * @param spec the model's sizes
 * @param seed of initial weights, held-out notes and crops
 * @param batches what a step learns from
 * @param learning how it learns
 * @param measuring how it is measured
 */
public record TrainingPlan(
    String preset,
    ModelSpec spec,
    long seed,
    BatchPlan batches,
    LearningPlan learning,
    MeasuringPlan measuring) {

  /** Checks that crops are whole frames of the spec's embeddings, where it has any. */
  public TrainingPlan {
    int crop = batches.cropSamples();
    spec.latent()
        .ifPresent(
            latent -> {
              int hop = latent.hopSamples();
              if (crop % hop != 0) {
                long nearest = hop * Math.max(1, Math.round((double) crop / hop));
                throw Settings.refused(
                    "crop", "whole frames of " + hop + " samples, such as " + nearest, crop);
              }
            });
  }

  /** Optimiser steps of the whole run. */
  public int steps() {
    return learning.schedule().steps();
  }

  /** Every setting by its name. */
  Map<String, Object> settings() {
    Schedule schedule = learning.schedule();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("preset", preset);
    settings.put(RunSettings.NETWORK, spec);
    if (schedule.shape() != Schedule.Shape.CONSTANT) { // else more steps change none before them
      settings.put("steps", schedule.steps());
    }
    settings.put("batch", batches.batch());
    settings.put("accumulate", batches.parts());
    settings.put("crop", batches.cropSamples());
    settings.put("schedule", schedule.shape().label());
    settings.put("learning-rate", schedule.initial());
    settings.put("warm-up", schedule.warmUpSteps());
    settings.put("clip", learning.clipNorm());
    settings.put("ema", learning.averageDecay());
    settings.put("input-noise", learning.inputNoise());
    if (learning.initialShare() > 0) { // runs of before had none
      settings.put("initial-share", learning.initialShare());
    }
    if (learning.precision() != ProductPrecision.FLOAT) { // runs of before had none
      settings.put(RunSettings.PRECISION, learning.precision().toString());
    }
    settings.put("held-out", measuring.heldOutShare());
    settings.put("held-out-instruments", measuring.heldOutInstruments());
    settings.put("evaluate-every", measuring.evaluateEvery());
    settings.put("patience", measuring.patience());
    settings.put("seed", seed);
    return settings;
  }
}
