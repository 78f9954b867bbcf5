package dev.synth.dsp;

/** Sounds whose answer is known, at 16 kHz. */
final class Tones {
  static final int RATE_HZ = 16_000;

  private Tones() {}

  static float[] sine(double hz, double amplitude, int samples) {
    float[] sine = new float[samples];
    for (int t = 0; t < samples; t++) {
      sine[t] = (float) (amplitude * Math.sin(2 * Math.PI * hz * t / RATE_HZ));
    }
    return sine;
  }

  /** Six harmonics, each half as strong as the one below, dying away. */
  static float[] pluck(double hz, int samples) {
    float[] pluck = new float[samples];
    for (int t = 0; t < samples; t++) {
      for (int k = 1; k <= 6; k++) {
        pluck[t] += (float) (Math.pow(0.5, k) * Math.sin(2 * Math.PI * k * hz * t / RATE_HZ));
      }
      pluck[t] *= (float) Math.exp(-2.0 * t / RATE_HZ);
    }
    return pluck;
  }
}
