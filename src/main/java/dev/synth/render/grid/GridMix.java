package dev.synth.render.grid;

import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingOps;
import dev.synth.latent.Interpolation;
import java.util.List;

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

  /**
   * The weights of the corners at a point; for {@link #SLERP}, those that straight lines would
   * have.
   *
   * @param corners 4 (top left, top right, bottom left, bottom right), or 2 (left, right)
   * @param x from 0, left, to 1
   * @param y from 0, top, to 1; 0 where there are 2 corners
   */
  public double[] weights(int corners, double x, double y) {
    double[] weights = new double[corners];
    double sum = 0;
    for (int i = 0; i < corners; i++) {
      double dx = Math.abs(i % 2 - x);
      double dy = Math.abs(i / 2 - y);
      weights[i] = this == DISTANCE ? Math.max(0, 1 - Math.hypot(dx, dy)) : (1 - dx) * (1 - dy);
      sum += weights[i];
    }
    for (int i = 0; i < corners; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  /** The mixture at a point, of as many frames as the shortest corner has. */
  public Embedding mix(List<Embedding> corners, double x, double y) {
    if (this != SLERP) {
      return EmbeddingOps.sum(corners, weights(corners.size(), x, y));
    }
    Interpolation.Mode slerp = Interpolation.Mode.SLERP;
    List<Embedding> even = Interpolation.matchFrames(corners);
    if (even.size() == 2) {
      return Interpolation.between(even.get(0), even.get(1), x, slerp);
    }
    Embedding left = Interpolation.between(even.get(0), even.get(2), y, slerp);
    Embedding right = Interpolation.between(even.get(1), even.get(3), y, slerp);
    return Interpolation.between(left, right, x, slerp);
  }
}
