package dev.synth.audio.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The ID3v2 tag with which a file may begin: ten bytes, {@code ID3}, version, flags and the size of
 * the rest in four times seven bits. Source: id3.org, "ID3v2.4.0 Main Structure", section 3.1.
 */
public final class Id3 {
  private static final int HEADER_BYTES = 10;
  private static final int FOOTER_FLAG = 0x10;

  private Id3() {}

  public static boolean isAt(SoundInput in, long position) throws IOException {
    return in.ascii(position, 3).equals("ID3");
  }

  /** How many bytes the tag takes; 0 without one. */
  public static long bytes(SoundInput in) throws IOException {
    if (in.bytes() < HEADER_BYTES || !isAt(in, 0)) {
      return 0;
    }
    ByteBuffer header = in.at(0, HEADER_BYTES);
    long size = HEADER_BYTES;
    long rest = 0;
    for (int i = 6; i < HEADER_BYTES; i++) {
      rest = rest << 7 | (header.get(i) & 0x7F);
    }
    boolean footer = (header.get(5) & FOOTER_FLAG) != 0;
    size += rest + (footer ? HEADER_BYTES : 0);
    if (size >= in.bytes()) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated inside its ID3 tag, which claims %d bytes; the file has %d; copy it again",
              size,
              in.bytes()));
    }
    return size;
  }
}
