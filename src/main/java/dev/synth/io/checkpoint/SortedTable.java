package dev.synth.io.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An immutable file of keys and values, the keys in order: LevelDB's table format, which TensorFlow
 * calls an SSTable. {@link TableBlock}s of entries, then a block whose entries are the last keys of
 * the others and where these lie, then 48 bytes: the places of two blocks, zeros, and a magic
 * number. Source: LevelDB, doc/table_format.md.
 */
final class SortedTable {
  private static final int FOOTER_BYTES = 48;
  private static final long MAGIC = 0xdb4775248b80fb57L;

  /** A block of entries. */
  private record Place(byte[] lastKey, long offset, long length) {}

  /** Is given entries, in their order. */
  @FunctionalInterface
  interface Visitor {
    /** Takes an entry, whose value is from its position to its limit. */
    void entry(byte[] key, ByteBuffer value) throws IOException;
  }

  private final FileRegion file;
  private final List<Place> places = new ArrayList<>();

  /**
   * Reads what it has of its blocks.
   *
   * @throws dev.synth.io.BadDataException if it is no such file, or is damaged there
   */
  SortedTable(FileRegion file) throws IOException {
    this.file = file;
    if (!isTable(file)) {
      throw file.bad(
          "is no table of a TensorFlow checkpoint, or is cut short: its last bytes are not those of"
              + " one; fetch it again");
    }
    ByteBuffer footer = footer(file);
    TableBlock.varint(file, footer); // the block of blocks' filters, which TensorFlow leaves empty
    TableBlock.varint(file, footer);
    long offset = TableBlock.varint(file, footer);
    long length = TableBlock.varint(file, footer);
    TableBlock index = TableBlock.read(file, offset, length);
    while (index.next()) {
      ByteBuffer place = index.value();
      places.add(
          new Place(index.key(), TableBlock.varint(file, place), TableBlock.varint(file, place)));
    }
  }

  /** Whether {@code file} ends as such a table does. */
  static boolean isTable(FileRegion file) throws IOException {
    return file.length() >= FOOTER_BYTES
        && footer(file).getLong(FOOTER_BYTES - Long.BYTES) == MAGIC;
  }

  private static ByteBuffer footer(FileRegion file) throws IOException {
    byte[] bytes = file.read(file.length() - FOOTER_BYTES, FOOTER_BYTES);
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads all entries.
   *
   * @throws dev.synth.io.BadDataException if a block is damaged or keys are not in order
   */
  void forEach(Visitor visitor) throws IOException {
    byte[] last = null;
    for (Place place : places) {
      TableBlock block = TableBlock.read(file, place.offset(), place.length());
      while (block.next()) {
        // It also ends a table that names one block again and again.
        if (last != null && Arrays.compareUnsigned(last, block.key()) >= 0) {
          throw file.damaged("its entries are not in order");
        }
        last = block.key();
        visitor.entry(last, block.value());
      }
    }
  }

  /** The value of {@code key}, or null where there is none. */
  ByteBuffer get(byte[] key) throws IOException {
    for (Place place : places) {
      if (Arrays.compareUnsigned(place.lastKey(), key) >= 0) {
        TableBlock block = TableBlock.read(file, place.offset(), place.length());
        while (block.next()) {
          if (Arrays.equals(block.key(), key)) {
            return block.value();
          }
        }
        return null;
      }
    }
    return null;
  }
}
