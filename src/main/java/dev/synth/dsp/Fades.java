package dev.synth.dsp;

import java.util.Arrays;

/** Mending and cutting of sounds: clicks, silence around them, fades. Inputs are not changed. */
public final class Fades {
  /** Samples whose typical unevenness a click is measured by. */
  private static final int NEIGHBOURHOOD = 128;

  /** How many times the typical unevenness makes a click; white noise reaches eight. */
  private static final double CLICK_RATIO = 12;

  /** What is smaller than this is not audible as a click. */
  private static final double CLICK_AMPLITUDE = 0.02;

  private Fades() {}

  /**
   * Single samples that stick out from both neighbours, by far more than samples around them do,
   * replaced by the mean of the two: what a sampler makes that once draws an unlikely code.
   */
  public static float[] declick(float[] samples) {
    float[] mended = samples.clone();
    double[] uneven = new double[samples.length];
    for (int i = 1; i < samples.length - 1; i++) {
      uneven[i] = Math.abs(samples[i] - (samples[i - 1] + samples[i + 1]) / 2.0);
    }
    for (int from = 0; from < samples.length; from += NEIGHBOURHOOD / 2) {
      int windowFrom = Math.max(0, from - NEIGHBOURHOOD / 4);
      double[] window =
          Arrays.copyOfRange(
              uneven, windowFrom, Math.min(samples.length, windowFrom + NEIGHBOURHOOD));
      Arrays.sort(window);
      double threshold = Math.max(CLICK_AMPLITUDE, CLICK_RATIO * window[window.length / 2]);
      int to = Math.min(samples.length - 1, from + NEIGHBOURHOOD / 2);
      for (int i = Math.max(1, from); i < to; i++) {
        float before = mended[i - 1];
        float after = samples[i + 1];
        // Its neighbours are uneven because of it, but half as much.
        boolean peak =
            (samples[i] > before) == (samples[i] > after)
                && uneven[i] > uneven[i - 1]
                && uneven[i] >= uneven[i + 1];
        if (peak && Math.abs(samples[i] - (before + after) / 2.0) > threshold) {
          mended[i] = (before + after) / 2;
        }
      }
    }
    return mended;
  }

  /**
   * Without what is quieter, at its beginning and end, than {@code belowPeakDb} below its peak.
   *
   * @param belowPeakDb more than 0
   * @return at least one sample; a silent sound as it is
   */
  public static float[] trim(float[] samples, double belowPeakDb) {
    double threshold = Levels.peak(samples) * Levels.amplitude(-belowPeakDb);
    int from = 0;
    int to = samples.length;
    while (from < to && Math.abs(samples[from]) <= threshold) {
      from++;
    }
    while (to > from && Math.abs(samples[to - 1]) <= threshold) {
      to--;
    }
    return from == to ? samples : Arrays.copyOfRange(samples, from, to);
  }

  /**
   * With a raised cosine from silence at the beginning and to silence at the end.
   *
   * @param inSamples length of the first; one longer than the sound ends with it
   * @param outSamples length of the second
   */
  public static float[] fade(float[] samples, int inSamples, int outSamples) {
    float[] faded = samples.clone();
    for (int i = 0; i < Math.min(inSamples, faded.length); i++) {
      faded[i] *= (float) gain(i, inSamples);
    }
    for (int i = 0; i < Math.min(outSamples, faded.length); i++) {
      faded[faded.length - 1 - i] *= (float) gain(i, outSamples);
    }
    return faded;
  }

  private static double gain(int i, int samples) {
    return (1 - Math.cos(Math.PI * i / samples)) / 2;
  }
}
