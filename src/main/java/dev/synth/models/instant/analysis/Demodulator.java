package dev.synth.models.instant.analysis;

/**
 * Amplitude and phase of partials over time: the sound is turned back by the phase that the partial
 * should have, and smoothed by a window around each point.
 */
final class Demodulator {
  private final float[] sound;
  private final int hopSamples;
  private final int points;
  private final int count;
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
    this.count = Math.min(sound.length, points * hopSamples);
    real = new float[count];
    imaginary = new float[count];
    cosine = new float[points * hopSamples];
    sine = new float[points * hopSamples];
  }

  /** Windows of about so many samples around the points. */
  HannSums windows(double samples) {
    return new HannSums(windowSamples(samples), count, hopSamples, points);
  }

  /** Turns the sound back by the phase of a partial, of which the other methods speak then. */
  void turnBack(PhaseTrack phase) {
    for (int point = 0; point < points; point++) {
      phase.cosines(point, cosine, sine);
    }
    for (int n = 0; n < count; n++) {
      real[n] = sound[n] * cosine[n];
      imaginary[n] = -sound[n] * sine[n];
    }
  }

  /**
   * The complex amplitude of the partial at each point: for a · cos(phase + φ) it is a ·
   * e<sup>iφ</sup>.
   *
   * @param amplitudes receives [points, 2]
   */
  void amplitudes(HannSums windows, float[] amplitudes) {
    windows.means(real, imaginary, amplitudes);
  }

  /**
   * Subtracts the partial.
   *
   * @param amplitudes [points, 2] its amplitudes, between which they run straight
   */
  void subtract(float[] from, float[] amplitudes) {
    for (int p = 0; p < points; p++) {
      int first = p * hopSamples;
      int length = Math.min(count - first, hopSamples);
      int q = Math.min(points - 1, p + 1);
      float re = amplitudes[2 * p];
      float im = amplitudes[2 * p + 1];
      float reStep = (amplitudes[2 * q] - re) / hopSamples;
      float imStep = (amplitudes[2 * q + 1] - im) / hopSamples;
      for (int n = 0; n < length; n++) {
        from[first + n] -=
            (re + n * reStep) * cosine[first + n] - (im + n * imStep) * sine[first + n];
      }
    }
  }

  /** The odd length next to {@code samples}. */
  private static int windowSamples(double samples) {
    return 2 * Math.max(1, (int) Math.round(samples / 2)) + 1;
  }

  /** A Hann window with sum 1, of the odd length next to {@code samples}. */
  static float[] window(double samples) {
    float[] window = new float[windowSamples(samples)];
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
