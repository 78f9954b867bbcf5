package dev.synth.dataset.inspect;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.dsp.ActiveRegion;
import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.Stft;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a recording sounds like in its first four seconds, small enough to hold those of many notes
 * in memory: a log-mel spectrogram from the sound's start on, {@value #BANDS} bands by {@value
 * #FRAMES} frames of 32 ms, down to {@value #RANGE_DB} dB below its loudest point. Level does not
 * matter, nor the sample rate above 16 kHz.
 */
public final class SoundPrint {
  /** What one takes of memory. */
  static final int BYTES =
      SoundPrint.BANDS * SoundPrint.FRAMES + Float.BYTES * SoundPrint.COARSE + 64;

  /** Where the lowest band begins. */
  public static final double LOWEST_HZ = 60;

  /** Where the highest band ends. */
  public static final double HIGHEST_HZ = 7_600;

  private static final int BANDS = 64;
  private static final int FRAMES = 125;
  private static final int RANGE_DB = 40;
  private static final int RATE_HZ = 16_000;

  /** So much of a sound is heard, from where it begins within. */
  private static final double MOST_SECONDS = 6;

  private static final int FFT_SAMPLES = 1_024;
  private static final int HOP_SAMPLES = 512;
  private static final double SILENT_DB = 35;

  /** Steps of a byte in a decibel: 40 dB fill 240 of its 256 values. */
  private static final float STEPS_PER_DB = 6;

  /** The start of a sound is found to a frame or so. */
  private static final int SHIFT_FRAMES = 4;

  private static final int COARSE_BANDS = 4;
  private static final int COARSE_FRAMES = 8;
  private static final int COARSE = (BANDS / COARSE_BANDS) * (FRAMES / COARSE_FRAMES);

  /** What a thumbnail takes: bands by parts of the time. */
  public static final int THUMBNAIL_BYTES = 256;

  private static final int THUMBNAIL_BANDS = 32;

  /** The first frames of a thumbnail's parts, and the end: a note changes most where it begins. */
  private static final int[] THUMBNAIL_FRAMES = {0, 1, 2, 4, 8, 16, 32, 64, FRAMES};

  private final byte[] levels;
  private final float[] coarse;

  private SoundPrint(byte[] levels) {
    this.levels = levels;
    this.coarse = coarse(levels);
  }

  /** The print of {@code clip}; empty for silence. */
  public static Optional<SoundPrint> of(AudioClip clip) {
    float[] samples = Resampler.resample(clip.first(MOST_SECONDS), RATE_HZ).samples();
    int from =
        ActiveRegion.of(samples, 0, samples.length, SILENT_DB, RATE_HZ)
            .map(ActiveRegion::fromSample)
            .orElse(-1);
    if (from < 0) {
      return Optional.empty();
    }
    MelFilterbank bands = new MelFilterbank(BANDS, LOWEST_HZ, HIGHEST_HZ, FFT_SAMPLES, RATE_HZ);
    int samplesUsed = FRAMES * HOP_SAMPLES;
    float[] sound = Arrays.copyOfRange(samples, from, from + samplesUsed); // zeros behind the end
    float[][] magnitudes = new Stft(FFT_SAMPLES, HOP_SAMPLES).magnitudes(sound);
    float[] db = new float[BANDS * FRAMES];
    float loudest = Float.NEGATIVE_INFINITY;
    for (int t = 0; t < FRAMES; t++) {
      float[] powers = magnitudes[t];
      for (int i = 0; i < powers.length; i++) {
        powers[i] *= powers[i];
      }
      float[] means = bands.means(powers);
      for (int b = 0; b < BANDS; b++) {
        db[t * BANDS + b] = (float) (10 * Math.log10(means[b] + 1e-20));
        loudest = Math.max(loudest, db[t * BANDS + b]);
      }
    }
    byte[] levels = new byte[db.length];
    for (int i = 0; i < db.length; i++) {
      float below = Math.max(db[i] - loudest, -RANGE_DB) + RANGE_DB / 2f;
      levels[i] = (byte) Math.round(below * STEPS_PER_DB);
    }
    return Optional.of(new SoundPrint(levels));
  }

