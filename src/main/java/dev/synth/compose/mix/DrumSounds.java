package dev.synth.compose.mix;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Drums that are computed: a tone that falls for skins, filtered noise for snares, hats and
 * shakers, inharmonic partials for metal. They are formulas, not recordings and not learned. Every
 * stroke of a drum is the same but for its level.
 */
final class DrumSounds {
  private static final int SEED = 9001;
  private static final double[] METAL = {1, 1.342, 1.483, 1.802, 2.216, 2.531, 2.741, 3.237};

  private final int rateHz;
  private final Map<Integer, float[]> made = new HashMap<>();

  DrumSounds(int rateHz) {
    this.rateHz = rateHz;
  }

  /** A stroke at full strength, by its General MIDI number. */
  float[] stroke(int drum) {
    return made.computeIfAbsent(drum, this::make);
  }

  /** From -1, left, to 1, right, as the audience sees the kit. */
  static double pan(int drum) {
    return switch (drum) {
      case 42, 44, 46 -> 0.25;
      case 51, 53, 59 -> -0.25;
      case 49, 55 -> 0.35;
      case 57 -> -0.35;
      case 41, 43 -> -0.3;
      case 45, 47 -> 0;
      case 48, 50 -> 0.3;
      case 54, 70, 82 -> 0.4;
      case 56, 75, 76, 77 -> -0.4;
      default -> 0;
    };
  }

  private float[] make(int drum) {
    return switch (drum) {
      case 35, 36 -> sum(skin(46, 3.2, 0.03, 0.16, 0.5, 1), noise(drum, 2_500, 0.003, 0.02, 0.15));
      case 37 -> sum(metal(410, 0.02, 0.06, 0.5), noise(drum, 1_800, 0.008, 0.05, 0.5));
      case 38, 40 ->
          sum(skin(182, 1.25, 0.02, 0.07, 0.25, 0.6), noise(drum, 1_600, 0.07, 0.3, 0.55));
      case 39 -> claps();
      case 41 -> tom(82);
      case 43 -> tom(98);
      case 45 -> tom(116);
      case 47 -> tom(138);
      case 48 -> tom(160);
      case 50 -> tom(190);
      case 42 -> sum(noise(drum, 7_500, 0.025, 0.12, 0.4), metal(3_300, 0.02, 0.12, 0.12));
      case 44 -> sum(noise(drum, 7_000, 0.035, 0.15, 0.3), metal(3_300, 0.02, 0.12, 0.1));
      case 46 -> sum(noise(drum, 6_500, 0.18, 0.7, 0.35), metal(3_300, 0.15, 0.7, 0.12));
      case 49, 55, 57 ->
          sum(noise(drum, 3_500, 0.55, 2.2, 0.4), metal(drum == 57 ? 1_250 : 1_400, 0.5, 2.2, 0.2));
      case 51, 53, 59 -> sum(noise(drum, 6_000, 0.25, 1.4, 0.1), metal(1_900, 0.4, 1.4, 0.25));
      case 54 -> sum(noise(drum, 8_000, 0.06, 0.25, 0.35), metal(4_200, 0.08, 0.25, 0.15));
      case 56 -> metal(560, 0.09, 0.4, 0.5);
      case 60, 62 -> skin(330, 1.15, 0.01, 0.07, 0.3, 0.8);
      case 61, 63 -> skin(240, 1.15, 0.01, 0.12, 0.4, 0.8);
      case 64 -> skin(180, 1.15, 0.01, 0.16, 0.5, 0.8);
      case 69, 70, 82 -> noise(drum, 6_000, 0.02, 0.1, 0.4);
      case 76, 77 -> skin(drum == 76 ? 1_050 : 780, 1.02, 0.004, 0.03, 0.15, 0.7);
      default -> skin(2_300, 1.01, 0.003, 0.025, 0.15, 0.6);
    };
  }

