package dev.synth.latent;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Points between embeddings: lines between two, grids between four. Frames are mixed one by one,
 * each as a vector of channels. Embeddings of unlike lengths are cut to the shortest first.
 */
public final class Interpolation {
  /** How two frames are mixed. */
  public enum Mode {
    /** Along the chord: (1 - t)·a + t·b. */
    LINEAR,
    /**
     * Along the arc at constant angular speed (Shoemake 1985, "Animating Rotation with Quaternion
     * Curves"): with w the angle between the frames, (sin((1 - t)w)·a + sin(tw)·b) / sin w. Frames
     * that are parallel, opposite or zero span no unique arc and are mixed linearly.
     */
    SLERP;

    /** In small letters, as it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Below this sine the arc cannot be distinguished from the chord, or not defined. */
  private static final double MIN_SINE = 1e-6;

  private Interpolation() {}

  /**
   * The point at {@code t} on the way from {@code a} to {@code b}; exactly {@code a} at 0 and
   * {@code b} at 1.
   *
   * @param t from 0 to 1
   * @return as many frames as the shorter of the two
   * @throws IllegalArgumentException if the channels differ or {@code t} is out of range
   */
  public static Embedding between(Embedding a, Embedding b, double t, Mode mode) {
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("t must be from 0 to 1, got " + t);
    }
    List<Embedding> matched = matchFrames(List.of(a, b));
    if (t == 0) {
      return matched.get(0);
    }
    if (t == 1) {
      return matched.get(1);
    }
    int frames = matched.get(0).frames();
    int channels = a.channels();
    float[] mixed = new float[frames * channels];
    for (int start = 0; start < mixed.length; start += channels) {
      mixFrame(a.values(), b.values(), start, channels, t, mode, mixed);
    }
    return new Embedding(frames, channels, mixed);
  }

  private static void mixFrame(
      float[] a, float[] b, int start, int channels, double t, Mode mode, float[] mixed) {
    double weightA = 1 - t;
    double weightB = t;
    if (mode == Mode.SLERP) {
      double dot = 0;
      double squareA = 0;
      double squareB = 0;
      for (int c = start; c < start + channels; c++) {
        dot += (double) a[c] * b[c];
        squareA += (double) a[c] * a[c];
        squareB += (double) b[c] * b[c];
      }
      double norms = Math.sqrt(squareA) * Math.sqrt(squareB);
      double cosine = norms == 0 ? 1 : Math.max(-1, Math.min(1, dot / norms));
      double sine = Math.sqrt((1 - cosine) * (1 + cosine));
      if (sine > MIN_SINE) {
        double angle = Math.acos(cosine);
        weightA = Math.sin((1 - t) * angle) / sine;
        weightB = Math.sin(t * angle) / sine;
      }
    }
    for (int c = start; c < start + channels; c++) {
      mixed[c] = (float) (weightA * a[c] + weightB * b[c]);
    }
  }

  /**
   * {@code steps} points from {@code a} to {@code b}, both ends among them, evenly spaced.
   *
   * @param steps at least 2
   * @throws IllegalArgumentException if there are fewer steps, or the channels differ
   */
  public static List<Embedding> line(Embedding a, Embedding b, int steps, Mode mode) {
    if (steps < 2) {
      throw new IllegalArgumentException("a line has at least 2 steps, its ends; got " + steps);
    }
    List<Embedding> points = new ArrayList<>(steps);
    for (int i = 0; i < steps; i++) {
      points.add(between(a, b, (double) i / (steps - 1), mode));
    }
    return points;
  }

  /**
   * The bilinear weights of the corners at a point.
   *
   * @param corners 4 (top left, top right, bottom left, bottom right), or 2 (left, right)
   * @param x from 0, left, to 1
   * @param y from 0, top, to 1; 0 where there are 2 corners
   */
  public static double[] weights(int corners, double x, double y) {
    double[] weights = new double[corners];
    for (int i = 0; i < corners; i++) {
      weights[i] = (i % 2 == 0 ? 1 - x : x) * (i < 2 ? 1 - y : y);
    }
    return weights;
  }

  /**
   * A point between two corners, or within the square of four: down the left and right edges, then
   * across. With whole x and y it is exactly a corner.
   *
   * <pre>
   *   A ── B
   *   │    │
   *   C ── D
   * </pre>
   *
   * @param corners 4 (top left, top right, bottom left, bottom right), or 2 (left, right)
   * @param x from 0, left, to 1
   * @param y from 0, top, to 1
   * @throws IllegalArgumentException if the channels differ
   */
  public static Embedding at(List<Embedding> corners, double x, double y, Mode mode) {
    List<Embedding> even = matchFrames(corners);
    if (even.size() == 2) {
      return between(even.get(0), even.get(1), x, mode);
    }
    Embedding left = between(even.get(0), even.get(2), y, mode);
    Embedding right = between(even.get(1), even.get(3), y, mode);
    return between(left, right, x, mode);
  }

  /**
   * The same embeddings, each cut to the frames of the shortest.
   *
   * @throws IllegalArgumentException if they are none, or their channels differ
   */
  public static List<Embedding> matchFrames(List<Embedding> embeddings) {
    if (embeddings.isEmpty()) {
      throw new IllegalArgumentException("no embeddings to match");
    }
    int channels = embeddings.get(0).channels();
    int frames = Integer.MAX_VALUE;
    for (Embedding e : embeddings) {
      if (e.channels() != channels) {
        throw new IllegalArgumentException(
            "embeddings of "
                + channels
                + " and of "
                + e.channels()
                + " channels cannot be mixed; they come from different models");
      }
      frames = Math.min(frames, e.frames());
    }
    List<Embedding> matched = new ArrayList<>(embeddings.size());
    for (Embedding e : embeddings) {
      matched.add(e.first(frames));
    }
    return matched;
  }
}
