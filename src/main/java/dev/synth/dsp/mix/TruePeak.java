package dev.synth.dsp.mix;

/**
 * Peaks of the curve through samples, after ITU-R BS.1770-5: four points a sample, by interpolation
 * with a windowed sinc of {@value #TAPS} samples.
 */
public final class TruePeak {
  private static final int PHASES = 4;
  private static final int TAPS = 16;
  private static final double[][] FILTERS = filters();

  private TruePeak() {}

  private static double[][] filters() {
    double[][] filters = new double[PHASES][TAPS];
    for (int phase = 0; phase < PHASES; phase++) {
      double sum = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        double x = tap - (TAPS / 2 - 1) - (double) phase / PHASES;
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        double window = Math.cos(Math.PI * x / (TAPS + 1));
        filters[phase][tap] = sinc * window * window;
        sum += filters[phase][tap];
      }
      for (int tap = 0; tap < TAPS; tap++) {
        filters[phase][tap] /= sum;
      }
    }
    return filters;
  }

  /** The greatest amplitude from sample {@code at} to before the next one. */
  static double at(float[] samples, int at) {
    double peak = Math.abs(samples[at]);
    for (int phase = 1; phase < PHASES; phase++) {
      double sum = 0;
      for (int tap = 0; tap < TAPS; tap++) {
        int i = at + tap - (TAPS / 2 - 1);
        if (i >= 0 && i < samples.length) {
          sum += FILTERS[phase][tap] * samples[i];
        }
      }
      peak = Math.max(peak, Math.abs(sum));
    }
    return peak;
  }

  /** The greatest amplitude of all. */
  public static double of(float[] samples) {
    double peak = 0;
    for (int i = 0; i < samples.length; i++) {
      peak = Math.max(peak, at(samples, i));
    }
    return peak;
  }
}
