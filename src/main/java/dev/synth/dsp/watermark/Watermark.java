package dev.synth.dsp.watermark;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import java.util.Optional;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Puts a faint mark into sounds of one second or longer, and finds it again, for a key.
 *
 * <p>The level of each band of 250 Hz goes up or down by 0.25 dB for 12 ms (see {@link
 * MarkPattern}), from one to the next without a step; by up to 1.3 dB where it changes by itself,
 * as in noise. As a band is compared with itself shortly before and after, and not with another,
 * what the sound is matters little.
 *
 * <p>Found is what is far from chance: over all chips the level's departure e from its neighbours,
 * in dB, is multiplied by the sign c that the pattern has under a payload and summed, T = Σ c·w·e /
 * √(Σ w²·e²), with weights w that do not know the pattern. In sounds without the mark the signs are
 * like coins thrown, so T has mean 0 and variance 1 over keys whatever the sound, and tails that
 * are at most those of a normal variable but for a small factor; the odds of a false alarm are
 * summed over all payloads and all places where the pattern may begin.
 *
 * <p>Sources: the difference alone is synthesized and added, as in S. Westerfeld's audiowmark;
 * weights that take the host's own changes out, as in D. Kirovski and H. Malvar, "Spread-spectrum
 * watermarking of audio signals", IEEE Transactions on Signal Processing 51 (2003). Sums of coins:
 * I. Pinelis, "Extremal probabilistic problems and Hotelling's T² test under a symmetry condition",
 * Annals of Statistics 22 (1994).
 */
public final class Watermark {
  /** Bits that a mark carries. */
  public static final int PAYLOAD_BITS = MarkCode.PAYLOAD_BITS;

  /** Of shorter sounds nothing is told. */
  public static final double SHORTEST_SECONDS = 1;

  /** The change of level in steady sound. */
  public static final double STEADY_DB = 0.25;

  /** The change of level in noise. */
  public static final double NOISE_DB = 1.3;

  /** Of the way from the one to the other, how far it goes in a quick decay. */
  private static final double DECAY_SHARE = 0.5;

  /** Frames whose departures from their neighbours tell noise from steady sound. */
  private static final int NEAR_FRAMES = 2;

  /** A band that departs less than that is steady, one that departs more than that is noise. */
  private static final double STEADY_CHANGE_DB = 0.7;

  private static final double NOISE_CHANGE_DB = 2;

  /** Frames over which a decay is measured, before and behind. */
  private static final int DECAY_FRAMES = 8;

  /** What falls more slowly is steady, what falls faster than that is a quick decay; dB/s. */
  private static final double SLOW_DECAY = 10;

  private static final double QUICK_DECAY = 40;
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
    int window = 2 * (int) Math.round(MarkPattern.FRAME_SECONDS * rateHz);
    int fftSamples = Integer.highestOneBit(window - 1) << 1;
    float[] root = root(window);
    int frames = (int) Math.ceil(clip.seconds() / MarkPattern.FRAME_SECONDS) + 1;
    float[][] spectra = new float[frames][];
    double[][] levels = new double[frames][];
    BandLevels bands = new BandLevels(fftSamples, rateHz);
    FloatFFT_1D fft = new FloatFFT_1D(fftSamples);
    int behind = 0;
    for (int frame = 0; frame < frames; frame++) {
      spectra[frame] = new float[fftSamples];
      int from = start(frame, rateHz);
      for (int i = Math.max(0, -from); i < window && from + i < samples.length; i++) {
        spectra[frame][i] = root[i] * clip.samples()[from + i];
      }
      fft.realForward(spectra[frame]);
      levels[frame] = bands.decibels(spectra[frame]);
      if (frame >= DECAY_FRAMES) {
        add(behind++, spectra, levels, bands, fft, root, samples, rateHz, code);
      }
    }
    while (behind < frames) {
      add(behind++, spectra, levels, bands, fft, root, samples, rateHz, code);
    }
    return new AudioClip(samples, rateHz, clip.remarks());
  }

  /** Windows are twice as long as frames, and have them in their middle. */
  private static int start(int frame, int rateHz) {
    return (int) Math.round((frame - 0.5) * MarkPattern.FRAME_SECONDS * rateHz);
  }

  private static float[] root(int window) {
    float[] root = new float[window];
    for (int i = 0; i < window; i++) {
      root[i] = (float) Math.sin(Math.PI * (i + 0.5) / window);
    }
    return root;
  }

  /** Adds what the mark makes of the spectrum of {@code frame}, and forgets that. */
  private void add(
      int frame,
      float[][] spectra,
      double[][] levels,
      BandLevels bands,
      FloatFFT_1D fft,
      float[] root,
      float[] samples,
      int rateHz,
      int[] code) {
    double[] gains = new double[MarkPattern.BANDS];
    int place = frame % MarkPattern.FRAMES;
    for (int band = 0; band < gains.length; band++) {
      int way = pattern.sign(place, band) * code[pattern.bit(place, band)];
      gains[band] = Math.expm1(DECIBELS_TO_NEPERS * way * depthDb(levels, frame, band));
    }
    float[] spectrum = spectra[frame];
    bands.multiply(spectrum, gains);
    fft.realInverse(spectrum, true);
    int from = start(frame, rateHz);
    for (int i = Math.max(0, -from); i < root.length && from + i < samples.length; i++) {
      samples[from + i] += root[i] * spectrum[i];
    }
    spectra[frame] = null;
  }

  /** How far the level goes in a band, by how much it changes without the mark. */
  private static double depthDb(double[][] levels, int frame, int band) {
    double squares = 0;
    int count = 0;
    int last = levels.length - 1;
    for (int f = frame - NEAR_FRAMES; f <= frame + NEAR_FRAMES; f++) {
      if (f >= 0 && f <= last) {
        count++;
        if (f > 0 && f < last) {
          double mean = (levels[f - 1][band] + levels[f + 1][band]) / 2;
          squares += Math.pow(levels[f][band] - mean, 2);
        }
      }
    }
    double noise = share(Math.sqrt(squares / count), STEADY_CHANGE_DB, NOISE_CHANGE_DB);
    if (frame >= DECAY_FRAMES && frame + DECAY_FRAMES <= last) {
      double level = levels[frame][band];
      double before = levels[frame - DECAY_FRAMES][band] - level;
      double behind = level - levels[frame + DECAY_FRAMES][band];
      double seconds = DECAY_FRAMES * MarkPattern.FRAME_SECONDS;
      double decay = share(Math.min(before, behind) / seconds, SLOW_DECAY, QUICK_DECAY);
      noise = Math.max(noise, DECAY_SHARE * decay);
    }
    return STEADY_DB + noise * (NOISE_DB - STEADY_DB);
  }

  private static double share(double value, double none, double all) {
    return Math.max(0, Math.min(1, (value - none) / (all - none)));
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
    AudioClip sound = Resampler.resample(clip, MarkChips.RATE_HZ);
    return Optional.of(new MarkDetector(pattern).find(sound.samples()));
  }
}
