package dev.synth.dsp;

/**
 * Bands of equal width on the mel scale: triangles over the bins of a spectrum, each from the
 * middle of the band below to the middle of the band above. A band's weights sum to 1, so it holds
 * a weighted mean of its bins.
 *
 * <p>mel = 2595 log10(1 + Hz / 700). Source: O'Shaughnessy 1987, "Speech Communication: Human and
 * Machine"; triangles after Davis and Mermelstein 1980, "Comparison of Parametric Representations
 * for Monosyllabic Word Recognition".
 */
public final class MelFilterbank {
  private final double[] centresHz;
  private final double hzPerBin;
  // The triangles, before they are scaled to a sum of 1: where a band's begins, and its weights.
  private final int[] firstBins;
  private final float[][] weights;
  private final float[] sums;

  /**
   * Bands from {@code minHz} to {@code maxHz}.
   *
   * @param fftSamples samples a frame of the spectra to come; they have fftSamples / 2 + 1 bins
   * @throws IllegalArgumentException if the range is empty or passes half the rate, or a band is so
   *     narrow that it has no bin
   */
  public MelFilterbank(int bands, double minHz, double maxHz, int fftSamples, int sampleRateHz) {
    if (bands < 1 || minHz < 0 || minHz >= maxHz || maxHz > sampleRateHz / 2.0) {
      throw new IllegalArgumentException(
          bands + " bands from " + minHz + " to " + maxHz + " Hz at " + sampleRateHz + " Hz");
    }
    double minMel = mel(minHz);
    double step = (mel(maxHz) - minMel) / (bands + 1);
    hzPerBin = (double) sampleRateHz / fftSamples;
    centresHz = new double[bands];
    firstBins = new int[bands];
    weights = new float[bands][];
    sums = new float[bands];
    for (int band = 0; band < bands; band++) {
      double lowHz = hz(minMel + band * step);
      double highHz = hz(minMel + (band + 2) * step);
      centresHz[band] = hz(minMel + (band + 1) * step);
      int first = (int) Math.floor(lowHz / hzPerBin) + 1;
      int last = (int) Math.ceil(highHz / hzPerBin) - 1;
      if (last < first) {
        throw new IllegalArgumentException(
            bands + " bands are too narrow for frames of " + fftSamples + " samples");
      }
      firstBins[band] = first;
      weights[band] = new float[last - first + 1];
      for (int bin = first; bin <= last; bin++) {
        double binHz = bin * hzPerBin;
        double rising = (binHz - lowHz) / (centresHz[band] - lowHz);
        double falling = (highHz - binHz) / (highHz - centresHz[band]);
        weights[band][bin - first] = (float) Math.min(rising, falling);
        sums[band] += weights[band][bin - first];
      }
    }
  }

  /** Hz as mel. */
  public static double mel(double hz) {
    return 2595 * Math.log10(1 + hz / 700);
  }

  /** Mel as Hz, the inverse of {@link #mel}. */
  public static double hz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }

  /** Number of bands. */
  public int bands() {
    return weights.length;
  }

  /** The middle of {@code band}. */
  public double centreHz(int band) {
    return centresHz[band];
  }

  /**
   * The mean of each band, of powers where powers are given.
   *
   * @param spectrum [bins]
   * @return [bands]
   */
  public float[] means(float[] spectrum) {
    float[] means = new float[bands()];
    for (int band = 0; band < means.length; band++) {
      float sum = 0;
      for (int i = 0; i < weights[band].length; i++) {
        sum += weights[band][i] * spectrum[firstBins[band] + i];
      }
      means[band] = sum / sums[band];
    }
    return means;
  }

  /**
   * A spectrum that has about these means: between the middles of two bands it goes straight from
   * one to the other; below the first and above the last it stays.
   *
   * @param means [bands]
   * @param bins bins of the spectrum
   * @return [bins]
   */
  public float[] spread(float[] means, int bins) {
    float[] spectrum = new float[bins];
    int band = -1; // the last band whose middle is not above the bin
    for (int bin = 0; bin < bins; bin++) {
      double mel = mel(bin * hzPerBin);
      while (band + 1 < means.length && mel(centresHz[band + 1]) <= mel) {
        band++;
      }
      if (band < 0 || band == means.length - 1) {
        spectrum[bin] = means[Math.max(0, band)];
      } else {
        double below = mel(centresHz[band]);
        double share = (mel - below) / (mel(centresHz[band + 1]) - below);
        spectrum[bin] = (float) (means[band] + share * (means[band + 1] - means[band]));
      }
    }
    return spectrum;
  }
}
