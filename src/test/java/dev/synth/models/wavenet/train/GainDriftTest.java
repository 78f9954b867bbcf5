package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GainDriftTest {
  @Test
  void theLevelGoesUpAndDown() {
    GainDrift swell = new GainDrift(0.5, Math.PI / 1_000, 0);
    assertEquals(0, swell.nepers(0), 1e-12);
    assertEquals(0.5, swell.nepers(500), 1e-12);
    assertEquals(-0.5, swell.nepers(1_500), 1e-12);
  }

  @Test
  void itIsBothTooLoudAndTooSoftAndSeldomByMuch() {
    SplittableRandom random = new SplittableRandom(1);
    int trials = 2_000;
    double sum = 0;
    int much = 0;
    for (int i = 0; i < trials; i++) {
      double most = GainDrift.random(random).most();
      assertTrue(Math.abs(most) <= 2, "most " + most);
      sum += most;
      much += Math.abs(most) > 4.0 / 3 ? 1 : 0;
    }
    // Triangular: a deviation of 2/sqrt(6), and beyond two thirds of the most one in nine.
    assertEquals(0, sum / trials, 5 * 2 / Math.sqrt(6.0 * trials));
    assertEquals(trials / 9.0, much, 5 * Math.sqrt(trials * 8 / 81.0));
  }
}
