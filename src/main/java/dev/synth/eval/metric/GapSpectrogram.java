package dev.synth.eval.metric;

import dev.synth.dsp.Stft;
import java.util.Map;

/**
 * A note's spectrogram in which its harmonics are apart, and what of it lies between them.
 *
 * @param magnitudes [frames][bins]
 * @param first frame that counts: where a window reaches beyond the sound, the edge smears every
 *     partial
 * @param last frame after those that count
 * @param hzPerBin from one bin to the next
 * @param fundamentalBins bins up to the fundamental; NaN if the note has none, and then all lies
 *     between
 */
record GapSpectrogram(
    float[][] magnitudes, int first, int last, double hzPerBin, double fundamentalBins) {
  /** Under a Hann window of this many periods a steady partial leaves 60 dB less in the gaps. */
  private static final int PERIODS = 32;

  private static final int MIN_FFT_SAMPLES = 2_048;
  private static final int MAX_FFT_SAMPLES = 16_384;

  /** The spectrogram of {@code samples}; {@code transforms} keeps the transform of each size. */
  static GapSpectrogram of(
      float[] samples, double fundamentalHz, int sampleRateHz, Map<Integer, Stft> transforms) {
    int fftSamples = MIN_FFT_SAMPLES;
    while (fftSamples < PERIODS * sampleRateHz / fundamentalHz && fftSamples < MAX_FFT_SAMPLES) {
      fftSamples *= 2;
    }
    Stft stft = transforms.computeIfAbsent(fftSamples, size -> new Stft(size, size / 4));
    float[][] magnitudes = stft.magnitudes(samples);
    int first = samples.length < fftSamples ? 0 : fftSamples / 2 / stft.hopSamples();
    int last = samples.length < fftSamples ? magnitudes.length : magnitudes.length - first;
    return new GapSpectrogram(
        magnitudes,
        first,
        last,
        (double) sampleRateHz / fftSamples,
        fundamentalHz * fftSamples / sampleRateHz);
  }

  /** Whether a bin is farther than a quarter of the fundamental from every harmonic. */
  boolean isGap(int bin) {
    double harmonic = bin / fundamentalBins;
    return !(Math.abs(harmonic - Math.rint(harmonic)) <= 0.25);
  }

  /** The power of a bin, 1 for a sine of full scale. */
  double power(int frame, int bin) {
    return (double) magnitudes[frame][bin] * magnitudes[frame][bin];
  }

  /** The power of all bins of each frame; 0 for those that do not count. */
  double[] energies() {
    double[] energies = new double[magnitudes.length];
    for (int f = first; f < last; f++) {
      for (int bin = 0; bin < magnitudes[f].length; bin++) {
        energies[f] += power(f, bin);
      }
    }
    return energies;
  }
}
