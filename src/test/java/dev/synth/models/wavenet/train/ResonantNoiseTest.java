package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResonantNoiseTest {
  private static final int SAMPLES = 200_000;

  @Test
  void errorsAreAsLargeAsAskedFor() {
    double[] errors = new ResonantNoise(0.9, 1).errors(SAMPLES, 0.05, new SplittableRandom(1));
    assertEquals(2 + SAMPLES, errors.length);
    double squares = 0;
    for (int t = 2; t < errors.length; t++) {
      squares += errors[t] * errors[t];
    }
    assertEquals(0.05, Math.sqrt(squares / SAMPLES), 1e-12);
  }

  /** What is not foreseen is white: its neighbours have nothing in common. */
  @Test
  void whatIsNotForeseenIsWhite() {
    ResonantNoise ringing = new ResonantNoise(0.95, 0.3);
    double[] errors = ringing.errors(SAMPLES, 0.05, new SplittableRandom(2));
    double[] fresh = new double[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      fresh[t] = errors[t + 2] - ringing.foreseen(errors[t + 1], errors[t]);
    }
    for (int lag = 1; lag < 4; lag++) {
      double together = 0;
      double energy = 0;
      for (int t = lag; t < SAMPLES; t++) {
        together += fresh[t] * fresh[t - lag];
        energy += fresh[t] * fresh[t];
      }
      // The correlation of n independent pairs deviates by 1/sqrt(n); five of these.
      assertEquals(0, together / energy, 5 / Math.sqrt(SAMPLES), "lag " + lag);
    }
  }

  @Test
  void theyRingAtFrequenciesFromLowToHigh() {
    double lowest = Math.PI;
    double highest = 0;
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 200; i++) {
      ResonantNoise ringing = ResonantNoise.random(random);
      assertTrue(ringing.radius() >= 0.8 && ringing.radius() <= 0.98, "radius " + ringing.radius());
      lowest = Math.min(lowest, ringing.phase());
      highest = Math.max(highest, ringing.phase());
    }
    assertTrue(lowest < 0.02, "lowest " + lowest);
    assertTrue(highest > 2, "highest " + highest);
  }
}
