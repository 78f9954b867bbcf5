package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.Levels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CorruptedContextTest {
  private static final int SAMPLES = 20_000;
  private static final GainDrift LEVEL = new GainDrift(0, 0, 0);

  private static float[] tone() {
    float[] tone = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      tone[t] = (float) (0.2 * Math.sin(2 * Math.PI * 440 * t / 16_000));
    }
    return tone;
  }

  /** The largest distance of a sample from its decoded code: half a step, whose size is x's. */
  private static double halfStep(double x) {
    return (Math.abs(x) + 1 / 255.0) * (Math.exp(Math.log(256) / 128) - 1);
  }

  private static void assertSounds(double expected, byte code, String what) {
    double told = MuLaw.decode(code);
    assertEquals(Math.max(-1, Math.min(1, expected)), told, halfStep(told), what);
  }

  @Test
  void errorsAreHeardAndFifteenPercentLessThanIsForeseenOfThemIsWanted() {
    float[] clean = tone();
    ResonantNoise ringing = new ResonantNoise(0.95, 0.2);
    double[] errors = ringing.errors(SAMPLES, 0.1, new SplittableRandom(1));
    CorruptedContext noisy = CorruptedContext.of(clean, LEVEL, ringing, errors);
    for (int t = 0; t < SAMPLES; t++) {
      assertSounds(clean[t] + errors[2 + t], noisy.past()[t], "heard at " + t);
      double foreseen = 1.9 * Math.cos(0.2) * errors[1 + t] - 0.9025 * errors[t];
      assertSounds(clean[t] + 0.85 * foreseen, noisy.targets()[t], "wanted at " + t);
    }
  }

  @Test
  void aWrongLevelIsHeardAndALessWrongOneIsWanted() {
    float[] clean = tone();
    for (double nepers : new double[] {-1, 0.7}) {
      GainDrift swell = new GainDrift(nepers, 0, Math.PI / 2);
      CorruptedContext noisy =
          CorruptedContext.of(clean, swell, new ResonantNoise(0, 0), new double[2 + SAMPLES]);
      for (int t = 0; t < SAMPLES; t++) {
        assertSounds(Math.exp(nepers) * clean[t], noisy.past()[t], "heard at " + t);
        assertSounds(Math.exp(0.9 * nepers) * clean[t], noisy.targets()[t], "wanted at " + t);
      }
    }
  }

  /** One whose errors stay within a share of the crop's RMS, and one in five of any size. */
  @Test
  void errorsAreSmallAsARuleAndOfAnySizeAtTimes() {
    float[] silence = new float[256];
    int trials = 1_000;
    int audible = 0;
    int loud = 0;
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < trials; i++) {
      double rms = Levels.rms(MuLaw.decode(CorruptedContext.random(silence, 0.5, random).past()));
      audible += rms > 0 ? 1 : 0;
      loud += rms > 0.04 ? 1 : 0;
    }
    // Of 1,000 draws at 20 %: mean 200, deviation 13; half of them, in octaves, are loud.
    assertEquals(200, audible, 65);
    assertEquals(100, loud, 50);
  }

  @Test
  void theSameSeedGivesTheSame() {
    CorruptedContext first = CorruptedContext.random(tone(), 0.5, new SplittableRandom(4));
    CorruptedContext second = CorruptedContext.random(tone(), 0.5, new SplittableRandom(4));
    assertArrayEquals(first.past(), second.past());
    assertArrayEquals(first.targets(), second.targets());
  }

  @Test
  void aLoudSoundIsClamped() {
    float[] loud = new float[1_000];
    java.util.Arrays.fill(loud, 1f);
    ResonantNoise ringing = new ResonantNoise(0.9, 1);
    double[] errors = ringing.errors(1_000, 0.5, new SplittableRandom(6));
    int full = 0;
    for (byte code : CorruptedContext.of(loud, LEVEL, ringing, errors).past()) {
      full += code == 127 ? 1 : 0;
    }
    assertTrue(full > 300, full + " at full scale");
  }
}
