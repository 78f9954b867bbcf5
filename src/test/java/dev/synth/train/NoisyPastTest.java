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
  void whatIsWantedIsTheSoundAndWhatIsForeseenOfTheErrors() {
    float[] clean = tone();
    for (int seed = 0; seed < 5; seed++) {
      NoisyPast noisy = NoisyPast.of(clean, 0.5, new SplittableRandom(seed));
      for (int t = 2; t < SAMPLES; t++) {
        double wanted = clean[t];
        double unsure = 0;
        for (int i = 0; i < 2; i++) {
          double heard = MuLaw.decode(noisy.past()[t - 1 - i]);
          wanted += noisy.echo()[i] * (heard - clean[t - 1 - i]);
          unsure += Math.abs(noisy.echo()[i]) * halfStep(heard);
        }
        double told = MuLaw.decode(noisy.targets()[t]);
        assertEquals(wanted, told, unsure + halfStep(told), "sample " + t);
      }
    }
  }

  @Test
  void errorsRingOffAtFrequenciesFromLowToHigh() {
    double lowest = Math.PI;
    double highest = 0;
    for (int seed = 0; seed < 200; seed++) {
      double[] echo = NoisyPast.of(tone(), 0.5, new SplittableRandom(seed)).echo();
      double kept = Math.sqrt(-echo[1]);
      assertTrue(kept >= 0.8 && kept <= 0.98, "kept " + kept);
      double turn = Math.acos(echo[0] / 2 / kept);
      lowest = Math.min(lowest, turn);
      highest = Math.max(highest, turn);
    }
    assertTrue(lowest < 0.02, "lowest " + lowest);
    assertTrue(highest > 2, "highest " + highest);
  }

  @Test
  void errorsAreAsLargeAsAskedFor() {
    float[] clean = tone();
    NoisyPast noisy = NoisyPast.of(clean, 0.5, new SplittableRandom(4));
    double squares = 0;
    for (int t = 0; t < SAMPLES; t++) {
      double error = MuLaw.decode(noisy.past()[t]) - clean[t];
      squares += error * error;
    }
    // A tone of amplitude 0.3 has the RMS 0.212; codes are within 2.2 % of what they stand for.
    assertEquals(0.5 * 0.3 / Math.sqrt(2), Math.sqrt(squares / SAMPLES), 0.003);
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
