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
 * @param inputNoise standard deviation, in mu-law codes, of the noise on what the decoder is told
 *     of the past while it trains; what it should say, and held-out crops, stay clean
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
    double inputNoise,
    double heldOutShare,
    int evaluateEvery,
    int saveEvery,
    long seed,
    int threads) {

  /** Checks what the command line cannot. */
  public TrainingPlan {
    if (cropSamples <= 0 || cropSamples % spec.hopSamples() != 0) {
      throw new IllegalArgumentException(
          "--crop must be whole frames of "
              + spec.hopSamples()
              + " samples, such as "
              + 12 * spec.hopSamples()
              + ", got "
              + cropSamples);
    }
    if (steps < 1 || batch < 1 || evaluateEvery < 1 || saveEvery < 1 || threads < 1) {
      throw new IllegalArgumentException(
          "--steps, --batch, --evaluate-every, --save-every and --threads must be at least 1");
    }
    if (!(heldOutShare >= 0 && heldOutShare <= 0.5)) {
      throw new IllegalArgumentException("--held-out must be from 0 to 0.5, got " + heldOutShare);
    }
    if (!(learningRate > 0 && learningRate <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "--learning-rate must be a number above 0, got " + learningRate);
    }
    if (!(inputNoise >= 0 && inputNoise <= 64)) {
      throw new IllegalArgumentException(
          "--input-noise must be from 0 to 64 codes, got " + inputNoise);
    }
  }
}
