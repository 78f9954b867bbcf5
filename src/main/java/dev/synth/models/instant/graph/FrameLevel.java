package dev.synth.models.instant.graph;

import dev.synth.models.instant.ControlCoding;
import dev.synth.models.instant.InstantSpec;

/**
 * Takes the level of a frame out of its values: they are moved together, in dB, to where the mean
 * power of the frame's points is 1.
 */
final class FrameLevel {
  private static final double NEPERS = Math.log(10) / 10;

  private FrameLevel() {}

  /**
   * Moves the levels of a frame.
   *
   * @param values of which the frame's points begin at {@code row}
   * @param weights what each level of a point adds to its power
   * @param shares receives the share of the power that each value has
   */
  static void remove(double[] values, int row, double[] weights, double[] shares) {
    int count = InstantSpec.POINTS_PER_FRAME * weights.length;
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double weight = weights[i % weights.length];
      double share =
          weight == 0
              ? 0
              : weight
                  * Math.exp(
                      NEPERS
                          * (ControlCoding.MIDDLE_DB + ControlCoding.SCALE_DB * values[row + i]));
      shares[row + i] = share;
      sum += share;
    }
    double moved = Math.log(sum / InstantSpec.POINTS_PER_FRAME) / (NEPERS * ControlCoding.SCALE_DB);
    for (int i = 0; i < count; i++) {
      shares[row + i] /= sum;
      values[row + i] -= moved;
    }
  }

  /** Makes slopes of the moved values those of the values before, in place. */
  static void slopes(double[] slopes, int row, int count, double[] shares) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += slopes[row + i];
    }
    for (int i = 0; i < count; i++) {
      slopes[row + i] -= shares[row + i] * sum;
    }
  }
}
