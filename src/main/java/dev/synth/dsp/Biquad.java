package dev.synth.dsp;

/** A filter with two poles and two zeros, from rest. */
final class Biquad {
  private Biquad() {}

  /** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2], in place. */
  static void filter(double[] x, double b0, double b1, double b2, double a1, double a2) {
    double z1 = 0;
    double z2 = 0;
    for (int i = 0; i < x.length; i++) {
      double in = x[i];
      double out = b0 * in + z1;
      z1 = b1 * in - a1 * out + z2;
      z2 = b2 * in - a2 * out;
      x[i] = out;
    }
  }
}
