package dev.synth.dsp;

/** A filter with two poles and two zeros, in the transposed direct form II. */
final class Biquad {
  private final double b0;
  private final double b1;
  private final double b2;
  private final double a1;
  private final double a2;
  private double z1;
  private double z2;

  /** y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2], from rest. */
  Biquad(double b0, double b1, double b2, double a1, double a2) {
    this.b0 = b0;
    this.b1 = b1;
    this.b2 = b2;
    this.a1 = a1;
    this.a2 = a2;
  }

  /** The filter as after an endless past of {@code x}, to which it answers with {@code y}. */
  Biquad settled(double x, double y) {
    z2 = b2 * x - a2 * y;
    z1 = b1 * x - a1 * y + z2;
    return this;
  }

  /** The next sample. */
  double next(double x) {
    double y = b0 * x + z1;
    z1 = b1 * x - a1 * y + z2;
    z2 = b2 * x - a2 * y;
    return y;
  }

  /** All of {@code x}, in place. */
  void filter(double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] = next(x[i]);
    }
  }
}
