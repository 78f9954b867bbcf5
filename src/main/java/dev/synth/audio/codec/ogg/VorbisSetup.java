package dev.synth.audio.codec.ogg;

/**
 * Looks through the codebooks of a Vorbis setup header before JOrbis, which makes tables of any
 * size that they claim. Source: Xiph.Org, "Vorbis I specification", section 3.2.1.
 */
final class VorbisSetup {
  private static final int SYNC = 0x564342;
  private static final int HEADER_BYTES = 7;

  /** All books' entries times dimensions; those of libvorbis stay under a tenth of it. */
  private static final long VALUES_MAX = 1 << 22;

  /** The longest block of the most channels that are read. */
  private static final int RESIDUE_MAX = 8192 * 8;

  private static final String CUT = "is cut short";

  private final byte[] bytes;
  private final long endBit;
  private long bit;
  private int[] dimensions;
  private int[] entries;

  private VorbisSetup(byte[] bytes, int offset, int count) {
    this.bytes = bytes;
    this.bit = 8L * (offset + HEADER_BYTES);
    this.endBit = 8L * (offset + count);
  }

  /** What is wrong with the header, or null. */
  static String check(byte[] bytes, int offset, int count) {
    return count <= HEADER_BYTES ? CUT : new VorbisSetup(bytes, offset, count).check();
  }

  private String check() {
    String wrong = checkBooks();
    if (wrong != null) {
      return wrong;
    }
    for (int times = (int) read(6) + 1; times > 0; times--) {
      bit += 16;
    }
    for (int floors = (int) read(6) + 1; floors > 0 && bit <= endBit; floors--) {
      if (read(16) == 0) {
        bit += 8 + 16 + 16 + 6 + 8;
        bit += 8 * (read(4) + 1);
      } else {
        skipFloor1();
      }
    }
    for (int residues = (int) read(6) + 1; residues > 0 && bit <= endBit; residues--) {
      wrong = checkResidue();
      if (wrong != null) {
        return wrong;
      }
    }
    return bit > endBit ? CUT : null;
  }

  private String checkBooks() {
    long values = 0;
    int books = (int) read(8) + 1;
    dimensions = new int[books];
    entries = new int[books];
    for (int book = 0; book < books; book++) {
      if (read(24) != SYNC) {
        return "has a codebook that does not begin as one";
      }
      dimensions[book] = (int) read(16);
      entries[book] = (int) read(24);
      values += (long) entries[book] * Math.max(1, dimensions[book]);
      if (dimensions[book] == 0 || entries[book] == 0 || values > VALUES_MAX) {
        return "has codebooks larger than any encoder's";
      }
      if (read(1) == 1) {
        skipOrderedLengths(entries[book]);
      } else {
        skipLengths(entries[book]);
      }
      int lookup = (int) read(4);
      if (lookup > 2) {
        return "has a codebook of a type that does not exist";
      }
      if (lookup > 0) {
        bit += 64;
        int valueBits = (int) read(4) + 1;
        bit += 1;
        long count =
            lookup == 1
                ? latticeSide(entries[book], dimensions[book])
                : (long) entries[book] * dimensions[book];
        bit += count * valueBits;
      }
      if (bit > endBit) {
        return CUT;
      }
    }
    return null;
  }

  private void skipFloor1() {
    int[] partitionClasses = new int[(int) read(5)];
    int classes = 0;
    for (int i = 0; i < partitionClasses.length; i++) {
      partitionClasses[i] = (int) read(4);
      classes = Math.max(classes, partitionClasses[i] + 1);
    }
    int[] classDimensions = new int[classes];
    for (int i = 0; i < classes; i++) {
      classDimensions[i] = (int) read(3) + 1;
      int subclasses = (int) read(2);
      bit += subclasses > 0 ? 8 : 0;
      bit += 8L << subclasses;
    }
    bit += 2;
    int rangeBits = (int) read(4);
    for (int each : partitionClasses) {
      bit += (long) classDimensions[each] * rangeBits;
    }
  }

  /**
   * A word of the class book tells the classes of as many partitions as the book has dimensions.
   */
  private String checkResidue() {
    bit += 16;
    long begin = read(24);
    long end = read(24);
    bit += 24;
    int classes = (int) read(6) + 1;
    int book = (int) read(8);
    if (book >= dimensions.length || end < begin || end > RESIDUE_MAX) {
      return "has a residue that cannot be";
    }
    if (Math.pow(classes, dimensions[book]) > entries[book]) {
      return "has a residue of more classes than its codebook tells";
    }
    int books = 0;
    for (int i = 0; i < classes; i++) {
      int cascade = (int) read(3);
      cascade |= read(1) == 1 ? (int) read(5) << 3 : 0;
      books += Integer.bitCount(cascade);
    }
    bit += 8L * books;
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