  private float[] tom(double hz) {
    return sum(skin(hz, 1.7, 0.04, 0.17, 0.6, 0.9), noise((int) hz, 1_200, 0.01, 0.06, 0.12));
  }

  private int samples(double seconds) {
    return (int) Math.round(seconds * rateHz);
  }

  /**
   * A tone that falls to {@code hz}.
   *
   * @param from times as high as it begins
   * @param fallSeconds in which the fall is down to 1/e
   * @param decaySeconds in which the level is down to 1/e
   */
  private float[] skin(
      double hz,
      double from,
      double fallSeconds,
      double decaySeconds,
      double seconds,
      double level) {
    float[] sound = new float[samples(seconds)];
    double phase = 0;
    for (int i = 0; i < sound.length; i++) {
      double t = (double) i / rateHz;
      phase += 2 * Math.PI * hz * (1 + (from - 1) * Math.exp(-t / fallSeconds)) / rateHz;
      double attack = Math.min(1, t / 0.001);
      sound[i] = (float) (level * attack * Math.exp(-t / decaySeconds) * Math.sin(phase));
    }
    return ended(sound);
  }

  /** Noise above a frequency, by two high-passes of first order. */
  private float[] noise(
      int seed, double aboveHz, double decaySeconds, double seconds, double level) {
    Random random = new Random(SEED + seed);
    float[] sound = new float[samples(seconds)];
    double a = Math.exp(-2 * Math.PI * Math.min(aboveHz, 0.45 * rateHz) / rateHz);
    double x1 = 0;
    double y1 = 0;
    double z1 = 0;
    for (int i = 0; i < sound.length; i++) {
      double x = random.nextGaussian();
      double y = a * (y1 + x - x1);
      double z = a * (z1 + y - y1);
      x1 = x;
      y1 = y;
      z1 = z;
      sound[i] = (float) (level * 0.5 * Math.exp(-(double) i / rateHz / decaySeconds) * z);
    }
    return ended(sound);
  }

  /** Partials that are no harmonics. */
  private float[] metal(double hz, double decaySeconds, double seconds, double level) {
    float[] sound = new float[samples(seconds)];
    for (int k = 0; k < METAL.length; k++) {
      double partial = hz * METAL[k];
      if (partial > 0.45 * rateHz) {
        continue;
      }
      double decay = decaySeconds / (1 + 0.15 * k);
      for (int i = 0; i < sound.length; i++) {
        double t = (double) i / rateHz;
        sound[i] +=
            (float)
                (level
                    / METAL.length
                    * Math.exp(-t / decay)
                    * Math.sin(2 * Math.PI * partial * t + 1.7 * k * k));
      }
    }
    for (int i = 0; i < Math.min(sound.length, samples(0.001)); i++) {
      sound[i] *= (float) i / samples(0.001);
    }
    return ended(sound);
  }

  /** Three bursts and a tail. */
  private float[] claps() {
    float[] all = new float[samples(0.3)];
    for (double at : new double[] {0, 0.011, 0.023}) {
      float[] burst = noise(39, 1_100, at > 0.02 ? 0.06 : 0.006, 0.25, 0.5);
      int from = samples(at);
      for (int i = 0; i < burst.length && from + i < all.length; i++) {
        all[from + i] += burst[i];
      }
    }
    return ended(all);
  }

  /** The last hundredth of a second goes to silence. */
  private float[] ended(float[] sound) {
    int fade = Math.min(sound.length, samples(0.01));
    for (int i = 0; i < fade; i++) {
      sound[sound.length - 1 - i] *= (float) i / fade;
    }
    return sound;
  }

  private static float[] sum(float[] a, float[] b) {
    float[] longer = a.length >= b.length ? a : b;
    float[] shorter = a.length >= b.length ? b : a;
    float[] sum = longer.clone();
    for (int i = 0; i < shorter.length; i++) {
      sum[i] += shorter[i];
    }
    return sum;
  }
}
