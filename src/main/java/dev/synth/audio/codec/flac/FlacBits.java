package dev.synth.audio.codec.flac;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The bits of a FLAC file, the highest of a byte first, with the two checksums of the bytes that
 * were taken. A byte is taken only when a bit of it is wanted, so that at a byte's boundary the
 * checksums are those of all before it.
 */
final class FlacBits {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int UNARY_MAX = 1 << 26;
  private static final int[] CRC8 = table(8, 0x07);
  private static final int[] CRC16 = table(16, 0x8005);

  /** The file ended inside what was to be read. */
  static final class EndOfFile extends Exception {
    private static final long serialVersionUID = 1L;

    EndOfFile() {
      super("end of file", null, false, false);
    }
  }

  private final SoundInput in;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private long nextByte;
  private long cache;
  private int cachedBits;
  private int crc8;
  private int crc16;

  FlacBits(SoundInput in, long position) {
    this.in = in;
    this.nextByte = position;
  }

  private static int[] table(int width, int polynomial) {
    int[] table = new int[256];
    for (int i = 0; i < 256; i++) {
      int crc = i << (width - 8);
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc << 1) ^ ((crc >>> (width - 1) & 1) * polynomial);
      }
      table[i] = crc & ((1 << width) - 1);
    }
    return table;
  }

  /** The byte of the file that comes next; bits of the one before may be left. */
  long position() {
    return nextByte - buffer.remaining();
  }

  boolean atEnd() {
    return position() >= in.bytes();
  }

  void resetChecksums() {
    crc8 = 0;
    crc16 = 0;
  }

  int crc8() {
    return crc8;
  }

  int crc16() {
    return crc16;
  }

  private void load() throws IOException, EndOfFile {
    if (!buffer.hasRemaining()) {
      long left = in.bytes() - nextByte;
      if (left <= 0) {
        throw new EndOfFile();
      }
      buffer.clear().limit((int) Math.min(left, BUFFER_BYTES));
      in.fill(buffer, nextByte);
      nextByte += buffer.limit();
    }
    int next = buffer.get() & 0xFF;
    crc8 = CRC8[crc8 ^ next];
    crc16 = (crc16 << 8 & 0xFFFF) ^ CRC16[crc16 >>> 8 ^ next];
    cache = cache << 8 | next;
    cachedBits += 8;
  }

  /** The next {@code count} bits, 0 to 56, as a number without a sign. */
  long unsigned(int count) throws IOException, EndOfFile {
    while (cachedBits < count) {
      load();
    }
    cachedBits -= count;
    return cache >>> cachedBits & ((1L << count) - 1);
  }

  /** The next {@code count} bits, 0 to 56, in two's complement. */
  long signed(int count) throws IOException, EndOfFile {
    long value = unsigned(count);
    return count == 0 ? 0 : value << (64 - count) >> (64 - count);
  }

  /** How many zeros stand before the next one; -1 for more than any encoder writes. */
  int zeros() throws IOException, EndOfFile {
    int count = 0;
    while (count < UNARY_MAX) {
      long window = cache & ((1L << cachedBits) - 1);
      if (window != 0) {
        int zeros = Long.numberOfLeadingZeros(window) - (64 - cachedBits);
        cachedBits -= zeros + 1;
        return count + zeros;
      }
      count += cachedBits;
      cachedBits = 0;
      load();
    }
    return -1;
  }

  /** Drops the bits that are left of a byte. */
  void align() {
    cachedBits -= cachedBits % 8;
  }
}
