package dev.synth.dsp.watermark;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import java.util.Optional;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Puts a faint mark into sounds of one second or longer, and finds it again, for a key. It is
 * experimental: it was tuned on 24 notes, and how well it bears conversions has not been measured.
 *
 * <p>The level of each band of 125 Hz goes up by 0.4 dB for 32 ms and down for the next, or down
 * and up (see {@link MarkPattern}); by up to 1 dB where it changes by itself, as in noise. As a
 * band is compared with itself shortly after, and not with another, what the sound is matters
 * little.
 *
 * <p>Found is what is far from chance: over all chips the level's change e, in dB, beyond its trend
 * is multiplied by the pattern's sign c and summed, T = Σ c·w·e / √(Σ w²·e²), with weights w that
 * do not know the pattern. In sounds without the mark the signs are like coins thrown, so T has
 * mean 0 and variance 1 over keys whatever the sound, and is taken to be normal; the mark's
 * beginning is not known, so that so many places are tried, and the odds of a false alarm are
 * computed for them together.
 *
 * <p>Sources: the difference alone is synthesized and added, as in S. Westerfeld's audiowmark;
 * weights that take the host's own changes out, as in D. Kirovski and H. Malvar, "Spread-spectrum
 * watermarking of audio signals", IEEE Transactions on Signal Processing 51 (2003).
 */
public final class Watermark {
  /** Bits that a mark carries. */
  public static final int PAYLOAD_BITS = MarkCode.PAYLOAD_BITS;

  /** Of shorter sounds nothing is told. */
  public static final double SHORTEST_SECONDS = 1;

  /** The change of level in steady sound. */
  public static final double STEADY_DB = 0.4;

  /** The change of level in noise. */
  public static final double NOISE_DB = 1;

  /** A band that changes less from frame to frame is steady, one that changes more is noise. */
  private static final double STEADY_CHANGE_DB = 1;

  private static final double NOISE_CHANGE_DB = 3;
  private static final double DECIBELS_TO_NEPERS = Math.log(10) / 20;

  private final MarkPattern pattern;

  /** Marks of {@code key}, any bytes; only who has them finds the marks, or can make such. */
  public Watermark(byte[] key) {
    this.pattern = new MarkPattern(key);
  }

  /**
   * The sound with the mark.
   *
   * @param payload that it carries
   * @return as many samples; its level is within {@value #NOISE_DB} dB of that of {@code clip}
   *     everywhere, so that a peak at full scale may pass it
   */
  public AudioClip mark(AudioClip clip, int payload) {
    float[] samples = clip.samples().clone();
    int rateHz = clip.sampleRateHz();
    int[] code = MarkCode.encode(payload);
    int window = 2 * (int) Math.round(MarkPattern.FRAME_SECONDS * rateHz / 2);
    int fftSamples = Integer.highestOneBit(window - 1) << 1;
    float[] root = root(window);
    int steps = (int) Math.ceil(2 * clip.seconds() / MarkPattern.FRAME_SECONDS) + 1;
    float[][] spectra = new float[steps][];
    double[][] levels = new double[steps][];
    BandLevels bands = new BandLevels(fftSamples, rateHz);
    FloatFFT_1D fft = new FloatFFT_1D(fftSamples);
    // Windows of a frame's length, half of it apart: those of odd numbers are on frames.
    int behind = 0;
    for (int step = 0; step < steps; step++) {
      spectra[step] = new float[fftSamples];
      int from = start(step, rateHz, window);
      for (int i = Math.max(0, -from); i < window && from + i < samples.length; i++) {
        spectra[step][i] = root[i] * clip.samples()[from + i];
      }
      fft.realForward(spectra[step]);
      levels[step] = bands.decibels(spectra[step]);
      if (step >= 3) {
        add(behind++, spectra, levels, bands, fft, root, samples, rateHz, code);
      }
    }
    while (behind < steps) {
      add(behind++, spectra, levels, bands, fft, root, samples, rateHz, code);
    }
    return new AudioClip(samples, rateHz, clip.remarks());
  }

  private static int start(int step, int rateHz, int window) {
    return (int) Math.round(step * MarkPattern.FRAME_SECONDS / 2 * rateHz) - window / 2;
  }

  private static float[] root(int window) {
    float[] root = new float[window];
    for (int i = 0; i < window; i++) {
      root[i] = (float) Math.sin(Math.PI * (i + 0.5) / window);
    }
    return root;
  }

  /** Adds what the mark makes of the spectrum at {@code step}, and forgets that. */
  private void add(
      int step,
      float[][] spectra,
      double[][] levels,
      BandLevels bands,
      FloatFFT_1D fft,
      float[] root,
      float[] samples,
      int rateHz,
      int[] code) {
    double[] gains = new double[MarkPattern.BANDS];
    for (int band = 0; band < gains.length; band++) {
      double way =
          step % 2 == 1
              ? way(step / 2, band, code)
              : (way(step / 2 - 1, band, code) + way(step / 2, band, code)) / 2.0;
      gains[band] = Math.expm1(DECIBELS_TO_NEPERS * way * depthDb(levels, step, band));
    }
    float[] spectrum = spectra[step];
    bands.multiply(spectrum, gains);
    fft.realInverse(spectrum, true);
    int from = start(step, rateHz, root.length);
    for (int i = Math.max(0, -from); i < root.length && from + i < samples.length; i++) {
      samples[from + i] += root[i] * spectrum[i];
    }
    spectra[step] = null;
  }

  private int way(int frame, int band, int[] code) {
    if (frame < 0) {
      return 0;
    }
    int sign = pattern.sign(frame / 2 % MarkPattern.SLOTS, band, code);
    return frame % 2 == 0 ? sign : -sign;
  }

  /** How far the level goes in a band, by how much it goes up and down without the mark. */
  private static double depthDb(double[][] levels, int step, int band) {
    double change = 0;
    int count = 0;
    for (int s = Math.max(2, step - 1); s <= Math.min(levels.length - 1, step + 3); s++) {
      if (levels[s] != null) {
        change += Math.abs(levels[s][band] - levels[s - 2][band]);
        count++;
      }
    }
    double mean = count == 0 ? 0 : change / count;
    double noise =
        Math.max(0, Math.min(1, (mean - STEADY_CHANGE_DB) / (NOISE_CHANGE_DB - STEADY_CHANGE_DB)));
    return STEADY_DB + noise * (NOISE_DB - STEADY_DB);
  }

  /**
   * Looks for the mark.
   *
   * @param clip of any rate
   * @return nothing where it is too short to tell
   */
  public Optional<MarkReading> find(AudioClip clip) {
    if (clip.seconds() < SHORTEST_SECONDS) {
      return Optional.empty();
    }
    AudioClip sound = Resampler.resample(clip, MarkDetector.RATE_HZ);
    return Optional.of(new MarkDetector(pattern).find(sound.samples()));
  }
}
