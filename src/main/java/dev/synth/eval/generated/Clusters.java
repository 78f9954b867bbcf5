package dev.synth.eval.generated;

import java.util.Arrays;
import java.util.Random;

/**
 * Centres among points, each point being of the nearest: Lloyd's k-means from the start of Arthur
 * and Vassilvitskii 2007, "k-means++". The same seed finds the same.
 */
final class Clusters {
  private static final int MOST_ROUNDS = 100;

  private final float[][] centres;

  private Clusters(float[][] centres) {
    this.centres = centres;
  }

  /**
   * Clusters of points.
   *
   * @param points [points][dimensions]
   * @param count how many clusters, at most as many as points
   */
  static Clusters of(float[][] points, int count, long seed) {
    if (count < 1 || count > points.length) {
      throw new IllegalArgumentException(count + " clusters of " + points.length + " points");
    }
    float[][] centres = start(points, count, new Random(seed));
    Clusters clusters = new Clusters(centres);
    int[] of = new int[points.length];
    Arrays.fill(of, -1);
    boolean changed = true;
    for (int round = 0; changed && round < MOST_ROUNDS; round++) {
      changed = false;
      for (int i = 0; i < points.length; i++) {
        int nearest = clusters.nearest(points[i]);
        changed |= nearest != of[i];
        of[i] = nearest;
      }
      clusters.move(points, of);
    }
    return clusters;
  }

  /** Each centre a point, drawn in proportion to its squared distance to the nearest so far. */
  private static float[][] start(float[][] points, int count, Random random) {
    float[][] centres = new float[count][];
    double[] squares = new double[points.length];
    Arrays.fill(squares, 1);
    for (int c = 0; c < count; c++) {
      double left = random.nextDouble() * Arrays.stream(squares).sum();
      int chosen = -1;
      for (int i = 0; i < points.length && (chosen < 0 || left > 0); i++) {
        left -= squares[i];
        chosen = squares[i] > 0 || chosen < 0 ? i : chosen;
      }
      centres[c] = points[chosen].clone();
      for (int i = 0; i < points.length; i++) {
        double square = square(points[i], centres[c]);
        squares[i] = c == 0 ? square : Math.min(squares[i], square);
      }
    }
    return centres;
  }

  /** Moves each centre to the mean of its points; one without any stays. */
  private void move(float[][] points, int[] of) {
    double[][] sums = new double[centres.length][centres[0].length];
    int[] counts = new int[centres.length];
    for (int i = 0; i < points.length; i++) {
      counts[of[i]]++;
      for (int d = 0; d < points[i].length; d++) {
        sums[of[i]][d] += points[i][d];
      }
    }
    for (int c = 0; c < centres.length; c++) {
      for (int d = 0; d < sums[c].length && counts[c] > 0; d++) {
        centres[c][d] = (float) (sums[c][d] / counts[c]);
      }
    }
  }

  /** The number of the nearest centre; of several the first. */
  int nearest(float[] point) {
    int nearest = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < centres.length; c++) {
      double square = square(point, centres[c]);
      if (square < least) {
        least = square;
        nearest = c;
      }
    }
    return nearest;
  }

  /** How many points are nearest to each centre. */
  int[] counts(float[][] points) {
    int[] counts = new int[centres.length];
    for (float[] point : points) {
      counts[nearest(point)]++;
    }
    return counts;
  }

  private static double square(float[] a, float[] b) {
    // Four sums at once, since an addition waits for the one before.
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      float d0 = a[i] - b[i];
      float d1 = a[i + 1] - b[i + 1];
      float d2 = a[i + 2] - b[i + 2];
      float d3 = a[i + 3] - b[i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; i < a.length; i++) {
      s0 += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return (double) s0 + s1 + s2 + s3;
  }
}
