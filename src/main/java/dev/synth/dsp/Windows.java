package dev.synth.dsp;

/** Window functions. */
public final class Windows {
  private Windows() {}

  /** A periodic Hann window: 0 at the first sample, 1 in the middle. */
  public static float[] hann(int samples) {
    float[] window = new float[samples];
    for (int i = 0; i < samples; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / samples));
    }
    return window;
  }
}
