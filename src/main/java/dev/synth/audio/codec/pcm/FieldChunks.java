package dev.synth.audio.codec.pcm;

import dev.synth.audio.WavFields;
import dev.synth.audio.codec.SoundInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code LIST} chunk of type {@code INFO}, texts that end with a zero under names of four
 * letters, and the {@code bext} chunk: description (256 bytes), originator (32), reference (32),
 * date (10), time (8), place of the first sample (8), version (2), UMID (64), loudness (10),
 * reserved (180), then the history of its coding.
 *
 * <p>Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0",
 * 1991; EBU Tech 3285, "Specification of the Broadcast Wave Format", version 2, 2011.
 */
public final class FieldChunks {
  private static final int HEADER_BYTES = 8;
  private static final int BEXT_BYTES = 602;
  private static final int DESCRIPTION_BYTES = 256;
  private static final int ORIGINATOR_BYTES = 32;
  private static final int REFERENCE_BYTES = 32;
  private static final int VERSION_AT = DESCRIPTION_BYTES + 2 * 32 + 10 + 8 + 8;

  /** The first version has no loudness, which is not measured here. */
  private static final short BEXT_VERSION = 1;

  private static final int TEXT_BYTES_MAX = 4096;

  private FieldChunks() {}

  /** Both chunks, headers included; no bytes where {@code fields} is null. */
  static ByteBuffer of(WavFields fields, int sampleRateHz, int bits, int channels) {
    if (fields == null) {
      return ByteBuffer.allocate(0);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(bext(fields, sampleRateHz, bits, channels));
    out.writeBytes(info(fields));
    return ByteBuffer.wrap(out.toByteArray());
  }

  /**
   * The texts of {@code file}: INFO's under their names, such as {@code ICMT}, bext's as {@code
   * description}, {@code originator} and {@code reference}; of long ones the beginning. None where
   * it is no WAV.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   */
  public static Map<String, String> read(Path file) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (SoundInput in = SoundInput.open(file)) {
      for (RiffChunk chunk : RiffChunk.all(in)) {
        if (chunk.name().equals("bext") && chunk.bytes() >= BEXT_BYTES) {
          add(texts, "description", in, chunk.bodyAt(), DESCRIPTION_BYTES);
          add(texts, "originator", in, chunk.bodyAt() + DESCRIPTION_BYTES, ORIGINATOR_BYTES);
          long at = chunk.bodyAt() + DESCRIPTION_BYTES + ORIGINATOR_BYTES;
          add(texts, "reference", in, at, REFERENCE_BYTES);
        } else if (chunk.name().equals("LIST")
            && chunk.bytes() >= 4
            && in.ascii(chunk.bodyAt(), 4).equals("INFO")) {
          for (RiffChunk text : RiffChunk.inside(in, chunk.bodyAt() + 4, chunk.end())) {
            add(texts, text.name(), in, text.bodyAt(), text.bytes());
          }
        }
      }
    }
    return texts;
  }

  private static void add(
      Map<String, String> texts, String name, SoundInput in, long at, long bytes)
      throws IOException {
    byte[] body = in.at(at, (int) Math.min(bytes, TEXT_BYTES_MAX)).array();
    int end = 0;
    while (end < body.length && body[end] != 0) {
      end++;
    }
    if (end > 0) {
      texts.putIfAbsent(name, new String(body, 0, end, StandardCharsets.UTF_8).strip());
    }
  }

  private static byte[] bext(WavFields fields, int sampleRateHz, int bits, int channels) {
    String history =
        String.format(
            Locale.ROOT,
            "A=PCM,F=%d,W=%d,M=%s,T=%s\r\n",
            sampleRateHz,
            bits,
            channels == 1 ? "mono" : "stereo",
            fields.software());
    byte[] coding = ascii(history);
    int bytes = BEXT_BYTES + coding.length;
    ByteBuffer chunk =
        ByteBuffer.allocate(HEADER_BYTES + bytes + bytes % 2).order(ByteOrder.LITTLE_ENDIAN);
    chunk.put(ascii("bext")).putInt(bytes);
    put(chunk, fields.description(), DESCRIPTION_BYTES);
    put(chunk, fields.software(), ORIGINATOR_BYTES);
    put(chunk, fields.reference(), REFERENCE_BYTES);
    put(chunk, date("yyyy-MM-dd", fields.date()), 10);
    put(chunk, date("HH:mm:ss", fields.date()), 8);
    chunk.position(HEADER_BYTES + VERSION_AT);
    chunk.putShort(BEXT_VERSION);
    chunk.position(HEADER_BYTES + BEXT_BYTES);
    chunk.put(coding);
    return chunk.array();
  }

  private static byte[] info(WavFields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("ISFT", fields.software());
    texts.put("ICMT", fields.description());
    texts.put("ICRD", date("yyyy-MM-dd", fields.date()));
    texts.put("ICOP", fields.copyright());
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    list.writeBytes(ascii("INFO"));
    texts.forEach((name, text) -> list.writeBytes(text(name, text)));
    ByteBuffer chunk =
        ByteBuffer.allocate(HEADER_BYTES + list.size()).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(ascii("LIST")).putInt(list.size()).put(list.toByteArray()).array();
  }

  private static byte[] text(String name, String text) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    int bytes = body.length + 1;
    ByteBuffer chunk =
        ByteBuffer.allocate(HEADER_BYTES + bytes + bytes % 2).order(ByteOrder.LITTLE_ENDIAN);
    return chunk.put(ascii(name)).putInt(bytes).put(body).array();
  }

  private static String date(String pattern, Instant date) {
    ZonedDateTime utc = date.atZone(ZoneOffset.UTC);
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).format(utc);
  }

  /** As much of it as there is room for, filled up with zeros. */
  private static void put(ByteBuffer chunk, String text, int room) {
    byte[] bytes = ascii(text);
    chunk.put(bytes, 0, Math.min(bytes.length, room));
    chunk.position(chunk.position() + Math.max(0, room - bytes.length));
  }

  /** Bext is ASCII: what is not becomes a question mark. */
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
