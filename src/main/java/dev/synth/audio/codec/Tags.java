package dev.synth.audio.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Tags that players and taggers put before, between and behind the sounds of a file of any form:
 * ID3v2, ID3v1 with its extension, APE and Lyrics3. Each is passed over by its own size, so that
 * what stands behind it is found.
 *
 * <p>Source: id3.org, "ID3v2.4.0 Main Structure", section 3, "ID3v1" and "Lyrics3 Tag v2.00";
 * Hydrogenaudio, "APEv2 specification".
 */
public final class Tags {
  private static final int ID3_BYTES = 10;
  private static final int ID3_FOOTER_FLAG = 0x10;
  private static final int ID3_VERSION_MAX = 15;
  private static final int ID3V1_BYTES = 128;
  private static final int ID3V1_EXTENSION_BYTES = 227;
  private static final int APE_BYTES = 32;
  private static final int APE_IS_HEADER = 1 << 29;
  private static final byte[] APE_MAGIC = ascii("APETAGEX");
  private static final String LYRICS_MAGIC = "LYRICSBEGIN";
  private static final int LYRICS_END_BYTES = 9;

  /** How far the end of a tag is searched that does not say its size at its beginning. */
  private static final int SEARCHED_BYTES = 1 << 20;

  private Tags() {}

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whether what stands at {@code at}, where a chunk might begin, is a tag. */
  public static boolean isAt(SoundInput in, long at) throws IOException {
    long left = in.bytes() - at;
    return !in.ascii(at, 3).equals("TAG")
        ? next(in, at).isPresent()
        : left == ID3V1_BYTES || left == ID3V1_BYTES + ID3V1_EXTENSION_BYTES;
  }

  /**
   * Where the tags end with which the file begins, one behind the other, filled up with zeros; 0
   * without any.
   *
   * @throws dev.synth.io.BadDataException if nothing is behind them
   */
  public static long before(SoundInput in) throws IOException {
    long end = 0;
    String start = in.ascii(0, APE_MAGIC.length);
    if (!start.startsWith("ID3") && !start.equals("APETAGEX")) {
      return 0;
    }
    for (OptionalLong next = next(in, 0); next.isPresent(); next = next(in, end)) {
      if (next.getAsLong() >= in.bytes()) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is truncated inside its %s tag at byte %d, which claims %d bytes; the file has %d; copy it again",
                in.ascii(end, 3),
                end,
                next.getAsLong() - end,
                in.bytes()));
      }
      end = in.skipZeros(next.getAsLong());
    }
    return end;
  }

  /**
   * Where the tags and zeros end that stand behind a sound, at {@code at}; {@code at} itself where
   * there are none.
   */
  public static long behind(SoundInput in, long at) throws IOException {
    long end = in.skipZeros(at);
    while (true) {
      OptionalLong next = next(in, end);
      if (next.isEmpty()) {
        next = apeWithoutHeader(in, end);
      }
      if (next.isEmpty()) {
        return end;
      }
      if (next.getAsLong() > in.bytes()) {
        in.remark(
            "the tag at byte %d claims %d bytes and the file ends after %d of them",
            end, next.getAsLong() - end, in.bytes() - end);
        return in.bytes();
      }
      end = in.skipZeros(next.getAsLong());
    }
  }

  /** Where the tag ends that begins at {@code at}, perhaps behind the file's end. */
  private static OptionalLong next(SoundInput in, long at) throws IOException {
    String start = in.ascii(at, LYRICS_MAGIC.length());
    if (start.startsWith("ID3")
        && in.bytes() - at >= ID3_BYTES
        && start.charAt(3) <= ID3_VERSION_MAX) {
      return OptionalLong.of(at + id3Bytes(in.at(at, ID3_BYTES)));
    }
    if (start.startsWith("APETAGEX")) {
      return OptionalLong.of(at + apeBytes(in, at));
    }
    if (start.startsWith("TAG")) {
      return OptionalLong.of(at + (start.startsWith("TAG+") ? ID3V1_EXTENSION_BYTES : ID3V1_BYTES));
    }
    return start.equals(LYRICS_MAGIC) ? lyrics(in, at) : OptionalLong.empty();
  }

  private static long id3Bytes(ByteBuffer header) {
    long rest = 0;
    for (int i = 6; i < ID3_BYTES; i++) {
      rest = rest << 7 | (header.get(i) & 0x7F);
    }
    boolean footer = (header.get(5) & ID3_FOOTER_FLAG) != 0;
    return ID3_BYTES + rest + (footer ? ID3_BYTES : 0);
  }

  /** The size in it counts the items and the footer, not the header. */
  private static long apeBytes(SoundInput in, long at) throws IOException {
    if (in.bytes() - at < APE_BYTES) {
      return APE_BYTES;
    }
    ByteBuffer header = in.at(at, APE_BYTES);
    boolean isHeader = (header.getInt(20) & APE_IS_HEADER) != 0;
    return isHeader ? APE_BYTES + (header.getInt(12) & 0xFFFF_FFFFL) : APE_BYTES;
  }

  /** The first version of APE tags has a footer only, whose size leads back to {@code at}. */
  private static OptionalLong apeWithoutHeader(SoundInput in, long at) throws IOException {
    long to = Math.min(in.bytes(), at + SEARCHED_BYTES);
    for (long footer = in.find(APE_MAGIC, at, to); footer >= 0; ) {
      if (in.bytes() - footer < APE_BYTES) {
        break;
      }
      long end = footer + APE_BYTES;
      if (end - (in.at(footer + 12, 4).getInt() & 0xFFFF_FFFFL) == at) {
        return OptionalLong.of(end);
      }
      footer = in.find(APE_MAGIC, footer + 1, to);
    }
    return OptionalLong.empty();
  }

  private static OptionalLong lyrics(SoundInput in, long at) throws IOException {
    long to = Math.min(in.bytes(), at + SEARCHED_BYTES);
    long first = in.find(ascii("LYRICSEND"), at, to);
    long second = in.find(ascii("LYRICS200"), at, to);
    long end = first < 0 || second >= 0 && second < first ? second : first;
    return end < 0 ? OptionalLong.empty() : OptionalLong.of(end + LYRICS_END_BYTES);
  }
}
