package dev.synth.audio;

import java.io.IOException;

/** Resamples what it reads, with as much of the source in memory as the kernel is long. */
final class ResamplingReader implements SampleReader {
  private static final int BLOCK_SAMPLES = 1 << 14;

  private final SampleReader source;
  private final ResamplingKernel kernel;
  private final int sourceRateHz;
  private final int targetRateHz;

  /** The source's samples from number {@link #first} on, {@link #length} of them. */
  private final float[] window;

  private final float[] block = new float[BLOCK_SAMPLES];
  private long first;
  private int length;
  private boolean ended;
  private long done;

  ResamplingReader(
      SampleReader source, ResamplingKernel kernel, int sourceRateHz, int targetRateHz) {
    this.source = source;
    this.kernel = kernel;
    this.sourceRateHz = sourceRateHz;
    this.targetRateHz = targetRateHz;
    this.window = new float[2 * kernel.halfTaps() + 2 * BLOCK_SAMPLES];
  }

  @Override
  public int read(float[] into) throws IOException {
    int count = 0;
    while (count < into.length) {
      // Where the next sample falls in the source: index + rest / target, without rounding.
      long numerator = Math.multiplyExact(done, (long) sourceRateHz);
      long index = numerator / targetRateHz;
      while (!ended && index + kernel.halfTaps() >= first + length) {
        fill(index - kernel.halfTaps());
      }
      if (index >= first + length) {
        break; // as many samples as begin within the source: ceil(samples · target / source)
      }
      into[count++] =
          (float)
              kernel.apply(window, length, (int) (index - first), (int) (numerator % targetRateHz));
      done++;
    }
    return count == 0 ? -1 : count;
  }

  /** Lets go of what lies before {@code needed} and reads more. */
  private void fill(long needed) throws IOException {
    int gone = (int) Math.max(0, Math.min(length, needed - first));
    System.arraycopy(window, gone, window, 0, length - gone);
    first += gone;
    length -= gone;
    int got = source.read(block);
    if (got < 0) {
      ended = true;
    } else {
      System.arraycopy(block, 0, window, length, got);
      length += got;
    }
  }
}
