package dev.synth.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorOutputStream;

/**
 * Tables of TensorFlow's checkpoints with one block of entries, taken apart and put together again
 * with right checksums, so that damage reaches what is behind these.
 */
public final class TableBytes {
  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5;
  private static final int SNAPPY_BLOCK_BYTES = 1 << 15;

  private TableBytes() {}

  /** The first block of a table, which begins with it. */
  public static byte[] block(byte[] table) {
    ByteBuffer bytes = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(table.length - FOOTER_BYTES);
    varint(bytes);
    varint(bytes);
    bytes.position((int) varint(bytes)); // the index block: its first entry
    varint(bytes);
    int keyBytes = (int) varint(bytes);
    varint(bytes);
    bytes.position(bytes.position() + keyBytes);
    if (varint(bytes) != 0) {
      throw new IllegalArgumentException("the first block lies elsewhere");
    }
    return Arrays.copyOf(table, (int) varint(bytes));
  }

  private static long varint(ByteBuffer bytes) {
    long number = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }

  /** A table of that block alone, as it is. */
  public static byte[] table(byte[] block) {
    return table(block, (byte) 0);
  }

  /** The same, compressed by Snappy. */
  public static byte[] compressedTable(byte[] block) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var snappy = new SnappyCompressorOutputStream(out, block.length, SNAPPY_BLOCK_BYTES)) {
      snappy.write(block);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tableOfCompressed(out.toByteArray());
  }

  /** A table of a block that is compressed already. */
  public static byte[] tableOfCompressed(byte[] block) {
    return table(block, (byte) 1);
  }

  private static byte[] table(byte[] block, byte compression) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stored(out, block, compression);
    // An entry with a key that is behind all others, and the block's place.
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    ByteArrayOutputStream place = new ByteArrayOutputStream();
    write(place, 0);
    write(place, block.length);
    write(index, 0);
    write(index, 1);
    write(index, place.size());
    index.write(0xff);
    index.writeBytes(place.toByteArray());
    index.writeBytes(new byte[] {0, 0, 0, 0, 1, 0, 0, 0});
    int indexAt = out.size();
    stored(out, index.toByteArray(), (byte) 0);
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    write(footer, 0);
    write(footer, 0);
    write(footer, indexAt);
    write(footer, index.size());
    byte[] end = Arrays.copyOf(footer.toByteArray(), FOOTER_BYTES);
    ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0xdb4775248b80fb57L);
    out.writeBytes(end);
    return out.toByteArray();
  }

  private static void stored(ByteArrayOutputStream out, byte[] block, byte compression) {
    byte[] bytes = Arrays.copyOf(block, block.length + TRAILER_BYTES);
    bytes[block.length] = compression;
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, block.length + 1);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(block.length + 1, masked);
    out.writeBytes(bytes);
  }

  private static void write(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 0x7f) {
      out.write((int) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