  /**
   * The sound in little: [parts, bands], mean levels of eight parts of the time, each as long as
   * all before it, and of pairs of bands, a sixth of a decibel a step.
   */
  public byte[] thumbnail() {
    byte[] means = new byte[THUMBNAIL_BYTES];
    int pairs = BANDS / THUMBNAIL_BANDS;
    for (int i = 0; i < means.length; i++) {
      int part = i / THUMBNAIL_BANDS;
      int from = THUMBNAIL_FRAMES[part];
      int to = THUMBNAIL_FRAMES[part + 1];
      int sum = 0;
      for (int t = from; t < to; t++) {
        for (int b = 0; b < pairs; b++) {
          sum += levels[t * BANDS + i % THUMBNAIL_BANDS * pairs + b];
        }
      }
      means[i] = (byte) Math.round((double) sum / ((to - from) * pairs));
    }
    return means;
  }

  /** The ends of a thumbnail's parts, in seconds from where the sound begins. */
  public static double[] thumbnailEndsSeconds() {
    return Arrays.stream(THUMBNAIL_FRAMES, 1, THUMBNAIL_FRAMES.length)
        .mapToDouble(frame -> (double) frame * HOP_SAMPLES / RATE_HZ)
        .toArray();
  }

  /** Means of blocks, their mean removed, of unit length. */
  private static float[] coarse(byte[] levels) {
    int across = BANDS / COARSE_BANDS;
    float[] means = new float[COARSE];
    for (int t = 0; t < FRAMES / COARSE_FRAMES * COARSE_FRAMES; t++) {
      for (int b = 0; b < BANDS; b++) {
        means[t / COARSE_FRAMES * across + b / COARSE_BANDS] += levels[t * BANDS + b];
      }
    }
    double sum = 0;
    for (float mean : means) {
      sum += mean;
    }
    float mean = (float) (sum / COARSE);
    double squares = 0;
    for (int i = 0; i < COARSE; i++) {
      means[i] -= mean;
      squares += means[i] * means[i];
    }
    float scale = (float) (1 / Math.sqrt(Math.max(squares, 1e-20)));
    for (int i = 0; i < COARSE; i++) {
      means[i] *= scale;
    }
    return means;
  }

  /**
   * How alike two sounds are: the correlation of their spectrograms where they fit best, 1 for the
   * same sound at any level.
   *
   * @param least what is of interest; below it the result is about right only
   */
  public double likeness(SoundPrint other, double least) {
    double rough = 0;
    for (int i = 0; i < COARSE; i++) {
      rough += coarse[i] * other.coarse[i];
    }
    // Means of blocks are more alike than what they are of, but for a shift of the start.
    if (rough < least - 0.1) {
      return rough;
    }
    double best = -1;
    for (int shift = -SHIFT_FRAMES; shift <= SHIFT_FRAMES; shift++) {
      best = Math.max(best, correlation(other, shift));
    }
    return best;
  }

  /**
   * Pearson's r over the frames that both have when the other begins {@code shift} frames later.
   */
  private double correlation(SoundPrint other, int shift) {
    int count = (FRAMES - Math.abs(shift)) * BANDS;
    int own = Math.max(0, shift) * BANDS;
    int others = Math.max(0, -shift) * BANDS;
    long x = 0;
    long y = 0;
    long xx = 0;
    long yy = 0;
    long xy = 0;
    for (int i = 0; i < count; i++) {
      int a = levels[own + i];
      int b = other.levels[others + i];
      x += a;
      y += b;
      xx += (long) a * a;
      yy += (long) b * b;
      xy += (long) a * b;
    }
    double spread = ((double) count * xx - (double) x * x) * ((double) count * yy - (double) y * y);
    return spread <= 0 ? 0 : ((double) count * xy - (double) x * y) / Math.sqrt(spread);
  }
}
