package dev.synth.io.checkpoint;

import dev.synth.io.tfrecord.MaskedCrc32c;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;

/**
 * A block of a {@link SortedTable}: entries in the order of their keys, each as the bytes that its
 * key has in common with the one before, the bytes that it has more, and a value; then the places
 * of the entries whose keys are whole, which a reader that begins at the first needs not. Behind
 * the block, a byte says how it is compressed (0 not, 1 by Snappy), and four are the {@link
 * MaskedCrc32c} of all of that.
 */
final class TableBlock {
  /** Bytes behind a block. */
  static final int TRAILER_BYTES = 5;

  /** A copy of three bytes makes up to 64, so no block grows by more. */
  static final int SNAPPY_RATIO_MAX = 22;

  private static final byte PLAIN = 0;
  private static final byte SNAPPY = 1;

  private final FileRegion file;
  private final ByteBuffer bytes;
  private byte[] key = new byte[0];
  private ByteBuffer value;

  private TableBlock(FileRegion file, ByteBuffer bytes) {
    this.file = file;
    this.bytes = bytes;
  }

  /**
   * Reads a block, before its first entry.
   *
   * @param length in bytes, without what is behind it
   * @throws dev.synth.io.BadDataException if it is not there, whole
   */
  static TableBlock read(FileRegion file, long offset, long length) throws IOException {
    if (length < 0 || length > file.length()) {
      throw file.damaged("a block of " + length + " bytes");
    }
    byte[] stored = file.read(offset, length + TRAILER_BYTES);
    int size = (int) length;
    int crc = ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(size + 1);
    if (MaskedCrc32c.of(stored, 0, size + 1) != crc) {
      throw file.damaged("the block at byte " + offset + " does not fit its checksum");
    }
    byte[] plain =
        switch (stored[size]) {
          case PLAIN -> Arrays.copyOf(stored, size);
          case SNAPPY -> uncompressed(file, stored, size);
          default ->
              throw file.bad(
                  "is compressed in a way that synth does not know (" + stored[size] + ")");
        };
    ByteBuffer bytes = ByteBuffer.wrap(plain).order(ByteOrder.LITTLE_ENDIAN);
    int restarts = plain.length < 4 ? -1 : bytes.getInt(plain.length - 4);
    long end = plain.length - 4 - 4L * restarts;
    if (restarts < 0 || end < 0) {
      throw file.damaged("the block at byte " + offset + " has no end");
    }
    return new TableBlock(file, bytes.limit((int) end));
  }

  private static byte[] uncompressed(FileRegion file, byte[] stored, int size) throws IOException {
    try (var in = new SnappyCompressorInputStream(new ByteArrayInputStream(stored, 0, size))) {
      long whole = in.getSize();
      if (whole > (long) SNAPPY_RATIO_MAX * size) {
        throw file.damaged("a compressed block that grows to " + whole + " bytes");
      }
      byte[] plain = in.readNBytes((int) whole);
      if (plain.length != whole) {
        throw file.damaged("a compressed block that ends early");
      }
      return plain;
    } catch (IOException | RuntimeException e) {
      throw e instanceof dev.synth.io.BadDataException bad
          ? bad
          : file.damaged("a compressed block that cannot be read");
    }
  }

  /** Goes to the next entry; false if there is none. */
  boolean next() throws IOException {
    if (!bytes.hasRemaining()) {
      return false;
    }
    long shared = varint(file, bytes);
    long more = varint(file, bytes);
    long size = varint(file, bytes);
    if (shared < 0
        || shared > key.length
        || more < 0
        || size < 0
        || more > bytes.remaining()
        || size > bytes.remaining() - more) {
      throw file.damaged("an entry that is longer than its block");
    }
    byte[] next = Arrays.copyOf(key, (int) (shared + more));
    bytes.get(next, (int) shared, (int) more);
    key = next;
    value = bytes.slice(bytes.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(bytes.position() + (int) size);
    return true;
  }

  /** The key of this entry. */
  byte[] key() {
    return key;
  }

  /** The value of this entry, from its position to its limit. */
  ByteBuffer value() {
    return value;
  }

  /** A number in base 128, the lowest 7 bits first, all bytes but the last with their top bit. */
  static long varint(FileRegion file, ByteBuffer bytes) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE && bytes.hasRemaining(); shift += 7) {
      byte next = bytes.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw file.damaged("a number without an end");
  }
}
