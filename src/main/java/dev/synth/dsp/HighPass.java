package dev.synth.dsp;

/**
 * Butterworth's high-pass of second order, by the bilinear transform: 3 dB less at the cut-off, 12
 * dB more of that an octave below.
 */
public final class HighPass {
  private HighPass() {}

  /**
   * A sound without what lies below {@code cutoffHz}.
   *
   * @param samples amplitudes, [samples]
   * @param cutoffHz above 0 and below half the rate
   * @return amplitudes, [samples]
   */
  public static float[] filter(float[] samples, double cutoffHz, int sampleRateHz) {
    Biquad highPass = of(cutoffHz, sampleRateHz);
    float[] filtered = new float[samples.length];
    for (int i = 0; i < filtered.length; i++) {
      filtered[i] = (float) highPass.next(samples[i]);
    }
    return filtered;
  }

  /** The filter, from rest. */
  static Biquad of(double cutoffHz, int sampleRateHz) {
    double k = Math.tan(Math.PI * cutoffHz / sampleRateHz);
    double a0 = 1 + Math.sqrt(2) * k + k * k;
    double a2 = (1 - Math.sqrt(2) * k + k * k) / a0;
    return new Biquad(1 / a0, -2 / a0, 1 / a0, 2 * (k * k - 1) / a0, a2);
  }
}
