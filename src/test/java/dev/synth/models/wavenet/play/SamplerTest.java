package dev.synth.models.wavenet.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.WorkFailedException;
import dev.synth.testing.RandomModels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerTest {
  private static final long SEED = 20260504L;

  /** The largest double nextDouble can return. */
  private static final double LAST = Math.nextDown(1.0);

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2})
  void frequenciesAreThoseOfSoftmax(double temperature) {
    int classes = 16;
    int draws = 200_000;
    float[] logits = RandomModels.values(new Random(SEED), 3 + classes, 1);
    Sampler sampler = new Sampler(classes, temperature, SEED);
    int[] counts = new int[classes];
    for (int i = 0; i < draws; i++) {
      counts[sampler.label(logits, 3, false)]++;
    }
    double[] weights = new double[classes];
    for (int c = 0; c < classes; c++) {
      weights[c] = Math.exp(logits[3 + c] / temperature);
    }
    double largest = Arrays.stream(weights).max().orElseThrow();
    double total = Arrays.stream(weights).filter(w -> w >= 0.01 * largest).sum();
    double chiSquare = 0;
    for (int c = 0; c < classes; c++) {
      if (weights[c] < 0.01 * largest) {
        assertEquals(0, counts[c], "class " + c);
      } else {
        double expected = draws * weights[c] / total;
        chiSquare += (counts[c] - expected) * (counts[c] - expected) / expected;
      }
    }
    // The 99.99 % point of chi-square with 15 degrees of freedom; fewer have a lower one.
    assertTrue(chiSquare < 44.26, chiSquare + " seed " + SEED);
  }

  @Test
  void theUnlikelyIsNeverDrawn() {
    // On either side of a hundredth of the likeliest.
    float[] logits = {(float) Math.log(0.0099), 0, (float) Math.log(0.0101)};
    Sampler sampler = new Sampler(3, 1, SEED);
    int[] counts = new int[3];
    int draws = 200_000;
    for (int i = 0; i < draws; i++) {
      counts[sampler.label(logits, 0, false)]++;
    }
    assertEquals(0, counts[0]);
    double probability = 0.0101 / 1.0101;
    double deviation = Math.sqrt(draws * probability * (1 - probability));
    assertEquals(draws * probability, counts[2], 4 * deviation, "seed " + SEED);
  }

  @Test
  void temperatureZeroTakesTheFirstOfTheLargest() {
    Sampler sampler = new Sampler(5, 0, SEED);
    assertEquals(1, sampler.label(new float[] {-3, 2, 1, 2, 2}, 0, false));
    assertEquals(0, sampler.label(new float[5], 0, false));
    assertEquals(4, sampler.label(new float[] {9, -5, -4, -3, -2, -1}, 1, false));
  }

  @Test
  void aTinyTemperatureIsAlmostZero() {
    for (double temperature : new double[] {1e-3, 1e-300, Double.MIN_VALUE}) {
      Sampler sampler = new Sampler(3, temperature, SEED);
      for (int i = 0; i < 100; i++) {
        assertEquals(2, sampler.label(new float[] {0, 1, 2}, 0, false));
      }
    }
  }

  /**
   * Of two classes whose odds are e, the less likely one comes 1 time in 1 + e at temperature 1.
   */
  @Test
  void inSilenceNothingIsSharpened() {
    float[] logits = {1, 0};
    int draws = 100_000;
    for (double temperature : new double[] {0, 0.1, 1, 2}) {
      Sampler sampler = new Sampler(2, temperature, SEED);
      int other = 0;
      for (int i = 0; i < draws; i++) {
        other += sampler.label(logits, 0, true);
      }
      double p = temperature == 0 ? 0 : 1 / (1 + Math.exp(1 / Math.max(1, temperature)));
      assertEquals(draws * p, other, 5 * Math.sqrt(draws * p * (1 - p)), "at " + temperature);
    }
    Sampler loud = new Sampler(2, 0.1, SEED);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(0, loud.label(logits, 0, false));
    }
  }

  @Test
  void theDistributionHasNoEndToFallOff() {
    float[][] adversaries = {
      new float[256],
      filled(-1e-8f, 255, 0),
      filled(-30, 0, 0),
      filled(-40, 128, 0),
      filled(-1e30f, 7, 1e30f),
      filled(-Float.MAX_VALUE, 200, Float.MAX_VALUE),
      RandomModels.values(new Random(SEED), 256, 20),
    };
    for (float[] logits : adversaries) {
      float largest = Float.NEGATIVE_INFINITY;
      for (float logit : logits) {
        largest = Math.max(largest, logit);
      }
      for (double uniform : new double[] {0, Double.MIN_VALUE, 0.5, LAST, 1, 1 + 1e-9}) {
        int label = new Sampler(256, 1, SEED).draw(logits, 0, largest, 1, uniform);
        assertTrue(label >= 0 && label < 256);
        assertTrue(Math.exp((double) logits[label] - largest) > 0, "label " + label);
      }
    }
  }

  private static float[] filled(float value, int except, float there) {
    float[] logits = new float[256];
    Arrays.fill(logits, value);
    logits[except] = there;
    return logits;
  }

  @Test
  void theEdgesOfTheDrawAreTheFirstAndLastLabels() {
    Sampler sampler = new Sampler(4, 1, SEED);
    assertEquals(0, sampler.draw(new float[4], 0, 0, 1, 0));
    assertEquals(1, sampler.draw(new float[4], 0, 0, 1, 0.25));
    assertEquals(0, sampler.draw(new float[4], 0, 0, 1, Math.nextDown(0.25)));
    assertEquals(3, sampler.draw(new float[4], 0, 0, 1, LAST));
  }

  @Test
  void theSeedDecides() {
    float[] logits = new float[256];
    Sampler first = new Sampler(256, 1, 1);
    Sampler again = new Sampler(256, 1, 1);
    Sampler other = new Sampler(256, 1, 2);
    int different = 0;
    for (int i = 0; i < 100; i++) {
      int label = first.label(logits, 0, false);
      assertEquals(label, again.label(logits, 0, false));
      different += label == other.label(logits, 0, false) ? 0 : 1;
    }
    assertTrue(different > 80);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void whatIsNoNumberIsRefused(float broken) {
    for (double temperature : new double[] {0, 1}) {
      Sampler sampler = new Sampler(3, temperature, SEED);
      assertThrows(
          WorkFailedException.class, () -> sampler.label(new float[] {0, broken, 1}, 0, false));
    }
  }
}
