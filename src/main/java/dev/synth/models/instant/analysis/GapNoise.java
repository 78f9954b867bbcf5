package dev.synth.models.instant.analysis;

import dev.synth.models.instant.sound.NoiseBands;
import dev.synth.models.instant.sound.NoiseBins;
import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * The power of the noise in a note: what its spectrum has between the partials, when these have
 * been taken out. Windows are at least five periods long, so that there is something between.
 */
final class GapNoise {
  private static final double PERIODS = 5;
  private static final double LEAST_WINDOW_SECONDS = 0.016;

  /** Bins nearer to a partial, as a share of the fundamental, are left out. */
  private static final double NEAR = 0.3;

  private final int rateHz;
  private final int hopSamples;
  private final NoiseBands bands;
  private final double hz;

  /** Noise of a note with the fundamental {@code hz}. */
  GapNoise(int rateHz, int hopSamples, NoiseBands bands, double hz) {
    this.rateHz = rateHz;
    this.hopSamples = hopSamples;
    this.bands = bands;
    this.hz = hz;
  }

  /** Samples of the windows under which partials are to be taken out. */
  double windowSamples() {
    return Math.max(LEAST_WINDOW_SECONDS * rateHz, PERIODS * rateHz / hz);
  }

  /**
   * Measures what is left.
   *
   * @param ratios [partials] where partials were, relative to the fundamental
   * @return [points, bands] power within 1 kHz
   */
  double[] power(float[] residual, int points, double[] ratios) {
    int half = (int) Math.round(windowSamples() / 2);
    float[] window = Demodulator.window(windowSamples());
    double sumOfSquares = 0;
    for (float w : window) {
      sumOfSquares += (double) w * w;
    }
    int fftSamples = Integer.highestOneBit(Math.max(2, window.length - 1)) * 2;
    FloatFFT_1D fft = new FloatFFT_1D(fftSamples);
    double binHz = (double) rateHz / fftSamples;
    NoiseBins bins = new NoiseBins(bands, fftSamples / 2 + 1, binHz);
    boolean[] between = between(fftSamples / 2 + 1, binHz, ratios);
    float[] block = new float[fftSamples];
    double[] power = new double[points * bands.count()];
    double[] spectrum = new double[fftSamples / 2 + 1];
    for (int p = 0; p < points; p++) {
      Arrays.fill(block, 0);
      for (int i = 0; i < window.length; i++) {
        int n = p * hopSamples + i - half;
        block[i] = n >= 0 && n < residual.length ? window[i] * residual[n] : 0;
      }
      fft.realForward(block);
      // One-sided density times 1 kHz.
      double scale = 2 * 1000 / (rateHz * sumOfSquares);
      for (int j = 1; j < fftSamples / 2; j++) {
        double re = block[2 * j];
        double im = block[2 * j + 1];
        spectrum[j] = scale * (re * re + im * im);
      }
      bins.means(spectrum, between, power, p * bands.count());
    }
    return power;
  }

  private boolean[] between(int bins, double binHz, double[] ratios) {
    boolean[] between = new boolean[bins];
    Arrays.fill(between, 1, bins, true);
    for (double ratio : ratios) {
      int from = Math.max(0, (int) Math.ceil((ratio - NEAR) * hz / binHz));
      int to = Math.min(bins - 1, (int) Math.floor((ratio + NEAR) * hz / binHz));
      for (int j = from; j <= to; j++) {
        between[j] = false;
      }
    }
    return between;
  }
}
