package dev.synth.train;

import dev.synth.wavenet.WaveNetSpec;

/**
 * Everything that decides a training run but the notes.
 *
 * @param preset the name the spec goes by
 * @param spec the network
 * @param steps optimiser steps
 * @param batch crops a step
 * @param cropSamples samples a crop, whole frames
 * @param learningRate Adam's step size at the start
 * @param heldOutShare share of the notes never trained on, 0 to 0.5
 * @param evaluateEvery steps between measurements on held-out crops
 * @param saveEvery steps between saves
 * @param seed of initial weights, held-out notes and crops
 * @param threads threads for element-wise work
 */
public record TrainingPlan(
    String preset,
    WaveNetSpec spec,
    int steps,
    int batch,
    int cropSamples,
    double learningRate,
    double heldOutShare,
    int evaluateEvery,
    int saveEvery,
    long seed,
    int threads) {

  /** Checks what the command line cannot. */
  public TrainingPlan {
    if (cropSamples <= 0 || cropSamples % spec.hopSamples() != 0) {
      throw new IllegalArgumentException(
          "a crop must be whole frames of "
              + spec.hopSamples()
              + " samples, got "
              + cropSamples
              + " samples");
    }
    if (steps < 1 || batch < 1 || evaluateEvery < 1 || saveEvery < 1 || threads < 1) {
      throw new IllegalArgumentException("steps, batch, intervals and threads must be at least 1");
    }
    if (!(heldOutShare >= 0 && heldOutShare <= 0.5)) {
      throw new IllegalArgumentException(
          "the held-out share must be from 0 to 0.5, got " + heldOutShare);
    }
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException("the learning rate must be positive");
    }
  }
}
