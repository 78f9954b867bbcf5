package dev.synth.audio.codec.ogg;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One page of an Ogg file. Source: RFC 3533, section 6.
 *
 * @param at where it is in the file
 * @param end where it ends
 * @param flags what it continues, begins or ends
 * @param granule the position of what ends in it, in the stream's own unit; -1 where nothing does
 * @param serial of its stream
 * @param number of the page in its stream
 * @param lacing the sizes of its segments, 0 to 255 each; less than 255 ends a packet
 * @param body the segments
 */
record OggPage(
    long at, long end, int flags, long granule, int serial, int number, int[] lacing, byte[] body) {
  private static final int HEADER_BYTES = 27;
  private static final int CHECKSUM_AT = 22;
  private static final int POLYNOMIAL = 0x04C1_1DB7;
  private static final int[] CRC = table();

  private static final int CONTINUED = 1;
  private static final int FIRST = 2;
  private static final int LAST = 4;

  /** Whether it begins within a packet. */
  boolean isContinued() {
    return (flags & CONTINUED) != 0;
  }

  /** Whether it is the first of its stream. */
  boolean isFirst() {
    return (flags & FIRST) != 0;
  }

  /** Whether it is the last of its stream. */
  boolean isLast() {
    return (flags & LAST) != 0;
  }

  /** Whether a page begins at {@code at}. */
  static boolean isAt(SoundInput in, long at) throws IOException {
    return in.ascii(at, 4).equals("OggS");
  }

  /**
   * Reads the page at {@code at}; empty where the file ends within it.
   *
   * @throws dev.synth.io.BadDataException if its checksum differs
   */
  static Optional<OggPage> read(SoundInput in, long at) throws IOException {
    if (in.bytes() - at < HEADER_BYTES) {
      return Optional.empty();
    }
    ByteBuffer header = in.at(at, HEADER_BYTES);
    int segments = header.get(HEADER_BYTES - 1) & 0xFF;
    long left = in.bytes() - at - HEADER_BYTES - segments;
    if (left < 0) {
      return Optional.empty();
    }
    byte[] sizes = in.at(at + HEADER_BYTES, segments).array();
    int[] lacing = new int[segments];
    int bytes = 0;
    for (int i = 0; i < segments; i++) {
      lacing[i] = sizes[i] & 0xFF;
      bytes += lacing[i];
    }
    if (left < bytes) {
      return Optional.empty();
    }
    byte[] body = in.at(at + HEADER_BYTES + segments, bytes).array();
    int checksum = header.getInt(CHECKSUM_AT);
    header.putInt(CHECKSUM_AT, 0);
    if (crc(crc(crc(0, header.array()), sizes), body) != checksum) {
      throw damaged(in, at, "the page there has a wrong checksum", null);
    }
    return Optional.of(
        new OggPage(
            at,
            at + HEADER_BYTES + segments + bytes,
            header.get(5),
            header.getLong(6),
            header.getInt(14),
            header.getInt(18),
            lacing,
            body));
  }

  /** The sentence that the file is damaged. */
  static IOException damaged(SoundInput in, long at, String what, Throwable cause) {
    return in.bad("is damaged at byte " + at + ": " + what + "; copy or export it again", cause);
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int i = 0; i < table.length; i++) {
      int crc = i << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc << 1 ^ (crc < 0 ? POLYNOMIAL : 0);
      }
      table[i] = crc;
    }
    return table;
  }

  private static int crc(int before, byte[] bytes) {
    int crc = before;
    for (byte each : bytes) {
      crc = crc << 8 ^ CRC[crc >>> 24 ^ each & 0xFF];
    }
    return crc;
  }
}
