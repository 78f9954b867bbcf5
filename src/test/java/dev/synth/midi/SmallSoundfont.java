package dev.synth.midi;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A soundfont of one looped sine of 400 Hz in one instrument in one preset, to be spoilt. */
public final class SmallSoundfont {
  static final int SAMPLES = 400;

  int bank;
  int program;
  int start;
  int end = SAMPLES;
  int loopStart = 40;
  int loopEnd = SAMPLES - 40;
  int rateHz = 16_000;
  int key = 67;
  int type = 1;
  int sampleId;
  int instrumentId;
  int presetBags = 1;
  int lowBytes = -1;
  int modulators;

  /** Further generators of the instrument's zone: numbers and amounts. */
  int[] generators = {};

  /** Generators of the preset's zone. */
  int[] presetGenerators = {};

  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      byte[] bytes =
          part instanceof byte[] array
              ? array
              : part instanceof String text
                  ? text.getBytes(StandardCharsets.US_ASCII)
                  : little(part);
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] little(Object number) {
    boolean isShort = number instanceof Short;
    ByteBuffer buffer = ByteBuffer.allocate(isShort ? 2 : 4).order(ByteOrder.LITTLE_ENDIAN);
    return (isShort ? buffer.putShort((Short) number) : buffer.putInt((Integer) number)).array();
  }

  private static Short s(int value) {
    return (short) value;
  }

  private static String name(String text) {
    return text + "\0".repeat(20 - text.length());
  }

  private static byte[] chunk(String tag, Object... content) {
    byte[] bytes = bytes(content);
    return bytes(tag, bytes.length, bytes, new byte[bytes.length & 1]);
  }

  private static byte[] generators(int[] pairs, Object... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int number : pairs) {
      out.writeBytes(little(s(number)));
    }
    out.writeBytes(bytes(more));
    return out.toByteArray();
  }

  public byte[] bytes() {
    ByteBuffer sine = ByteBuffer.allocate(2 * (SAMPLES + 46)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SAMPLES; i++) {
      sine.putShort((short) (20_000 * Math.sin(2 * Math.PI * i / 40)));
    }
    byte[] instrumentGenerators = generators(generators, s(54), s(1), s(53), s(sampleId));
    return chunk(
        "RIFF",
        "sfbk",
        chunk("LIST", "INFO", chunk("ifil", s(2), s(1)), chunk("INAM", "bank\0\0")),
        chunk(
            "LIST",
            "sdta",
            chunk("smpl", sine.array()),
            lowBytes < 0 ? new byte[0] : chunk("sm24", new byte[lowBytes])),
        chunk(
            "LIST",
            "pdta",
            chunk(
                "phdr",
                bytes(name("one"), s(program), s(bank), s(0), 0, 0, 0),
                bytes(name("EOP"), s(0), s(0), s(presetBags), 0, 0, 0)),
            chunk("pbag", s(0), s(0), s(1 + presetGenerators.length / 2), s(0)),
            chunk("pmod", new byte[10]),
            chunk("pgen", generators(presetGenerators, s(41), s(instrumentId), 0)),
            chunk("inst", name("one"), s(0), name("EOI"), s(1)),
            chunk("ibag", s(0), s(0), s(instrumentGenerators.length / 4), s(modulators)),
            chunk("imod", new byte[10 * modulators + 10]),
            chunk("igen", instrumentGenerators, 0),
            chunk(
                "shdr",
                bytes(name("sine"), start, end, loopStart, loopEnd, rateHz),
                bytes(new byte[] {(byte) key, 0}, s(0), s(type)),
                bytes(name("EOS"), 0, 0, 0, 0, 0, s(0), s(0), s(0)))));
  }
}
