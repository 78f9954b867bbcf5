package dev.synth.audio.codec;

import dev.synth.audio.AudioClip;
import dev.synth.io.WorkFailedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Gathers a sound of unknown length: memory grows with what is decoded, not with what is claimed.
 */
public final class MonoSamples {
  private static final int FIRST_SAMPLES = 1 << 14;
  // Some virtual machines refuse arrays of the last few lengths.
  private static final long MAX_SAMPLES = Integer.MAX_VALUE - 8;

  private final Path file;
  private final int rateHz;
  private float[] samples = new float[FIRST_SAMPLES];
  private int count;

  public MonoSamples(Path file, int rateHz) {
    this.file = file;
    this.rateHz = rateHz;
  }

  /** Room for {@code frames} samples of {@code file}, or the sentence that there is none. */
  public static float[] allocate(Path file, long frames, int rateHz) {
    if (frames <= MAX_SAMPLES) {
      try {
        return new float[(int) frames];
      } catch (OutOfMemoryError e) {
        // Reported below; one failed array leaves the rest of the memory usable.
      }
    }
    throw new WorkFailedException(
        String.format(
            Locale.ROOT,
            "%s: %.0f minutes of sound need %d MiB of memory, more than there is; cut it into shorter files.",
            file,
            frames / (60.0 * rateHz),
            frames * Float.BYTES >> 20));
  }

  public void add(float sample) {
    if (count == samples.length) {
      long wanted = count == MAX_SAMPLES ? MAX_SAMPLES + 1 : Math.min(2L * count, MAX_SAMPLES);
      float[] larger = allocate(file, wanted, rateHz);
      System.arraycopy(samples, 0, larger, 0, count);
      samples = larger;
    }
    samples[count++] = sample;
  }

  public int rateHz() {
    return rateHz;
  }

  public int count() {
    return count;
  }

  /**
   * Drops of the samples from {@code from} on the first {@code cut}, and all behind the {@code
   * length} that follow.
   */
  public void keep(int from, int cut, long length) {
    int start = Math.min(from + Math.max(0, cut), count);
    int kept = (int) Math.max(0, Math.min(count - start, length));
    System.arraycopy(samples, start, samples, from, kept);
    count = from + kept;
  }

  /** All samples. */
  public AudioClip clip() {
    return new AudioClip(Arrays.copyOf(samples, count), rateHz);
  }
}
