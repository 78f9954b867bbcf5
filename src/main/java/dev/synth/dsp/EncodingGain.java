package dev.synth.dsp;

import dev.synth.audio.SampleReader;

/**
 * Brings soft sounds to the level of those that models are trained on, before they are encoded. The
 * steps of mu-law codes are coarse against a soft sound: it would come out rough, and end early.
 * What is played is turned down again by as much.
 */
public final class EncodingGain {
  /** A sound whose peak is here or above is left as it is. */
  private static final double SOFT_DBFS = -18;

  /** Where the peak of a soft sound is brought. */
  private static final double NORMAL_DBFS = -6;

  /** More would raise the noise of 16 bits. */
  private static final double MOST_DB = 60;

  private EncodingGain() {}

  /**
   * The gain for a sound.
   *
   * @param peak largest magnitude of the sound without its offset, see {@link OffsetFilter}
   * @return dB, 0 for a sound that is not soft, and for silence
   */
  public static double decibels(double peak) {
    double peakDbfs = Levels.dbfs(peak);
    if (peakDbfs >= SOFT_DBFS || peakDbfs == Double.NEGATIVE_INFINITY) {
      return 0;
    }
    return Math.min(MOST_DB, NORMAL_DBFS - peakDbfs);
  }

  /** The gain for a sound in memory, as it is recorded. */
  public static double decibels(float[] samples, int sampleRateHz) {
    return decibels(Levels.peak(OffsetFilter.filter(samples, sampleRateHz)));
  }

  /** The sound with a gain, piece by piece. */
  public static SampleReader raised(SampleReader sound, double decibels) {
    if (decibels == 0) {
      return sound;
    }
    double gain = Levels.amplitude(decibels);
    return into -> {
      int count = sound.read(into);
      for (int i = 0; i < count; i++) {
        into[i] = (float) (gain * into[i]);
      }
      return count;
    };
  }

  /** The sound with a gain; itself where that is 0 dB. */
  public static float[] raised(float[] samples, double decibels) {
    return decibels == 0 ? samples : Levels.times(samples, Levels.amplitude(decibels));
  }
}
