package dev.synth.dsp;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * The constant-Q transform: bins spaced evenly in pitch, each as wide as its spacing, so that low
 * bins listen long and high bins briefly.
 *
 * <p>Bin k is at minHz · 2^(k / binsPerOctave) and compares the sound, under a Hann window of
 * widthScale · Q · rate / frequency samples, Q = 1 / (2^(1 / binsPerOctave) - 1), with a complex
 * sine whose phase is 0 at the moment asked for. A full-scale sine in the middle of a bin has
 * magnitude 1. Outside the clip there is silence.
 *
 * <p>The sines are kept as spectra, in which they are short, and multiplied with the sound's.
 * Source: Brown 1991, "Calculation of a constant Q spectral transform"; Brown and Puckette 1992,
 * "An efficient algorithm for the calculation of a constant Q transform".
 *
 * <p>Holds buffers and an FFT plan: one instance a thread.
 */
public final class Cqt {
  /** What of a kernel's spectrum is below this share of its peak is left out: 60 dB down. */
  private static final double NEGLIGIBLE = 1e-3;

  private final double minHz;
  private final int binsPerOctave;
  private final int fftSamples;
  private final FloatFFT_1D fft;
  private final float[] frame;
  // Each bin's kernel: the first bin of the FFT it has, then real and imaginary parts by turns.
  private final int[] firstBins;
  private final float[][] kernels;

  /**
   * A transform.
   *
   * @param minHz the lowest bin
   * @param bins number of bins; the highest must lie below half the rate
   * @param widthScale 1 for bins that just meet; less resolves time more finely and pitch less
   * @throws IllegalArgumentException if a bin lies at half the rate or above
   */
  public Cqt(int sampleRateHz, double minHz, int binsPerOctave, int bins, double widthScale) {
    this.minHz = minHz;
    this.binsPerOctave = binsPerOctave;
    if (hz(bins - 1) >= sampleRateHz / 2.0) {
      throw new IllegalArgumentException(
          "bin " + (bins - 1) + " would be at " + hz(bins - 1) + " Hz, past half the rate");
    }
    double samplesTimesHz =
        widthScale / (Math.pow(2, 1.0 / binsPerOctave) - 1) * sampleRateHz; // a window's
    this.fftSamples = Math.max(2, Integer.highestOneBit((int) (samplesTimesHz / minHz)) << 1);
    this.fft = new FloatFFT_1D(fftSamples);
    this.frame = new float[fftSamples];
    this.firstBins = new int[bins];
    this.kernels = new float[bins][];
    float[] complex = new float[2 * fftSamples];
    for (int bin = 0; bin < bins; bin++) {
      int windowSamples = Math.max(2, (int) Math.round(samplesTimesHz / hz(bin)));
      sine(complex, windowSamples, hz(bin) / sampleRateHz);
      fft.complexForward(complex);
      keep(bin, complex);
    }
  }

  /** A windowed sine about the middle of the frame, [fftSamples] complex numbers. */
  private void sine(float[] complex, int windowSamples, double turnsPerSample) {
    java.util.Arrays.fill(complex, 0);
    float[] window = Windows.hann(windowSamples);
    // A window of n samples sums to n / 2; a sine's two halves share its amplitude.
    double scale = 4.0 / windowSamples;
    for (int i = 0; i < windowSamples; i++) {
      int t = i - windowSamples / 2;
      double phase = 2 * Math.PI * turnsPerSample * t;
      complex[2 * (t + fftSamples / 2)] = (float) (scale * window[i] * Math.cos(phase));
      complex[2 * (t + fftSamples / 2) + 1] = (float) (scale * window[i] * Math.sin(phase));
    }
  }

  private void keep(int bin, float[] spectrum) {
    double peak = 0;
    for (int m = 0; m <= fftSamples / 2; m++) {
      peak = Math.max(peak, Math.hypot(spectrum[2 * m], spectrum[2 * m + 1]));
    }
    int first = 0;
    int last = fftSamples / 2;
    while (Math.hypot(spectrum[2 * first], spectrum[2 * first + 1]) < NEGLIGIBLE * peak) {
      first++;
    }
    while (Math.hypot(spectrum[2 * last], spectrum[2 * last + 1]) < NEGLIGIBLE * peak) {
      last--;
    }
    firstBins[bin] = first;
    kernels[bin] = new float[2 * (last - first + 1)];
    for (int i = 0; i < kernels[bin].length; i++) {
      kernels[bin][i] = spectrum[2 * first + i] / fftSamples; // Parseval's factor
    }
  }

  /** Number of bins. */
  public int bins() {
    return kernels.length;
  }

  /** The frequency in the middle of {@code bin}. */
  public double hz(int bin) {
    return minHz * Math.pow(2, (double) bin / binsPerOctave);
  }

  /**
   * The complex spectrum about one moment.
   *
   * @param samples the whole clip
   * @param atSample the moment; it may lie outside the clip
   * @return [2 · bins], real and imaginary parts by turns
   */
  public float[] spectrum(float[] samples, int atSample) {
    int start = atSample - fftSamples / 2;
    for (int i = 0; i < fftSamples; i++) {
      int t = start + i;
      frame[i] = t >= 0 && t < samples.length ? samples[t] : 0;
    }
    fft.realForward(frame);
    float nyquist = frame[1]; // where JTransforms packs it
    frame[1] = 0;
    float[] spectrum = new float[2 * bins()];
    for (int bin = 0; bin < bins(); bin++) {
      float[] kernel = kernels[bin];
      float re = 0;
      float im = 0;
      for (int i = 0; i < kernel.length; i += 2) {
        int m = firstBins[bin] + i / 2;
        float a = m == fftSamples / 2 ? nyquist : frame[2 * m];
        float b = m == fftSamples / 2 ? 0 : frame[2 * m + 1];
        re += a * kernel[i] + b * kernel[i + 1];
        im += b * kernel[i] - a * kernel[i + 1];
      }
      spectrum[2 * bin] = re;
      spectrum[2 * bin + 1] = im;
    }
    return spectrum;
  }
}
