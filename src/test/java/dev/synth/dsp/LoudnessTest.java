package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LoudnessTest {
  private static float[] sine(double hz, double amplitude, double seconds, int rateHz) {
    float[] samples = new float[(int) (seconds * rateHz)];
    for (int t = 0; t < samples.length; t++) {
      samples[t] = (float) (amplitude * Math.sin(2 * Math.PI * hz * t / rateHz));
    }
    return samples;
  }

  /** The recommendation's own calibration: 997 Hz at full scale in one channel is -3.01 LUFS. */
  @Test
  void theCalibrationToneHasItsLevelAtAnyRate() {
    for (int rateHz : new int[] {16_000, 44_100, 48_000}) {
      assertEquals(-3.01, Loudness.lufs(sine(997, 1, 5, rateHz), rateHz, 1), 0.05, rateHz + " Hz");
      // EBU Tech 3341, case 1: stereo, 1000 Hz, -23 dBFS, is -23 LUFS.
      float[] quiet = sine(1000, Math.pow(10, -23 / 20.0), 20, rateHz);
      assertEquals(-23, Loudness.lufs(quiet, rateHz, 2), 0.1, rateHz + " Hz");
    }
  }

  /** EBU Tech 3341, case 3: what is 13 LU below the rest falls to the relative gate. */
  @Test
  void quietPartsAreGated() {
    float[] loud = sine(1000, Math.pow(10, -23 / 20.0), 60, 16_000);
    float[] quiet = sine(1000, Math.pow(10, -36 / 20.0), 10, 16_000);
    float[] all = new float[loud.length + 2 * quiet.length];
    System.arraycopy(quiet, 0, all, 0, quiet.length);
    System.arraycopy(loud, 0, all, quiet.length, loud.length);
    System.arraycopy(quiet, 0, all, quiet.length + loud.length, quiet.length);
    assertEquals(-23, Loudness.lufs(all, 16_000, 2), 0.1);
  }

  /**
   * Bass counts less and treble more: at 25 Hz the high-pass, (s / (s + w))² with w at 38.1 Hz, has
   * -10.4 dB, and at 1 kHz the shelf +0.7 dB already.
   */
  @Test
  void theEarIsWeighted() {
    double middle = Loudness.lufs(sine(1000, 0.5, 3, 48_000), 48_000, 1);
    assertEquals(3.3, Loudness.lufs(sine(8000, 0.5, 3, 48_000), 48_000, 1) - middle, 0.3);
    assertEquals(-11.1, Loudness.lufs(sine(25, 0.5, 3, 48_000), 48_000, 1) - middle, 0.2);
  }

  @Test
  void shortAndSilentSoundsHaveALoudnessToo() {
    assertEquals(-3.0, Loudness.lufs(sine(997, 1, 0.2, 16_000), 16_000, 1), 0.2);
    assertEquals(Double.NEGATIVE_INFINITY, Loudness.lufs(new float[16_000], 16_000, 1));
    assertEquals(Double.NEGATIVE_INFINITY, Loudness.lufs(new float[0], 16_000, 1));
  }

  @Test
  void clicksAreMendedAndTonesAndNoiseAreNot() {
    float[] tone = sine(3000, 0.5, 0.5, 16_000);
    assertEquals(0, changed(tone, Fades.declick(tone)));
    float[] noise = new float[8000];
    Random random = new Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.2 * random.nextGaussian());
    }
    assertEquals(0, changed(noise, Fades.declick(noise)));
    float[] low = sine(220, 0.3, 0.5, 16_000);
    float[] clicked = low.clone();
    for (int at : new int[] {1, 500, 501 + 63, 3000, 7998}) {
      clicked[at] += 0.4f;
    }
    float[] mended = Fades.declick(clicked);
    assertEquals(5, changed(clicked, mended));
    for (int i = 0; i < low.length; i++) {
      assertEquals(low[i], mended[i], 0.01, "sample " + i);
    }
    assertEquals(1, Fades.declick(new float[] {1}).length);
  }

  private static int changed(float[] a, float[] b) {
    int count = 0;
    for (int i = 0; i < a.length; i++) {
      count += a[i] == b[i] ? 0 : 1;
    }
    return count;
  }

  @Test
  void endsAreTrimmedAndFaded() {
    float[] padded = {0, 0.0001f, 0.5f, 0, -1, 0.0005f, 0};
    assertEquals(3, Fades.trim(padded, 60).length);
    assertEquals(4, Fades.trim(padded, 70).length);
    assertEquals(7, Fades.trim(new float[7], 60).length);
    float[] ones = new float[100];
    java.util.Arrays.fill(ones, 1);
    float[] faded = Fades.fade(ones, 10, 20);
    assertEquals(0, faded[0]);
    assertEquals(0.5, faded[5], 1e-6);
    assertEquals(1, faded[10]);
    assertEquals(1, faded[79]);
    assertEquals(0.5, faded[89], 1e-6);
    assertEquals(0, faded[99]);
    assertTrue(Fades.fade(ones, 1000, 0)[99] < 0.03);
  }
}
