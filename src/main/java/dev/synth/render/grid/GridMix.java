package dev.synth.render.grid;

import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingOps;
import dev.synth.latent.Interpolation;
import java.util.List;
import java.util.Locale;

/** How the points between the corners of a grid are mixed. */
public enum GridMix {
  /** Along straight lines: bilinear weights. */
  LINEAR,

  /** Along arcs, frame by frame: down the left and right edges, then across. */
  SLERP,

  /**
   * As Open NSynth Super's sounds were made: a corner's weight is 1 less its distance, in sides of
   * the square, at least 0, and the weights are divided by their sum.
   */
  DISTANCE;

  /** In small letters, as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The weights of the corners at a point; for {@link #SLERP}, those that straight lines would
   * have.
   *
   * @param corners 4 (top left, top right, bottom left, bottom right), or 2 (left, right)
   * @param x from 0, left, to 1
   * @param y from 0, top, to 1; 0 where there are 2 corners
   */
  public double[] weights(int corners, double x, double y) {
    if (this != DISTANCE) {
      return Interpolation.weights(corners, x, y);
    }
    double[] weights = new double[corners];
    double sum = 0;
    for (int i = 0; i < corners; i++) {
      weights[i] = Math.max(0, 1 - Math.hypot(i % 2 - x, i / 2 - y));
      sum += weights[i];
    }
    for (int i = 0; i < corners; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** The mixture at a point, of as many frames as the shortest corner has. */
  public Embedding mix(List<Embedding> corners, double x, double y) {
    return this == SLERP
        ? Interpolation.at(corners, x, y, Interpolation.Mode.SLERP)
        : EmbeddingOps.sum(corners, weights(corners.size(), x, y));
  }
}
