package dev.synth.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Pieces of sound files and of what stands around them, for the tests that read them. */
public final class SoundBytes {
  private SoundBytes() {}

  public static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** The numbers as integers of {@code bytes} bytes each. */
  public static byte[] ints(ByteOrder order, int bytes, long... values) {
    byte[] out = new byte[bytes * values.length];
    for (int i = 0; i < out.length; i++) {
      int place = order == ByteOrder.LITTLE_ENDIAN ? i % bytes : bytes - 1 - i % bytes;
      out[i] = (byte) (values[i / bytes] >> 8 * place);
    }
    return out;
  }

  public static byte[] le(int bytes, long... values) {
    return ints(ByteOrder.LITTLE_ENDIAN, bytes, values);
  }

  public static byte[] be(int bytes, long... values) {
    return ints(ByteOrder.BIG_ENDIAN, bytes, values);
  }

  /** A RIFF chunk whose size says {@code claimed}, without what fills it up. */
  public static byte[] chunk(String name, long claimed, byte[] body) {
    return join(ascii(name), le(4, claimed), body);
  }

  /** A RIFF chunk as it should be. */
  public static byte[] chunk(String name, byte[] body) {
    return join(chunk(name, body.length, body), new byte[body.length & 1]);
  }

  /** An AIFF chunk as it should be. */
  public static byte[] aiffChunk(String name, byte[] body) {
    return join(ascii(name), be(4, body.length), body, new byte[body.length & 1]);
  }

  /** A {@code fmt} chunk's body. */
  public static byte[] fmt(int tag, int channels, int rateHz, int bits, int frameBytes) {
    return join(
        le(2, tag, channels), le(4, rateHz, (long) rateHz * frameBytes), le(2, frameBytes, bits));
  }

  /** A WAV of these chunks. */
  public static byte[] riff(byte[]... chunks) {
    byte[] all = join(chunks);
    return join(ascii("RIFF"), le(4, 4 + all.length), ascii("WAVE"), all);
  }

  /** A WAV of one channel of 16 bits at 16 kHz. */
  public static byte[] wav16(short... samples) {
    return riff(chunk("fmt ", fmt(1, 1, 16_000, 16, 2)), chunk("data", shorts(samples)));
  }

  public static byte[] shorts(short... samples) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asShortBuffer().put(samples);
    return bytes.array();
  }

  /** A {@code COMM} chunk of one channel at 16 kHz; {@code coding} is empty in AIFF. */
  public static byte[] comm(long frames, int bits, String coding) {
    byte[] rate = join(be(2, 16_383 + 13), be(8, 16_000L << 50));
    byte[] name = coding.isEmpty() ? new byte[0] : join(ascii(coding), new byte[2]);
    return aiffChunk("COMM", join(be(2, 1), be(4, frames), be(2, bits), rate, name));
  }

  /** An SSND chunk of {@code samples}. */
  public static byte[] ssnd(byte[] samples) {
    return aiffChunk("SSND", join(new byte[8], samples));
  }

  /** An AIFF, or an AIFF-C, of these chunks. */
  public static byte[] form(String kind, byte[]... chunks) {
    byte[] all = join(chunks);
    return join(ascii("FORM"), be(4, 4 + all.length), ascii(kind), all);
  }

  /** An ID3v2 tag of {@code bytes} bytes behind its header. */
  public static byte[] id3(int bytes) {
    return join(
        ascii("ID3\4\0\0"),
        be(1, bytes >> 21, bytes >> 14 & 127, bytes >> 7 & 127, bytes & 127),
        new byte[bytes]);
  }

  /** An ID3v1 tag. */
  public static byte[] id3v1() {
    return join(ascii("TAG"), ascii("x".repeat(125)));
  }

  /** An APE tag with header and footer. */
  public static byte[] ape() {
    byte[] items = ascii("item".repeat(10));
    return join(
        apeEnd(2000, items.length, 0xA000_0000), items, apeEnd(2000, items.length, 0x8000_0000));
  }

  /** An APE tag of the first version, which has a footer only. */
  public static byte[] apeWithoutHeader() {
    byte[] items = ascii("item".repeat(10));
    return join(items, apeEnd(1000, items.length, 0));
  }

  private static byte[] apeEnd(int version, int itemBytes, int flags) {
    return join(ascii("APETAGEX"), le(4, version, itemBytes + 32, 1, flags), new byte[8]);
  }

  /** A Lyrics3 tag. */
  public static byte[] lyrics() {
    return ascii("LYRICSBEGINLYR00005hello000024LYRICS200");
  }
}
