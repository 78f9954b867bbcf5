package dev.synth.dsp.mix;

/**
 * Holds two channels' true peaks below a ceiling. It knows what comes, so that the gain is down
 * when a peak comes and nothing is clipped: of the gain that each sample wants, the least within
 * {@value #ATTACK_SECONDS} s before and behind is taken, goes up again over {@value
 * #RELEASE_SECONDS} s, and is smoothed by a mean over that window, which is then nowhere above what
 * a sample wants.
 */
public final class Limiter {
  private static final double ATTACK_SECONDS = 0.005;
  private static final double RELEASE_SECONDS = 0.1;

  private Limiter() {}

  /**
   * Limits in place.
   *
   * @param ceiling amplitude, above 0
   * @return the least gain that was needed, 1 if nothing was changed
   */
  public static double limit(float[] left, float[] right, int rateHz, double ceiling) {
    int count = left.length;
    float[] wanted = new float[count];
    double least = 1;
    for (int i = 0; i < count; i++) {
      double peak = Math.max(TruePeak.at(left, i), TruePeak.at(right, i));
      wanted[i] = (float) (peak > ceiling ? ceiling / peak : 1);
      least = Math.min(least, wanted[i]);
    }
    if (least == 1) {
      return 1;
    }
    int half = Math.max(1, (int) Math.round(ATTACK_SECONDS * rateHz));
    float[] gains = smallest(wanted, half);
    double release = 1 - Math.exp(-1 / (RELEASE_SECONDS * rateHz));
    double now = 1;
    for (int i = 0; i < count; i++) {
      now = Math.min(gains[i], now + release * (1 - now));
      gains[i] = (float) now;
    }
    double sum = 0;
    int in = 0;
    // The window of sample i is from i - half to i + half, as far as there are samples.
    for (int i = -half; i < count; i++) {
      if (i + half < count) {
        sum += gains[i + half];
        in++;
      }
      if (i - half - 1 >= 0) {
        sum -= gains[i - half - 1];
        in--;
      }
      if (i >= 0) {
        double gain = Math.min(sum / in, wanted[i]);
        left[i] *= (float) gain;
        right[i] *= (float) gain;
      }
    }
    return least;
  }

  /** The least of each window of 2 · half + 1 samples, by a queue of candidates. */
  private static float[] smallest(float[] values, int half) {
    int count = values.length;
    float[] least = new float[count];
    int[] queue = new int[count];
    int head = 0;
    int tail = 0;
    for (int i = 0; i < count + half; i++) {
      if (i < count) {
        while (tail > head && values[queue[tail - 1]] >= values[i]) {
          tail--;
        }
        queue[tail++] = i;
      }
      if (i - half >= 0) {
        while (queue[head] < i - 2 * half) {
          head++;
        }
        least[i - half] = values[queue[head]];
      }
    }
    return least;
  }
}
