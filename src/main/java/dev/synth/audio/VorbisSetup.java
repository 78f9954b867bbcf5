package dev.synth.audio;

/**
 * Looks through the codebooks of a Vorbis setup header before JOrbis, which makes tables of any
 * size that they claim. Source: Xiph.Org, "Vorbis I specification", section 3.2.1.
 */
final class VorbisSetup {
  private static final int SYNC = 0x564342;
  private static final int HEADER_BYTES = 7;

  /** All books' entries times dimensions; those of libvorbis stay under a tenth of it. */
  private static final long VALUES_MAX = 1 << 22;

  private final byte[] bytes;
  private final long endBit;
  private long bit;

  private VorbisSetup(byte[] bytes, int offset, int count) {
    this.bytes = bytes;
    this.bit = 8L * (offset + HEADER_BYTES);
    this.endBit = 8L * (offset + count);
  }

  /** What is wrong with the codebooks, or null. */
  static String check(byte[] bytes, int offset, int count) {
    return count <= HEADER_BYTES ? "is cut short" : new VorbisSetup(bytes, offset, count).check();
  }

  private String check() {
    long values = 0;
    for (int books = (int) read(8) + 1; books > 0; books--) {
      if (read(24) != SYNC) {
        return "has a codebook that does not begin as one";
      }
      int dimensions = (int) read(16);
      int entries = (int) read(24);
      values += (long) entries * Math.max(1, dimensions);
      if (dimensions == 0 || entries == 0 || values > VALUES_MAX) {
        return "has codebooks larger than any encoder's";
      }
      if (read(1) == 1) {
        skipOrderedLengths(entries);
      } else {
        skipLengths(entries);
      }
      int lookup = (int) read(4);
      if (lookup > 2) {
        return "has a codebook of a type that does not exist";
      }
      if (lookup > 0) {
        bit += 64;
        int valueBits = (int) read(4) + 1;
        bit += 1;
        long count = lookup == 1 ? latticeSide(entries, dimensions) : (long) entries * dimensions;
        bit += count * valueBits;
      }
      if (bit > endBit) {
        return "is cut short";
      }
    }
    return null;
  }

  private void skipLengths(int entries) {
    boolean sparse = read(1) == 1;
    for (int i = 0; i < entries && bit <= endBit; i++) {
      if (!sparse || read(1) == 1) {
        bit += 5;
      }
    }
  }

  private void skipOrderedLengths(int entries) {
    bit += 5;
    for (int done = 0; done < entries && bit <= endBit; ) {
      done += (int) read(32 - Integer.numberOfLeadingZeros(entries - done));
    }
  }

  /** The largest side whose {@code dimensions}-th power is at most {@code entries}. */
  private static int latticeSide(int entries, int dimensions) {
    int side = (int) Math.floor(Math.pow(entries, 1.0 / dimensions)) + 1;
    while (side > 1 && Math.pow(side, dimensions) > entries) {
      side--;
    }
    return side;
  }

  /** The next {@code count} bits, the lowest first; zeros behind the end. */
  private long read(int count) {
    long value = 0;
    for (int i = 0; i < count; i++, bit++) {
      if (bit < endBit) {
        value |= (long) (bytes[(int) (bit >>> 3)] >>> (int) (bit & 7) & 1) << i;
      }
    }
    return value;
  }
}
