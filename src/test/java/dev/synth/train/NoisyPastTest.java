package dev.synth.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.MuLaw;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoisyPastTest {
  private static final int SAMPLES = 20_000;

  private static float[] tone() {
    float[] tone = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      tone[t] = (float) (0.3 * Math.sin(2 * Math.PI * 440 * t / 16_000));
    }
    return tone;
  }

  /** The largest distance of a sample from its decoded code: half a step, whose size is x's. */
  private static double halfStep(double x) {
    return (Math.abs(x) + 1 / 255.0) * (Math.exp(Math.log(256) / 128) - 1);
  }

  @Test
  void whatIsWantedIsTheSoundAndAFadedError() {
    float[] clean = tone();
    NoisyPast noisy = NoisyPast.of(clean, 0.5, new SplittableRandom(3));
    for (int t = 1; t < SAMPLES; t++) {
      double before = MuLaw.decode(noisy.past()[t - 1]);
      double error = before - clean[t - 1];
      double wanted = clean[t] + NoisyPast.KEPT * error;
      double told = MuLaw.decode(noisy.targets()[t]);
      assertEquals(wanted, told, halfStep(before) + halfStep(told), "sample " + t);
    }
  }

  @Test
  void errorsAreAsLargeAsAskedForAndOfLowPitch() {
    float[] clean = tone();
    NoisyPast noisy = NoisyPast.of(clean, 0.5, new SplittableRandom(4));
    double squares = 0;
    double products = 0;
    double before = 0;
    for (int t = 0; t < SAMPLES; t++) {
      double error = MuLaw.decode(noisy.past()[t]) - clean[t];
      squares += error * error;
      products += error * before;
      before = error;
    }
    // A tone of amplitude 0.3 has the RMS 0.212. An autoregression's estimates of its deviation
    // and of k over n samples have standard errors of d sqrt((1+k²)/(1-k²)/2n) and sqrt((1-k²)/n).
    double k = NoisyPast.KEPT;
    double deviation = 0.5 * 0.3 / Math.sqrt(2);
    double spread = Math.sqrt((1 + k * k) / (1 - k * k) / 2 / SAMPLES);
    assertEquals(deviation, Math.sqrt(squares / SAMPLES), 5 * spread * deviation);
    // The codes' own steps, about 0.005 here, are white, and take that much of the correlation.
    assertEquals(k, products / squares, 5 * Math.sqrt((1 - k * k) / SAMPLES) + 0.01);
  }

  @Test
  void silenceStaysSilent() {
    NoisyPast noisy = NoisyPast.of(new float[100], 0.5, new SplittableRandom(5));
    assertArrayEquals(new byte[100], noisy.past());
    assertArrayEquals(new byte[100], noisy.targets());
  }

  @Test
  void aLoudSoundIsClamped() {
    float[] loud = new float[1_000];
    java.util.Arrays.fill(loud, 1f);
    NoisyPast noisy = NoisyPast.of(loud, 0.5, new SplittableRandom(6));
    int full = 0;
    for (byte code : noisy.past()) {
      full += code == 127 ? 1 : 0;
    }
    assertTrue(full > 300, full + " at full scale");
  }
}
