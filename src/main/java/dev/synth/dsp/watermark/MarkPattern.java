package dev.synth.dsp.watermark;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which bands the mark raises and which it lowers, and when: what the key decides. It comes again
 * every {@value #SLOTS} slots, about four seconds.
 *
 * <p>Time is cut into slots of two frames of 32 ms, and 250 to 6000 Hz into bands of 125 Hz. A chip
 * is a slot in a band: its level is raised in one frame and lowered in the other. Some of a slot's
 * chips, chosen by the key, tell that there is a mark; the others carry the {@value #BITS} bits of
 * its code, each bit in some 12 chips of the whole pattern.
 */
final class MarkPattern {
  /** Slots before the pattern comes again. */
  static final int SLOTS = 62;

  /** Bands. */
  static final int BANDS = 46;

  /** Bits of the code. */
  static final int BITS = MarkCode.CODE_BITS;

  /** The frequency where the first band begins. */
  static final double LOWEST_HZ = 250;

  /** From one band to the next. */
  static final double BAND_HZ = 125;

  /** Length of a frame, two of which are a slot. */
  static final double FRAME_SECONDS = 0.032;

  private static final byte PRESENCE = -1;
  private static final int PRESENCE_CHIPS = 28;

  private final byte[][] signs = new byte[SLOTS][BANDS];
  private final byte[][] bits = new byte[SLOTS][BANDS];

  /** The pattern of {@code key}, any bytes. */
  MarkPattern(byte[] key) {
    KeyStream random = new KeyStream(key);
    int next = 0;
    for (int slot = 0; slot < SLOTS; slot++) {
      int[] order = random.permutation(BANDS);
      for (int i = 0; i < BANDS; i++) {
        signs[slot][order[i]] = (byte) (random.below(2) == 0 ? -1 : 1);
        bits[slot][order[i]] = i < PRESENCE_CHIPS ? PRESENCE : (byte) (next++ % BITS);
      }
    }
  }

  /** Which way the first frame of a chip goes, +1 or -1, where the bit that it carries is set. */
  int sign(int slot, int band) {
    return signs[slot][band];
  }

  /** The bit that a chip carries; negative where it tells of the mark itself. */
  int bit(int slot, int band) {
    return bits[slot][band];
  }

  /** Which way the first frame of a chip goes under {@code code}. */
  int sign(int slot, int band, int[] code) {
    int bit = bits[slot][band];
    return bit < 0 ? signs[slot][band] : code[bit] * signs[slot][band];
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
