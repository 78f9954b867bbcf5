package dev.synth.train;

import java.util.Map;

/**
 * What a step was like.
 *
 * @param loss mean loss before it, in the task's unit
 * @param gradientNorm the mean gradient's norm before any clipping
 * @param more what else the log should say, by name
 */
public record Step(double loss, double gradientNorm, Map<String, Double> more) {
  /** A step of which there is no more to say. */
  public Step(double loss, double gradientNorm) {
    this(loss, gradientNorm, Map.of());
  }
}
