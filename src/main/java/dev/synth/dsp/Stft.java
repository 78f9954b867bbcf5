package dev.synth.dsp;

import org.jtransforms.fft.FloatFFT_1D;

/**
 * The short-time Fourier transform and its inverse, under a periodic Hann window as long as the
 * FFT.
 *
 * <p>Frame f is centred on sample f · hop; outside the clip there is silence. Spectra are scaled by
 * 2 / (sum of the window), so that a full-scale sine in the middle of a bin has magnitude 1 there.
 *
 * <p>The inverse is the sound whose spectrogram is nearest, in the sense of least squares, to what
 * is given; of an unchanged spectrogram it is the sound itself. Source: Griffin and Lim 1984,
 * "Signal Estimation from Modified Short-Time Fourier Transform", equation 6.
 *
 * <p>Holds buffers and an FFT plan: one instance a thread.
 */
public final class Stft {
  private final int fftSamples;
  private final int hopSamples;
  private final FloatFFT_1D fft;
  private final float[] window;
  private final float scale;
  private final float[] frame;

  /**
   * A transform.
   *
   * @param fftSamples samples a frame, even
   * @param hopSamples samples from one frame to the next, at most half a frame
   * @throws IllegalArgumentException if the sizes do not cover every sample
   */
  public Stft(int fftSamples, int hopSamples) {
    if (fftSamples < 2 || fftSamples % 2 != 0 || hopSamples < 1 || hopSamples > fftSamples / 2) {
      throw new IllegalArgumentException(
          "frames of " + fftSamples + " samples every " + hopSamples + " cannot be inverted");
    }
    this.fftSamples = fftSamples;
    this.hopSamples = hopSamples;
    this.fft = new FloatFFT_1D(fftSamples);
    this.window = Windows.hann(fftSamples);
    double sum = 0;
    for (float w : window) {
      sum += w;
    }
    this.scale = (float) (2 / sum);
    this.frame = new float[fftSamples];
  }

  /** Samples a frame. */
  public int fftSamples() {
    return fftSamples;
  }

  /** Samples from one frame to the next. */
  public int hopSamples() {
    return hopSamples;
  }

  /** Bins of a spectrum, from 0 Hz to half the rate, both included. */
  public int bins() {
    return fftSamples / 2 + 1;
  }

  /** The frequency in the middle of {@code bin}. */
  public double binHz(int bin, int sampleRateHz) {
    return (double) bin * sampleRateHz / fftSamples;
  }

  /** Frames of a sound of {@code samples} samples: the last is centred on its end or before. */
  public int frames(int samples) {
    return samples / hopSamples + 1;
  }

  /**
   * The complex spectrogram.
   *
   * @param samples amplitudes, [samples]
   * @return [frames][2 · bins], real and imaginary parts by turns
   */
  public float[][] forward(float[] samples) {
    float[][] spectra = new float[frames(samples.length)][];
    for (int f = 0; f < spectra.length; f++) {
      transform(samples, f);
      spectra[f] = unpacked();
    }
    return spectra;
  }

  /**
   * The magnitudes of {@link #forward}.
   *
   * @return [frames][bins]
   */
  public float[][] magnitudes(float[] samples) {
    float[][] magnitudes = new float[frames(samples.length)][bins()];
    for (int f = 0; f < magnitudes.length; f++) {
      transform(samples, f);
      float[] row = magnitudes[f];
      row[0] = scale * Math.abs(frame[0]);
      row[bins() - 1] = scale * Math.abs(frame[1]);
      for (int bin = 1; bin < bins() - 1; bin++) {
        row[bin] = scale * (float) Math.hypot(frame[2 * bin], frame[2 * bin + 1]);
      }
    }
    return magnitudes;
  }

  private void transform(float[] samples, int f) {
    long start = (long) f * hopSamples - fftSamples / 2;
    for (int i = 0; i < fftSamples; i++) {
      long t = start + i;
      frame[i] = t >= 0 && t < samples.length ? window[i] * samples[(int) t] : 0;
    }
    fft.realForward(frame);
  }

  /** JTransforms packs the two real bins, 0 and Nyquist, into the first two places. */
  private float[] unpacked() {
    float[] spectrum = new float[2 * bins()];
    for (int i = 2; i < fftSamples; i++) {
      spectrum[i] = scale * frame[i];
    }
    spectrum[0] = scale * frame[0];
    spectrum[fftSamples] = scale * frame[1];
    return spectrum;
  }

  /**
   * The sound of a complex spectrogram.
   *
   * @param spectra [frames][2 · bins] as {@link #forward} makes them
   * @param samples length of the sound; the frames beyond it are not used
   * @return amplitudes, [samples]
   * @throws IllegalArgumentException if there are too few frames, or they have other bins
   */
  public float[] inverse(float[][] spectra, int samples) {
    if (spectra.length < frames(samples)) {
      throw new IllegalArgumentException(
          spectra.length + " frames are too few for " + samples + " samples");
    }
    float[] sound = new float[samples];
    float[] weight = new float[samples];
    for (int f = 0; f < frames(samples); f++) {
      if (spectra[f].length != 2 * bins()) {
        throw new IllegalArgumentException(
            "frame " + f + " has " + spectra[f].length / 2 + " bins, not " + bins());
      }
      System.arraycopy(spectra[f], 0, frame, 0, fftSamples);
      frame[1] = spectra[f][fftSamples];
      fft.realInverse(frame, true);
      int start = f * hopSamples - fftSamples / 2;
      int to = Math.min(fftSamples, samples - start);
      for (int i = Math.max(0, -start); i < to; i++) {
        sound[start + i] += window[i] * frame[i] / scale;
        weight[start + i] += window[i] * window[i];
      }
    }
    for (int t = 0; t < samples; t++) {
      sound[t] /= weight[t];
    }
    return sound;
  }
}
