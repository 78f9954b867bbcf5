package dev.synth.dsp;

import dev.synth.audio.SampleReader;
import java.io.IOException;

/**
 * Takes the constant offset (DC) and what else lies below 20 Hz out of a sound, as it comes: what
 * stands in no cleanly recorded note, and what a network would take for loudness.
 *
 * <p>A {@link HighPass} from rest answers a recording that begins with an offset with a thump. So
 * it begins as after an endless past of the mean of the sound's first four seconds, or of silence:
 * of the two, that which is nearer to the mean of the first 2 ms. A note that rises from silence
 * has no offset at its start, even if it drifts later; a recording with one stands on it from its
 * first sample on.
 */
public final class OffsetFilter {
  /** What lies lower is not audible. */
  public static final double LOWEST_HZ = 20;

  private static final int MEAN_SECONDS = 4;
  private static final int BLOCK_SAMPLES = 4_096;
  private static final double START_SECONDS = 0.002;

  private OffsetFilter() {}

  /**
   * A sound in memory without its offset.
   *
   * @param samples amplitudes, [samples]
   * @return amplitudes, [samples]; they may exceed the range of the original a little
   */
  public static float[] filter(float[] samples, int sampleRateHz) {
    float[] filtered = new float[samples.length];
    int head = Math.min(samples.length, MEAN_SECONDS * sampleRateHz);
    Biquad highPass = settled(samples, head, sampleRateHz);
    for (int i = 0; i < filtered.length; i++) {
      filtered[i] = (float) highPass.next(samples[i]);
    }
    return filtered;
  }

  /** As {@link #filter}, of a sound that comes piece by piece; of it, four seconds are held. */
  public static SampleReader reader(SampleReader sound, int sampleRateHz) {
    return new SampleReader() {
      private float[] head;
      private int taken;
      private int held;
      private Biquad highPass;

      @Override
      public int read(float[] into) throws IOException {
        if (head == null) {
          head = new float[MEAN_SECONDS * sampleRateHz];
          held = fill(head);
          highPass = settled(head, held, sampleRateHz);
        }
        int count;
        if (taken < held) {
          count = Math.min(into.length, held - taken);
          System.arraycopy(head, taken, into, 0, count);
          taken += count;
        } else {
          head = new float[0];
          count = sound.read(into);
        }
        for (int i = 0; i < count; i++) {
          into[i] = (float) highPass.next(into[i]);
        }
        return count;
      }

      /** As many samples as there are, up to all that {@code samples} holds. */
      private int fill(float[] samples) throws IOException {
        int filled = 0;
        while (filled < samples.length) {
          float[] block = new float[Math.min(BLOCK_SAMPLES, samples.length - filled)];
          int count = sound.read(block);
          if (count < 0) {
            break;
          }
          System.arraycopy(block, 0, samples, filled, count);
          filled += count;
        }
        return filled;
      }
    };
  }

  private static Biquad settled(float[] head, int count, int sampleRateHz) {
    int start = Math.min(count, (int) Math.max(1, START_SECONDS * sampleRateHz));
    double mean = mean(head, count);
    double first = mean(head, start);
    boolean offset = Math.abs(first - mean) < Math.abs(first);
    return HighPass.of(LOWEST_HZ, sampleRateHz).settled(offset ? mean : 0, 0);
  }

  private static double mean(float[] samples, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += samples[i];
    }
    return count == 0 ? 0 : sum / count;
  }
}
