package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.SampleLoop;
import dev.synth.testing.Tones;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SustainLoopTest {
  private static final int RATE_HZ = Tones.RATE_HZ;

  /**
   * Eight harmonics with an attack of 30 ms and a release of 0.2 s.
   *
   * @param phase of the fundamental, in periods, at a time in seconds
   * @param gain at a time in seconds
   */
  private static float[] note(
      double seconds, int rateHz, DoubleUnaryOperator phase, DoubleUnaryOperator gain) {
    float[] samples = new float[(int) (seconds * rateHz)];
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / rateHz;
      double envelope = Math.min(1, t / 0.03) * Math.min(1, (seconds - t) / 0.2);
      for (int k = 1; k <= 8; k++) {
        samples[i] +=
            (float) (0.2 / k * envelope * Math.sin(2 * Math.PI * k * phase.applyAsDouble(t) + k));
      }
      samples[i] *= (float) gain.applyAsDouble(t);
    }
    return samples;
  }

  private static float[] steady(double hz, double seconds, int rateHz) {
    return note(seconds, rateHz, t -> hz * t, t -> 1);
  }

  private static float[] repeated(float[] samples, SampleLoop loop, int times) {
    float[] all = new float[loop.from() + times * loop.samples()];
    System.arraycopy(samples, 0, all, 0, loop.from());
    for (int i = 0; i < times; i++) {
      System.arraycopy(samples, loop.from(), all, loop.from() + i * loop.samples(), loop.samples());
    }
    return all;
  }

  /** The largest second difference of a stretch: what a click is seen by. */
  private static double bend(float[] x, int from, int to) {
    double most = 0;
    for (int i = from; i < to; i++) {
      most = Math.max(most, Math.abs(x[i - 1] - 2.0 * x[i] + x[i + 1]));
    }
    return most;
  }

  /** Twenty repeats have no larger a bend at any seam than the note has elsewhere. */
  private static void assertNoClick(float[] samples, SustainLoop found) {
    float[] looped = found.crossfade(samples);
    SampleLoop loop = found.loop();
    float[] all = repeated(looped, loop, 20);
    double usual = bend(samples, loop.from(), loop.to());
    for (int i = 1; i < 20; i++) {
      int seam = loop.from() + i * loop.samples();
      assertTrue(bend(all, seam - 3, seam + 3) <= 1.02 * usual, "a click at seam " + i);
    }
    assertTrue(samples[loop.from() - 1] < 0 && samples[loop.from()] >= 0, "rises at the start");
    assertTrue(samples[loop.to() - 1] < 0 && samples[loop.to()] >= 0, "rises at the end");
  }

  @Test
  void aSteadyToneIsLoopedOverWholePeriods() {
    for (double hz : new double[] {32.7, 110, 440, 1046.5, 2093}) {
      for (int rateHz : new int[] {16_000, 44_100}) {
        float[] samples = steady(hz, 2, rateHz);
        SustainLoop found = SustainLoop.find(samples, rateHz, hz).orElseThrow();
        double periods = found.loop().samples() * hz / rateHz;
        double off = Math.abs(periods - Math.rint(periods)) * rateHz / hz;
        assertTrue(off <= 0.5, hz + " Hz: " + off + " samples off whole periods");
        assertTrue(periods >= 9.99 && found.loop().samples() >= rateHz / 2, "it could be longer");
        assertTrue(found.difference() <= 0.02, hz + " Hz: " + found);
        assertNoClick(samples, found);
      }
    }
  }

  /**
   * 16,000 Hz are 160 samples of 100 Hz: all periods are alike, and a crossfade changes nothing.
   */
  @Test
  void wholePeriodsOfWholeSamplesAreExact() {
    float[] samples = steady(100, 1.5, RATE_HZ);
    SustainLoop found = SustainLoop.find(samples, RATE_HZ, 100).orElseThrow();
    assertEquals(0, found.loop().samples() % 160);
    assertEquals(0, found.difference(), 1e-9);
    // Another pitch than it has, by a fifth of a semitone, changes nothing.
    assertEquals(found, SustainLoop.find(samples, RATE_HZ, 101.2).orElseThrow());
  }

  /** 5 Hz by 25 cents: the phase goes round by hz · depth / 5 Hz / (2 pi). */
  @Test
  void vibratoIsLoopedOverItsOwnPeriods() {
    double depth = Math.pow(2, 25 / 1200.0) - 1;
    float[] samples =
        note(
            3,
            RATE_HZ,
            t -> 440 * (t - depth / (2 * Math.PI * 5) * Math.cos(2 * Math.PI * 5 * t)),
            t -> 1);
    SustainLoop found = SustainLoop.find(samples, RATE_HZ, 440).orElseThrow();
    double cycles = found.loop().samples() * 5.0 / RATE_HZ;
    assertEquals(Math.rint(cycles), cycles, 0.04, found.toString());
    assertNoClick(samples, found);
  }

  /** With 2 % of noise no two periods are equal; the crossfade hides that. */
  @Test
  void aCrossfadeMakesAnUnevenSeamEven() {
    float[] samples = Tones.plus(steady(220, 2, RATE_HZ), Tones.noise(0.004, 2 * RATE_HZ, 3));
    SustainLoop found = SustainLoop.find(samples, RATE_HZ, 220).orElseThrow();
    assertTrue(found.difference() > 1e-4 && found.difference() < 0.02, found.toString());
    assertNoClick(samples, found);
    SampleLoop loop = found.loop();
    float[] faded = found.crossfade(samples);
    assertEquals(samples[loop.from() - 1], faded[loop.last()], "goes on as it began");
    for (int i = 0; i < samples.length; i++) {
      boolean inFade = i >= loop.to() - found.fadeSamples() && i < loop.to();
      assertTrue(inFade || faded[i] == samples[i], "sample " + i + " is none of the crossfade's");
    }
  }

  @Test
  void whatDiesAwayOrSwellsHasNoLoop() {
    for (double dbPerSecond : new double[] {3, 10, 60}) {
      float[] samples = note(3, RATE_HZ, t -> 220 * t, t -> Math.pow(10, -dbPerSecond * t / 20));
      assertEquals(
          Optional.empty(), SustainLoop.find(samples, RATE_HZ, 220), dbPerSecond + " dB a second");
    }
    assertEquals(
        Optional.empty(), SustainLoop.find(Tones.pluck(220, 2 * RATE_HZ), RATE_HZ, 220), "a pluck");
    float[] swell = note(3, RATE_HZ, t -> 220 * t, t -> Math.pow(10, (t - 3) * 6 / 20));
    assertEquals(Optional.empty(), SustainLoop.find(swell, RATE_HZ, 220), "6 dB a second up");
  }

  @Test
  void noiseSilenceAndShortNotesHaveNoLoop() {
    float[] noise = Tones.noise(0.1, 2 * RATE_HZ, 1);
    assertEquals(Optional.empty(), SustainLoop.find(noise, RATE_HZ, 440));
    float[] dull = noise.clone();
    for (int i = 1; i < dull.length; i++) {
      dull[i] = 0.98f * dull[i - 1] + 0.1f * noise[i];
    }
    assertEquals(Optional.empty(), SustainLoop.find(dull, RATE_HZ, 440), "dull noise");
    assertEquals(Optional.empty(), SustainLoop.find(new float[RATE_HZ], RATE_HZ, 440), "silence");
    assertEquals(Optional.empty(), SustainLoop.find(new float[1], RATE_HZ, 440), "a sample");
    float[] brief = steady(440, 0.4, RATE_HZ);
    assertEquals(Optional.empty(), SustainLoop.find(brief, RATE_HZ, 440), "0.4 s");
    float[] walk = new float[2 * RATE_HZ];
    Random random = new Random(4);
    double[] phase = {0};
    for (int i = 0; i < walk.length; i++) {
      phase[0] += (220 + 60 * Math.sin(i / 900.0 + random.nextGaussian())) / RATE_HZ;
      walk[i] = (float) (0.2 * Math.sin(2 * Math.PI * phase[0]));
    }
    SustainLoop.find(walk, RATE_HZ, 220).ifPresent(found -> assertNoClick(walk, found));
  }
}
