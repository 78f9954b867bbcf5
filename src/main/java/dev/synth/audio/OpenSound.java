package dev.synth.audio;

import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.List;

/** A mono sound that is read when it is wanted, piece by piece and as often as wanted. */
public interface OpenSound extends AutoCloseable {
  /** Samples a second. */
  int sampleRateHz();

  /** Samples a second of the file that it is read from, before it is resampled. */
  default int sourceRateHz() {
    return sampleRateHz();
  }

  /**
   * The sound from its beginning. Only the newest reader may be read on.
   *
   * @throws IOException with a sentence that names the file; reading may fail with one, too
   */
  SampleReader samples() throws IOException;

  /** What of its file is not in it, as {@link AudioClip#remarks}; known before it is read. */
  default List<String> remarks() {
    return List.of();
  }

  @Override
  default void close() throws IOException {
    // A sound in memory holds nothing open.
  }

  /** How many samples it has; reads it from its beginning to its end. */
  default long count() throws IOException {
    SampleReader samples = samples();
    float[] block = new float[1 << 14];
    long all = 0;
    for (int count = samples.read(block); count > 0; count = samples.read(block)) {
      all += count;
    }
    return all;
  }

  /** Its first {@code samplesMax} samples. */
  default OpenSound head(int samplesMax) {
    OpenSound whole = this;
    return new OpenSound() {
      @Override
      public int sampleRateHz() {
        return whole.sampleRateHz();
      }

      @Override
      public int sourceRateHz() {
        return whole.sourceRateHz();
      }

      @Override
      public SampleReader samples() throws IOException {
        SampleReader reader = whole.samples();
        int[] left = {samplesMax};
        return into -> {
          int count = left[0] == 0 ? -1 : reader.read(into);
          int taken = Math.min(left[0], count);
          left[0] -= Math.max(0, taken);
          return taken;
        };
      }
    };
  }

  /** A sound that is in memory. */
  static OpenSound of(AudioClip clip) {
    return of(clip, clip.sampleRateHz());
  }

  /** As above, of a file of another rate. */
  static OpenSound of(AudioClip clip, int sourceRateHz) {
    return new OpenSound() {
      @Override
      public int sampleRateHz() {
        return clip.sampleRateHz();
      }

      @Override
      public int sourceRateHz() {
        return sourceRateHz;
      }

      @Override
      public SampleReader samples() {
        return SampleReader.of(clip.samples());
      }

      @Override
      public List<String> remarks() {
        return clip.remarks();
      }
    };
  }

  /** The SHA-256 of all samples as little-endian floats: that of {@link Sha256#of(float[])}. */
  default String sha256() throws IOException {
    MessageDigest digest = Sha256.digest();
    SampleReader samples = samples();
    float[] block = new float[1 << 14];
    ByteBuffer bytes =
        ByteBuffer.allocate(block.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int count = samples.read(block); count > 0; count = samples.read(block)) {
      bytes.clear().asFloatBuffer().put(block, 0, count);
      digest.update(bytes.limit(count * Float.BYTES));
    }
    return Sha256.hex(digest);
  }
}
