package dev.synth.dsp.watermark;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which bands the mark raises and which it lowers, and when: what the key decides. It comes again
 * every {@value #FRAMES} frames, about four seconds.
 *
 * <p>Time is cut into frames of 12 ms, and 125 to 5875 Hz into bands of 250 Hz. A chip is a frame
 * of a band, whose level is raised or lowered. Each carries one of the {@value #BITS} bits of the
 * code, each bit in some 80 chips of the whole pattern.
 */
final class MarkPattern {
  /** Frames before the pattern comes again. */
  static final int FRAMES = 336;

  /** Bands. */
  static final int BANDS = 23;

  /** Bits of the code. */
  static final int BITS = MarkCode.CODE_BITS;

  /** The frequency where the first band begins. */
  static final double LOWEST_HZ = 125;

  /** From one band to the next. */
  static final double BAND_HZ = 250;

  /** Length of a frame. */
  static final double FRAME_SECONDS = 0.012;

  private final byte[][] signs = new byte[FRAMES][BANDS];
  private final byte[][] bits = new byte[FRAMES][BANDS];

  /** The pattern of {@code key}, any bytes. */
  MarkPattern(byte[] key) {
    KeyStream random = new KeyStream(key);
    int next = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      for (int band : random.permutation(BANDS)) {
        signs[frame][band] = (byte) (random.below(2) == 0 ? -1 : 1);
        bits[frame][band] = (byte) (next++ % BITS);
      }
    }
  }

  /** Which way a chip goes, +1 or -1, where the bit that it carries is set. */
  int sign(int frame, int band) {
    return signs[frame][band];
  }

  /** The bit that a chip carries. */
  int bit(int frame, int band) {
    return bits[frame][band];
  }

  /** Numbers that nobody can tell who does not know the key: SHA-256 of key and counter. */
  private static final class KeyStream {
    private final MessageDigest digest;
    private final byte[] key;
    private int counter;
    private ByteBuffer block = ByteBuffer.allocate(0);

    KeyStream(byte[] key) {
      this.key = key.clone();
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError(e); // every JDK has it
      }
    }

    /** From 0 to below {@code bound}, which is small: what 31 bits are uneven by is nothing. */
    int below(int bound) {
      if (block.remaining() < Integer.BYTES) {
        digest.update(key);
        block =
            ByteBuffer.wrap(
                digest.digest(ByteBuffer.allocate(Integer.BYTES).putInt(counter++).array()));
      }
      return (block.getInt() >>> 1) % bound;
    }

    int[] permutation(int count) {
      int[] order = new int[count];
      for (int i = 0; i < count; i++) {
        int other = below(i + 1);
        order[i] = order[other];
        order[other] = i;
      }
      return order;
    }
  }
}
