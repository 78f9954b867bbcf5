package dev.synth.eval.generated;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClustersTest {
  private static final int DIMENSIONS = 6;

  private static float[][] around(double[][] middles, int each, double spread, long seed) {
    Random random = new Random(seed);
    float[][] points = new float[middles.length * each][DIMENSIONS];
    for (int i = 0; i < points.length; i++) {
      for (int d = 0; d < DIMENSIONS; d++) {
        points[i][d] = (float) (middles[i % middles.length][d] + spread * random.nextGaussian());
      }
    }
    return points;
  }

  private static double[][] corners() {
    double[][] middles = new double[DIMENSIONS][DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      middles[i][i] = 10;
    }
    return middles;
  }

  @Test
  void heapsThatLieApartAreFoundWholeWhateverTheSeed() {
    float[][] points = around(corners(), 30, 0.1, 1);
    for (long seed = 0; seed < 20; seed++) {
      Clusters clusters = Clusters.of(points, DIMENSIONS, seed);
      int[] counts = clusters.counts(points);
      int[] all = new int[DIMENSIONS];
      Arrays.fill(all, 30);
      assertArrayEquals(all, counts, "seed " + seed);
      Set<Integer> numbers = new HashSet<>();
      for (int heap = 0; heap < DIMENSIONS; heap++) {
        int number = clusters.nearest(points[heap]);
        numbers.add(number);
        for (int i = heap; i < points.length; i += DIMENSIONS) {
          assertEquals(number, clusters.nearest(points[i]));
        }
      }
      assertEquals(DIMENSIONS, numbers.size());
    }
  }

  @Test
  void theSameSeedFindsTheSameAndEqualPointsAreNoTrap() {
    float[][] points = around(new double[1][DIMENSIONS], 200, 1, 2);
    assertArrayEquals(
        Clusters.of(points, 9, 5).counts(points), Clusters.of(points, 9, 5).counts(points));
    float[][] equal = new float[7][3];
    assertEquals(7, Arrays.stream(Clusters.of(equal, 4, 1).counts(equal)).sum());
    assertThrows(IllegalArgumentException.class, () -> Clusters.of(equal, 8, 1));
  }

  @Test
  void oneHalfOfTheDataHasATwentiethOfTheBinsDifferent() {
    // A test at 5 % of 40 bins, 30 times: 60 of 1200 are expected, with a deviation below
    // √(1200 · 0.05 · 0.95) = 7.5. The half that made the bins fits them a little better, and
    // counts are whole numbers; so twice 5 % at the most, and not nothing.
    int bins = 40;
    int different = 0;
    int moved = 0;
    for (long seed = 0; seed < 30; seed++) {
      float[][] data = around(new double[1][DIMENSIONS], 2000, 1, seed);
      float[][] same = around(new double[1][DIMENSIONS], 2000, 1, 1000 + seed);
      double[][] aside = new double[1][DIMENSIONS];
      aside[0][0] = 1;
      float[][] other = around(aside, 2000, 1, 2000 + seed);
      Clusters clusters = Clusters.of(data, bins, seed);
      int[] counts = clusters.counts(data);
      different += DifferentBins.of(counts, clusters.counts(same)).different();
      moved += DifferentBins.of(counts, clusters.counts(other)).different();
    }
    double share = (double) different / (30 * bins);
    assertTrue(share > 0.02 && share < 0.1, "share " + share);
    assertTrue(moved > 0.5 * 30 * bins, moved + " bins of what is moved by one deviation");
  }

  @Test
  void theDivergenceIsThatOfTheShares() {
    DifferentBins same = DifferentBins.of(new int[] {10, 20, 30}, new int[] {1, 2, 3});
    assertEquals(0, same.different());
    assertEquals(0, same.divergence(), 1e-12);
    DifferentBins apart = DifferentBins.of(new int[] {50, 50, 0, 0}, new int[] {0, 0, 50, 50});
    assertEquals(4, apart.different());
    assertEquals(1, apart.divergence(), 1e-12);
    // p = (1, 0), q = (½, ½): ½ (log2 4/3) + ½ (½ log2 2/3 + ½ log2 2) = 0.311278 bits
    DifferentBins half = DifferentBins.of(new int[] {100, 0}, new int[] {50, 50});
    assertEquals(0.3112781, half.divergence(), 1e-6);
  }

  @Test
  void aBinIsDifferentFromTheBoundOfTheTestOn() {
    // Both of 1000: 100 against 128 is z = 0.028 / √(0.114 · 0.886 · 0.002) = 1.970; 127 is 1.904.
    assertEquals(2, DifferentBins.of(new int[] {100, 900}, new int[] {128, 872}).different());
    assertEquals(0, DifferentBins.of(new int[] {100, 900}, new int[] {127, 873}).different());
  }
}
