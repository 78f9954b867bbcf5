package dev.synth.eval.metric;

import dev.synth.dsp.Stft;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a note's harmonics stand above what lies between them, below 5 kHz: noise, hum and
 * partials that are out of tune. A harmonics-to-noise ratio over comb-shaped bands, as de Krom
 * 1993, "A Cepstrum-Based Technique for Determining a Harmonics-to-Noise Ratio in Speech Signals",
 * takes it, without the cepstrum: the pitch is known.
 *
 * <p>Holds transforms: one instance a thread.
 */
public final class HarmonicGaps {
  private static final double TOP_HZ = 5_000;

  /** Under a Hann window of this many periods a steady partial leaves 60 dB less in the gaps. */
  private static final int PERIODS = 32;

  private static final int MIN_FFT_SAMPLES = 2_048;
  private static final int MAX_FFT_SAMPLES = 16_384;

  /** Frames this far below the loudest are not counted. */
  private static final double SUSTAIN_DB = 40;

  /** Gaps that are emptier are not told apart. */
  private static final double MOST_DB = 80;

  private final Map<Integer, Stft> transforms = new HashMap<>();
  private final int sampleRateHz;

  public HarmonicGaps(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * The mean power per bin within a quarter of the fundamental from a harmonic, over that of the
   * other bins, from half the fundamental to halfway after the last harmonic that leaves room below
   * 5 kHz. The mean, in dB, over the frames within 40 dB of the loudest; those that reach beyond
   * the sound are left out.
   *
   * @param fundamentalHz of the note, above 0
   * @return dB: 0 for white noise, at most 80; NaN for silence, and where 5 kHz hold no harmonic
   */
  public double overGapsDb(float[] samples, double fundamentalHz) {
    double top = Math.min(TOP_HZ, sampleRateHz / 2.0);
    int harmonics = (int) Math.floor(top / fundamentalHz - 0.5);
    if (harmonics < 1) {
      return Double.NaN;
    }
    int fftSamples = MIN_FFT_SAMPLES;
    while (fftSamples < PERIODS * sampleRateHz / fundamentalHz && fftSamples < MAX_FFT_SAMPLES) {
      fftSamples *= 2;
    }
    Stft stft = transforms.computeIfAbsent(fftSamples, size -> new Stft(size, size / 4));
    int from = (int) Math.ceil(fundamentalHz / 2 * fftSamples / sampleRateHz);
    int to = (int) Math.floor((harmonics + 0.5) * fundamentalHz * fftSamples / sampleRateHz);
    float[][] magnitudes = stft.magnitudes(samples);
    // Where a frame's window reaches beyond the sound, the edge smears every partial.
    int first = samples.length < fftSamples ? 0 : fftSamples / 2 / stft.hopSamples();
    int last = samples.length < fftSamples ? magnitudes.length : magnitudes.length - first;
    double[] energies = new double[magnitudes.length];
    double loudest = 0;
    for (int f = first; f < last; f++) {
      for (float magnitude : magnitudes[f]) {
        energies[f] += (double) magnitude * magnitude;
      }
      loudest = Math.max(loudest, energies[f]);
    }
    double sustained = loudest * Math.pow(10, -SUSTAIN_DB / 10);
    double sum = 0;
    int frames = 0;
    for (int f = first; f < last; f++) {
      if (loudest > 0 && energies[f] >= sustained) {
        sum += overGapsDb(magnitudes[f], from, to, fundamentalHz * fftSamples / sampleRateHz);
        frames++;
      }
    }
    return frames == 0 ? Double.NaN : sum / frames;
  }

  private static double overGapsDb(float[] magnitudes, int from, int to, double fundamentalBins) {
    double[] power = new double[2]; // in gaps, at harmonics
    int[] bins = new int[2];
    for (int bin = from; bin <= to; bin++) {
      double harmonic = bin / fundamentalBins;
      int at = Math.abs(harmonic - Math.rint(harmonic)) <= 0.25 ? 1 : 0;
      power[at] += (double) magnitudes[bin] * magnitudes[bin];
      bins[at]++;
    }
    double ratio = power[1] / bins[1] / (power[0] / bins[0]);
    return Double.isNaN(ratio) ? 0 : Math.min(MOST_DB, 10 * Math.log10(ratio));
  }
}
