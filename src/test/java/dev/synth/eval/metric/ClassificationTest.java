package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationTest {
  private final Random random = new Random(1);
  private final int[] labels = new int[120];

  /** Notes of three classes about corners of a triangle, this far apart. */
  private double[][] clusters(double apart) {
    double[][] features = new double[labels.length][3];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = 10 * (i % 3);
      for (int j = 0; j < 3; j++) {
        features[i][j] = random.nextGaussian() + (i % 3 == j ? apart : 0);
      }
    }
    return Features.standardised(features);
  }

  @Test
  void clustersAreToldApart() {
    double[][] far = clusters(20);
    assertEquals(1, Classification.nearestNeighbours(far, labels));
    assertEquals(1, Classification.linear(far, labels, 1));
    assertEquals(1 / 3.0, Classification.chance(labels), 1e-12);
  }

  @Test
  void whatTellsNothingIsGuessed() {
    double[][] none = clusters(0);
    assertEquals(1 / 3.0, Classification.nearestNeighbours(none, labels), 0.15);
    assertEquals(1 / 3.0, Classification.linear(none, labels, 1), 0.15);
  }

  @Test
  void aRingAboutAHeapIsNeighboursButNoPlane() {
    double[][] features = new double[labels.length][2];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 2;
      double angle = i;
      double radius = i % 2 == 0 ? 5 : 0.5;
      features[i] = new double[] {radius * Math.cos(angle), radius * Math.sin(angle)};
    }
    assertEquals(1, Classification.nearestNeighbours(features, labels));
    assertTrue(Classification.linear(features, labels, 1) < 0.75);
  }

  @Test
  void featuresAreMeansAndDeviations() {
    float[][] frames = {{1, 5}, {3, 5}};
    assertArrayEquals(new double[] {2, 5, 1, 0}, Features.of(frames), 1e-9);
    double[][] standard = Features.standardised(new double[][] {{1, 7}, {3, 7}});
    assertArrayEquals(new double[] {-1, 0}, standard[0], 1e-9);
    assertArrayEquals(new double[] {1, 0}, standard[1], 1e-9);
  }

  @Test
  void tooFewNotesHaveNoFigure() {
    assertTrue(Double.isNaN(Classification.linear(new double[9][2], new int[9], 1)));
    assertTrue(Double.isNaN(Classification.nearestNeighbours(new double[9][2], new int[9])));
  }

  @Test
  void theFirstComponentIsTheWidestDirection() {
    double[][] features = new double[200][3];
    for (double[] note : features) {
      double along = 10 * random.nextGaussian();
      note[0] = along + random.nextGaussian() * 0.1;
      note[1] = 2 * along;
      note[2] = random.nextGaussian();
    }
    double[][] plane = Projection.plane(features);
    for (int i = 0; i < features.length; i++) {
      double along = (features[i][0] + 2 * features[i][1]) / Math.sqrt(5);
      assertEquals(Math.abs(along), Math.abs(plane[0][i]), 0.5);
      assertEquals(Math.abs(features[i][2]), Math.abs(plane[1][i]), 0.5);
    }
  }
}
