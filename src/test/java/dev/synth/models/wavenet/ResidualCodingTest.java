package dev.synth.models.wavenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.MuLaw;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResidualCodingTest {
  private static final ResidualCoding PLAIN = new ResidualCoding(WaveNetPresets.nsynth());
  private static final ResidualCoding PREDICTING = new ResidualCoding(WaveNetPresets.small());

  @Test
  void withoutPredictionClassesAreMuLawLabels() {
    byte[] codes = new byte[256];
    new Random(1).nextBytes(codes);
    int[] labels = new int[256];
    for (int t = 0; t < codes.length; t++) {
      labels[t] = MuLaw.label(codes[t]);
    }
    assertArrayEquals(labels, PLAIN.labels(codes, new byte[256]));
  }

  @Test
  void everyCodeHasOneClassAfterAnyPast() {
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      int newest = random.nextInt(256) - 128;
      int before = random.nextInt(256) - 128;
      boolean[] seen = new boolean[256];
      for (int code = -128; code < 128; code++) {
        int label = PREDICTING.label(code, newest, before);
        assertEquals(code, PREDICTING.code(label, newest, before));
        seen[label] = true;
      }
      for (boolean one : seen) {
        assertTrue(one);
      }
    }
  }

  @Test
  void aSmallStepBeyondFullScaleIsPlayedAtFullScale() {
    for (int end : new int[] {-128, 127}) {
      int up = end < 0 ? -1 : 1;
      // The prediction from a steady end is near it: 0.95 of full scale.
      int predicted = PREDICTING.played(128, end, end);
      int room = Math.abs(end - predicted);
      assertTrue(room < 3, "predicted " + predicted);
      for (int step = 0; step <= 32; step++) {
        int expected = predicted + up * Math.min(step, room);
        assertEquals(expected, PREDICTING.played(128 + up * step, end, end), "step " + step);
      }
      // A leap to the other end is one still.
      int leap = PREDICTING.label(-up * 80, end, end);
      assertEquals(-up * 80, PREDICTING.played(leap, end, end));
    }
    assertEquals(PREDICTING.code(140, 30, 20), PREDICTING.played(140, 30, 20));
    assertEquals(-120, PLAIN.played(8, 127, 127));
  }

  @Test
  void theMiddleClassIsThePrediction() {
    for (float newest : new float[] {0, 0.3f, -0.01f}) {
      for (float before : new float[] {0, 0.25f, -0.4f}) {
        int a = MuLaw.encode(newest);
        int b = MuLaw.encode(before);
        int expected = MuLaw.encode(1.8f * MuLaw.decode(a) - 0.85f * MuLaw.decode(b));
        assertEquals(expected, PREDICTING.code(128, a, b));
      }
    }
  }

  @Test
  void theFirstSampleIsPredictedFromSilence() {
    byte[] codes = {5, 7, 9};
    int[] labels = PREDICTING.labels(codes, codes);
    assertEquals(MuLaw.label(5), labels[0]);
    assertEquals(PREDICTING.label(7, 5, 0), labels[1]);
    assertEquals(PREDICTING.label(9, 7, 5), labels[2]);
  }

  @Test
  void theNoisyPastIsWhatIsPredictedFrom() {
    byte[] codes = {1, 2, 3};
    byte[] past = {40, 50, 60};
    assertEquals(PREDICTING.label(3, 50, 40), PREDICTING.labels(codes, past)[2]);
  }

  /** A tone's classes are far fewer than its codes: most lie near the middle. */
  @Test
  void aToneIsMostlyPredicted() {
    float[] tone = new float[4_000];
    for (int t = 0; t < tone.length; t++) {
      tone[t] = (float) (0.5 * Math.sin(2 * Math.PI * 220 * t / 16_000));
    }
    byte[] codes = MuLaw.encode(tone);
    int near = 0;
    for (int label : PREDICTING.labels(codes, codes)) {
      near += Math.abs(label - 128) <= 16 ? 1 : 0;
    }
    assertTrue(near > 0.8 * tone.length, near + " of " + tone.length);
  }
}
