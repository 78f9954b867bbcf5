package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.testing.Fuzzing;
import dev.synth.testing.Mutations;
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

  /** A synthesizer, its voices and a tenth of a second of sound. */
  private static final long ALLOCATED_BYTES = 32L << 20;

  @TempDir private Path dir;

  private static void play(Path file) throws IOException {
    try (SoundfontRenderer renderer = SoundfontRenderer.open(file)) {
      for (SoundfontPreset preset : renderer.presets()) {
        renderer.render(preset.bank(), preset.program(), 60, 100, 0.1, 0.05);
      }
    }
  }

  @Test
  void damagedSoundfonts() throws IOException {
    byte[] good = new SmallSoundfont().bytes();
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
    byte[] good = new SmallSoundfont().bytes();
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
