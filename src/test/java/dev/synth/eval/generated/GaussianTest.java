package dev.synth.eval.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GaussianTest {
  /** Points whose mean is {@code mean}, and whose covariance is diagonal, exactly. */
  private static float[][] cross(double[] mean, double[] variances) {
    int size = mean.length;
    float[][] points = new float[2 * size][size];
    for (int i = 0; i < size; i++) {
      double step = Math.sqrt(variances[i] * (2 * size - 1) / 2);
      for (int d = 0; d < size; d++) {
        points[2 * i][d] = (float) (mean[d] + (d == i ? step : 0));
        points[2 * i + 1][d] = (float) (mean[d] - (d == i ? step : 0));
      }
    }
    return points;
  }

  private static float[][] turned(float[][] points, double angle) {
    float[][] result = new float[points.length][2];
    for (int i = 0; i < points.length; i++) {
      result[i][0] = (float) (Math.cos(angle) * points[i][0] - Math.sin(angle) * points[i][1]);
      result[i][1] = (float) (Math.sin(angle) * points[i][0] + Math.cos(angle) * points[i][1]);
    }
    return result;
  }

  @Test
  void aSetIsNotFarFromItself() {
    Random random = new Random(3);
    float[][] points = new float[50][20];
    float[][] others = new float[50][20];
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < points[i].length; d++) {
        points[i][d] = (float) (d * random.nextGaussian());
        others[i][d] = (float) (d * random.nextGaussian());
      }
    }
    Gaussian all = Gaussian.of(points);
    // Σ d² = 2470; roots of eigenvalues are exact to √ε of their size at the worst.
    assertEquals(0, all.frechet(all), 1e-6);
    Gaussian other = Gaussian.of(others);
    assertTrue(all.frechet(other) > 1);
    assertEquals(all.frechet(other), other.frechet(all), 1e-6);
  }

  @Test
  void aSetOfFewerNotesThanFeaturesIsNotFarFromItselfEither() {
    Random random = new Random(4);
    float[][] points = new float[5][20];
    for (float[] point : points) {
      for (int d = 0; d < point.length; d++) {
        point[d] = (float) random.nextGaussian();
      }
    }
    Gaussian all = Gaussian.of(points);
    // 16 eigenvalues are 0 up to rounding, ε · 20: their roots are below 1e-7 each.
    assertEquals(0, all.frechet(all), 1e-5);
  }

  @Test
  void diagonalOnesHaveTheClosedForm() {
    double[] a = {1, 4, 9};
    double[] b = {4, 4, 1};
    float[][] one = cross(new double[] {0, 0, 0}, a);
    float[][] other = cross(new double[] {3, 0, 4}, b);
    // 25 + (1 - 2)² + 0 + (3 - 1)²; floats hold the points to 6e-8 of some 5.
    assertEquals(30, Gaussian.of(one).frechet(Gaussian.of(other)), 1e-5);
  }

  @Test
  void turnedOnesHaveTheClosedFormOfTwoByTwo() {
    double[] mean = {0, 0};
    float[][] one = cross(mean, new double[] {9, 1});
    float[][] other = turned(cross(mean, new double[] {4, 1}), Math.PI / 6);
    // tr (AB)^½ = √(tr AB + 2 √det AB); A = diag(9, 1), B has 3.25 and 1.75 on its diagonal.
    double root = Math.sqrt(9 * 3.25 + 1.75 + 2 * Math.sqrt(9 * 4));
    assertEquals(10 + 5 - 2 * root, Gaussian.of(one).frechet(Gaussian.of(other)), 1e-5);
  }
}
