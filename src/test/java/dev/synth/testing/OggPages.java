package dev.synth.testing;

import static dev.synth.testing.SoundBytes.ascii;
import static dev.synth.testing.SoundBytes.join;
import static dev.synth.testing.SoundBytes.le;

import java.util.Arrays;

/** Pages of Ogg files, for the tests that read them. */
public final class OggPages {
  private static final int HEADER_BYTES = 27;

  private OggPages() {}

  /** A page of one packet of less than 255 bytes, or of none. */
  public static byte[] page(int flags, long position, int serial, int number, byte[] packet) {
    byte[] lacing = packet.length == 0 ? le(1, 0) : le(1, 1, packet.length);
    byte[] page =
        join(
            ascii("OggS\0"),
            le(1, flags),
            le(8, position),
            le(4, serial, number, 0),
            lacing,
            packet);
    return withChecksums(page);
  }

  /** How many bytes the page at {@code at} has. */
  public static int bytes(byte[] ogg, int at) {
    int segments = ogg[at + HEADER_BYTES - 1] & 0xff;
    int size = HEADER_BYTES + segments;
    for (int i = 0; i < segments && at + HEADER_BYTES + i < ogg.length; i++) {
      size += ogg[at + HEADER_BYTES + i] & 0xff;
    }
    return size;
  }

  /** Where the last page begins. */
  public static int last(byte[] ogg) {
    int at = 0;
    while (at + bytes(ogg, at) < ogg.length) {
      at += bytes(ogg, at);
    }
    return at;
  }

  /** The position that the page at {@code at} tells. */
  public static long position(byte[] ogg, int at) {
    long position = 0;
    for (int i = 0; i < 8; i++) {
      position |= (ogg[at + 6 + i] & 0xffL) << 8 * i;
    }
    return position;
  }

  /** Puts right checksums into {@code ogg}'s pages, as far as they are pages; returns it. */
  public static byte[] withChecksums(byte[] ogg) {
    int at = 0;
    while (at + HEADER_BYTES <= ogg.length && ogg[at] == 'O' && ogg[at + 1] == 'g') {
      int size = bytes(ogg, at);
      if (at + size > ogg.length) {
        break;
      }
      Arrays.fill(ogg, at + 22, at + 26, (byte) 0);
      int crc = 0;
      for (int i = at; i < at + size; i++) {
        crc ^= ogg[i] << 24;
        for (int bit = 0; bit < 8; bit++) {
          crc = crc << 1 ^ (crc < 0 ? 0x04c11db7 : 0);
        }
      }
      System.arraycopy(le(4, crc), 0, ogg, at + 22, 4);
      at += size;
    }
    return ogg;
  }
}
