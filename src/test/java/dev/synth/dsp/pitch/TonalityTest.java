package dev.synth.dsp.pitch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class TonalityTest {
  private static final int RATE_HZ = 16_000;
  private final Random random = new Random(20260104L);

  private static double tonality(double seconds, IntToDoubleFunction at) {
    float[] samples = new float[(int) (seconds * RATE_HZ)];
    for (int t = 0; t < samples.length; t++) {
      samples[t] = (float) at.applyAsDouble(t);
    }
    return Tonality.of(new AudioClip(samples, RATE_HZ));
  }

  private IntToDoubleFunction noise(double pole, double decayPerSecond) {
    double[] state = new double[1];
    return t -> {
      state[0] = pole * state[0] + 0.1 * random.nextGaussian();
      return state[0] * Math.exp(-decayPerSecond * t / RATE_HZ);
    };
  }

  @Test
  void noiseOfAnyColourAndLengthHasNoLines() {
    for (double pole : new double[] {0, 0.9, 0.99, 0.999, -0.9}) {
      for (double decay : new double[] {0, 1, 5, 20, 60}) {
        double tonality = tonality(4, noise(pole, decay));
        assertTrue(tonality < 0.08, "pole " + pole + ", decay " + decay + ": " + tonality);
      }
      double tonality = tonality(0.2, noise(pole, 0));
      assertTrue(tonality < 0.08, "pole " + pole + ", 0.2 s: " + tonality);
    }
  }

  @Test
  void tonesAreLines() {
    for (int midi = 21; midi <= 108; midi += 3) {
      double step = 2 * Math.PI * Pitch.hzOfMidi(midi) / RATE_HZ;
      for (double decay : new double[] {0, 3, 10}) {
        double tonality =
            tonality(
                4,
                t ->
                    Math.exp(-decay * t / RATE_HZ) * (Math.sin(step * t) + Math.sin(3 * step * t)));
        assertTrue(tonality > 0.4, "MIDI " + midi + ", decay " + decay + ": " + tonality);
      }
    }
  }

  @Test
  void inharmonicBellsAreTonesToo() {
    double[] partials = {0.56, 0.92, 1.19, 1.7, 2, 2.74, 3, 3.76, 4.07};
    double tonality =
        tonality(
            4,
            t -> {
              double sum = 0;
              for (double partial : partials) {
                sum += Math.sin(2 * Math.PI * 523 * partial * t / RATE_HZ);
              }
              return sum * Math.exp(-2.0 * t / RATE_HZ);
            });
    assertTrue(tonality > 0.9, "" + tonality);
  }

  @Test
  void silenceAndSnippetsHaveNone() {
    assertEquals(0, tonality(4, t -> 0));
    assertEquals(0, tonality(0.05, t -> Math.sin(t)));
    assertEquals(0, Tonality.of(new AudioClip(new float[0], 44_100)));
  }
}
