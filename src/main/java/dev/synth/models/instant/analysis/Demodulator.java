package dev.synth.models.instant.analysis;

/**
 * Amplitude and phase of partials over time: the sound is turned back by the phase that the partial
 * should have, and smoothed by a window around each point.
 */
final class Demodulator {
  private final float[] sound;
  private final int hopSamples;
  private final int points;
  private final float[] real;
  private final float[] imaginary;
  private final float[] cosine;
  private final float[] sine;

  /**
   * A demodulator.
   *
   * @param sound amplitudes, [samples]
   * @param hopSamples samples from point to point, the first at sample 0
   */
  Demodulator(float[] sound, int hopSamples, int points) {
    this.sound = sound;
    this.hopSamples = hopSamples;
    this.points = points;
    int padded = points * hopSamples;
    real = new float[padded];
    imaginary = new float[padded];
    cosine = new float[hopSamples];
    sine = new float[hopSamples];
  }

  /**
   * The complex amplitude of a partial at each point: for a · cos(phase + φ) it is a ·
   * e<sup>iφ</sup>.
   *
   * @param phase of the partial
   * @param window around a point, of odd length, with sum 1
   * @param amplitudes receives [points, 2]
   */
  void amplitudes(PhaseTrack phase, float[] window, float[] amplitudes) {
    int count = Math.min(sound.length, real.length);
    for (int point = 0; point < points; point++) {
      phase.cosines(point, cosine, sine);
      int first = point * hopSamples;
      int length = Math.max(0, Math.min(count - first, hopSamples));
      for (int i = 0; i < length; i++) {
        real[first + i] = sound[first + i] * cosine[i];
        imaginary[first + i] = -sound[first + i] * sine[i];
      }
    }
    int half = window.length / 2;
    for (int point = 0; point < points; point++) {
      int centre = point * hopSamples;
      int from = Math.max(0, centre - half);
      int to = Math.min(count, centre + half + 1);
      float re = 0;
      float im = 0;
      for (int n = from; n < to; n++) {
        float w = window[n - centre + half];
        re += w * real[n];
        im += w * imaginary[n];
      }
      amplitudes[2 * point] = 2 * re;
      amplitudes[2 * point + 1] = 2 * im;
    }
  }

  /** A Hann window with sum 1, of the odd length next to {@code samples}. */
  static float[] window(double samples) {
    int half = Math.max(1, (int) Math.round(samples / 2));
    float[] window = new float[2 * half + 1];
    double sum = 0;
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 1) / (window.length + 1)));
      sum += window[i];
    }
    for (int i = 0; i < window.length; i++) {
      window[i] /= (float) sum;
    }
    return window;
  }
}
