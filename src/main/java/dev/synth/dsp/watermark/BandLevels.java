package dev.synth.dsp.watermark;

/** The bands of the mark in a spectrum as JTransforms packs it: re, im, re, im ... */
final class BandLevels {
  /** Silence: below 16 bits. */
  private static final double FLOOR = 1e-10;

  private final int[] from = new int[MarkPattern.BANDS + 1];

  /** Bands of spectra of {@code fftSamples} samples; those beyond half the rate are empty. */
  BandLevels(int fftSamples, int rateHz) {
    for (int band = 0; band <= MarkPattern.BANDS; band++) {
      double hz = MarkPattern.LOWEST_HZ + band * MarkPattern.BAND_HZ;
      from[band] = Math.min(fftSamples / 2, (int) Math.ceil(hz * fftSamples / rateHz));
    }
  }

  /** The levels in dB. */
  double[] decibels(float[] spectrum) {
    double[] levels = new double[MarkPattern.BANDS];
    for (int band = 0; band < levels.length; band++) {
      double power = 0;
      for (int bin = from[band]; bin < from[band + 1]; bin++) {
        double re = spectrum[2 * bin];
        double im = spectrum[2 * bin + 1];
        power += re * re + im * im;
      }
      levels[band] = 10 * Math.log10(power + FLOOR);
    }
    return levels;
  }

  /** Multiplies each band by its factor; what is in no band by 0. */
  void multiply(float[] spectrum, double[] factors) {
    java.util.Arrays.fill(spectrum, 0, 2 * from[0], 0);
    for (int band = 0; band < factors.length; band++) {
      for (int i = 2 * from[band]; i < 2 * from[band + 1]; i++) {
        spectrum[i] *= (float) factors[band];
      }
    }
    java.util.Arrays.fill(spectrum, 2 * from[factors.length], spectrum.length, 0);
  }
}
