package dev.synth.models.instant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.testing.RandomModels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameFeaturesTest {
  private static final int PARTIALS = 64;
  private static final int GAPS = 16;

  private static float[] features(float[] sound, int first, int frames, double[] hz) {
    float[] features = new float[frames * FrameFeatures.COUNT];
    new FrameFeatures().write(sound, first, frames, hz, features, 0);
    return features;
  }

  private static double[] steady(double hz, int frames) {
    double[] all = new double[frames];
    Arrays.fill(all, hz);
    return all;
  }

  /** Partials of amplitude 0.2/k, without every third. */
  private static float[] tone(double hz) {
    float[] sound = new float[6 * 512];
    for (int k = 1; k * hz < 7600; k++) {
      for (int n = 0; k % 3 != 0 && n < sound.length; n++) {
        sound[n] += (float) (0.2 / k * Math.sin(2 * Math.PI * k * hz * n / 16_000 + k * k));
      }
    }
    return sound;
  }

  @Test
  void featuresOfAPieceAreThoseOfTheWhole() {
    float[] sound = RandomModels.values(new Random(2), 20 * 512, 0.1);
    for (double hz : new double[] {0, 130}) {
      float[] whole = features(sound, 0, 20, hz > 0 ? steady(hz, 20) : null);
      float[] part = features(sound, 7 * 512, 5, hz > 0 ? steady(hz, 5) : null);
      assertArrayEquals(
          Arrays.copyOfRange(whole, 7 * FrameFeatures.COUNT, 12 * FrameFeatures.COUNT), part);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {110, 227.3, 523.25, 1046.5, 3000})
  void levelsOfPartialsAreThoseOfTheSines(double hz) {
    float[] features = features(tone(hz), 0, 6, steady(hz, 6));
    int at = 3 * FrameFeatures.COUNT + FrameFeatures.BANDS;
    for (int k = 1; k <= PARTIALS; k++) {
      double level = features[at + k - 1];
      if (k * hz > 7600) {
        assertTrue(level < -70, "nothing at partial " + k + ", but " + level);
      } else if (k % 3 == 0) {
        assertTrue(level < 20 * Math.log10(0.2 / k) - 15, "no partial " + k + ", but " + level);
      } else {
        assertEquals(20 * Math.log10(0.2 / k), level, 1, "partial " + k);
      }
    }
  }

  @Test
  void gapsTellNoiseFromATone() {
    double hz = 262;
    float[] tone = tone(hz);
    float[] noise = RandomModels.values(new Random(3), tone.length, 0.05);
    float[] clean = features(tone, 0, 6, steady(hz, 6));
    for (int n = 0; n < tone.length; n++) {
      tone[n] += noise[n];
    }
    float[] noisy = features(tone, 0, 6, steady(hz, 6));
    double sum = 0;
    for (int g = 0; g < GAPS; g++) {
      double with = 0;
      double without = 0;
      for (int f = 1; f < 5; f++) {
        int at = f * FrameFeatures.COUNT + FrameFeatures.BANDS + PARTIALS + g;
        with += Math.pow(10, noisy[at] / 10) / 4;
        without += Math.pow(10, clean[at] / 10) / 4;
      }
      assertTrue(with > 10 * without, "gap " + g + ": " + with + " and " + without);
      sum += with / GAPS;
    }
    // White noise of variance v has 4 v Σw²/(Σw)² in a bin: 6 v/1024 under a Hann window.
    double power = 0;
    for (float value : noise) {
      power += (double) value * value / noise.length;
    }
    assertEquals(10 * Math.log10(6 * power / 1024), 10 * Math.log10(sum), 2);
  }

  @Test
  void withoutAPitchNothingIsSaidOfPartials() {
    float[] features = features(tone(220), 0, 6, null);
    for (int i = FrameFeatures.BANDS; i < FrameFeatures.COUNT; i++) {
      assertEquals(FrameFeatures.FLOOR_DB, features[3 * FrameFeatures.COUNT + i]);
    }
    float[] known = features(tone(220), 0, 6, steady(220, 6));
    assertArrayEquals(
        EncoderInputs.of(features, 6, Double.NaN), EncoderInputs.of(known, 6, Double.NaN));
  }

  /** At a high pitch, bands between the partials get the level of the partials next to them. */
  @Test
  void anEnvelopeHasNoGaps() {
    double pitch = 84;
    double hz = Pitch.hzOfMidi(pitch);
    float[] features = features(tone(hz), 0, 6, steady(hz, 6));
    float[] inputs = EncoderInputs.of(features, 6, pitch);
    float[] plain = EncoderInputs.of(features, 6, Double.NaN);
    int at = 3 * EncoderInputs.COUNT + FrameFeatures.COUNT;
    FrameFeatures places = new FrameFeatures();
    for (int b = 0; b < FrameFeatures.LONG_BANDS; b++) {
      int band = 3 * EncoderInputs.COUNT + b;
      assertEquals(plain[band], plain[at + b], "without a pitch");
      assertTrue(inputs[at + b] >= inputs[band]);
      if (places.bandHz(b) < 2.5 * hz) {
        assertTrue(inputs[at + b] > inputs[3 * EncoderInputs.COUNT] - 1, "band " + b);
      }
      if (places.bandHz(b) > 700 && places.bandHz(b) < 2400) {
        assertTrue(inputs[at + b] > 0.5, "band " + b + " is filled: " + inputs[at + b]);
      }
    }
  }
}
