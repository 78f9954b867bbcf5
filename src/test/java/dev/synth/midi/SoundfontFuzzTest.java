package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.testing.Fuzzing;
import dev.synth.testing.Mutations;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged soundfonts play or are refused with one sentence, in memory that their size justifies.
 */
class SoundfontFuzzTest {
  private static final long SEED = 20261128L;
  private static final int SAMPLES = 400;

  /** A synthesizer, its voices and a tenth of a second of sound. */
  private static final long ALLOCATED_BYTES = 32L << 20;

  @TempDir private Path dir;

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
    return bytes(tag, bytes.length, bytes);
  }

  /** A soundfont of one looped sine in one instrument in one preset. */
  private static byte[] small() {
    ByteBuffer sine = ByteBuffer.allocate(2 * (SAMPLES + 46)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < SAMPLES; i++) {
      sine.putShort((short) (20_000 * Math.sin(2 * Math.PI * i / 40)));
    }
    byte[] none = new byte[10];
    return chunk(
        "RIFF",
        "sfbk",
        chunk("LIST", "INFO", chunk("ifil", s(2), s(1)), chunk("INAM", "bank\0\0")),
        chunk("LIST", "sdta", chunk("smpl", sine.array())),
        chunk(
            "LIST",
            "pdta",
            chunk(
                "phdr",
                bytes(name("one"), s(0), s(0), s(0), 0, 0, 0),
                bytes(name("EOP"), s(0), s(0), s(1), 0, 0, 0)),
            chunk("pbag", s(0), s(0), s(1), s(0)),
            chunk("pmod", none),
            chunk("pgen", s(41), s(0), 0),
            chunk("inst", name("one"), s(0), name("EOI"), s(1)),
            chunk("ibag", s(0), s(0), s(2), s(0)),
            chunk("imod", none),
            chunk("igen", s(54), s(1), s(53), s(0), 0),
            chunk(
                "shdr",
                bytes(name("sine"), 0, SAMPLES, 40, SAMPLES - 40, 16_000, s(60), s(0), s(1)),
                bytes(name("EOS"), 0, 0, 0, 0, 0, s(0), s(0), s(0)))));
  }

  private static void play(Path file) throws IOException {
    try (SoundfontRenderer renderer = SoundfontRenderer.open(file)) {
      for (int program : renderer.programs()) {
        renderer.render(program, 60, 100, 0.1, 0.05);
      }
    }
  }

  @Test
  void damagedSoundfonts() throws IOException {
    byte[] good = small();
    Path file = Files.write(dir.resolve("small.sf2"), good);
    Mutations mutations = new Mutations(Fuzzing.seed(SEED));
    assertTrue(Fuzzing.read(file, mutations, ALLOCATED_BYTES, () -> play(file)), "undamaged");
    int played = 0;
    int cases = Fuzzing.cases(600);
    for (int i = 0; i < cases; i++) {
      Files.write(file, mutations.of(good));
      boolean read =
          Assertions.assertTimeoutPreemptively(
              Duration.ofSeconds(30),
              () -> Fuzzing.read(file, mutations, ALLOCATED_BYTES, () -> play(file)),
              mutations::toString);
      played += read ? 1 : 0;
    }
    assertTrue(played > cases / 20 && played < cases, played + " played");
  }

  /** Every chunk's size, replaced by each extreme one. */
  @Test
  void sizesThatLie() throws IOException {
    byte[] good = small();
    String text = new String(good, StandardCharsets.ISO_8859_1);
    Path file = dir.resolve("sizes.sf2");
    int refused = 0;
    for (String tag : new String[] {"LIST", "ifil", "smpl", "phdr", "inst", "igen", "shdr"}) {
      for (int at = text.indexOf(tag); at >= 0; at = text.indexOf(tag, at + 1)) {
        for (int size : new int[] {0, 1, 3, 45, 0x7fffffff, 0x80000000, -1}) {
          byte[] bad = good.clone();
          ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 4, size);
          Files.write(file, bad);
          refused +=
              Fuzzing.read(file, new Mutations(at), ALLOCATED_BYTES, () -> play(file)) ? 0 : 1;
          if (size < 0 || size == 0x7fffffff) {
            String message =
                assertThrows(BadDataException.class, () -> Soundfont.open(file)).getMessage();
            assertTrue(message.contains("damaged"), message);
          }
        }
      }
    }
    assertTrue(refused > 30, refused + " refused");
  }
}
