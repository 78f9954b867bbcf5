package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sound.midi.Soundbank;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Broken files are made by damaging a whole one: the JDK's own bank, saved. */
class SoundfontTest {
  @TempDir private static Path shared;
  private static byte[] whole;

  @TempDir private Path dir;

  @BeforeAll
  static void saveWholeSoundfont() throws Exception {
    Path file = shared.resolve("whole.sf2");
    Soundbank bank = Gervill.builtInBank();
    bank.getClass().getMethod("save", File.class).invoke(bank, file.toFile());
    whole = Files.readAllBytes(file);
  }

  private String refusal(String name, byte[] bytes) throws IOException {
    Path file = Files.write(dir.resolve(name), bytes);
    String message = assertThrows(BadDataException.class, () -> Soundfont.open(file)).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    return message;
  }

  /** Where the content of the chunk tagged {@code tag} begins. */
  private static int contentOf(String tag) {
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf(tag);
    assertTrue(at > 0, tag);
    return at + 8;
  }

  @Test
  void aWholeSoundfontOpens() throws IOException {
    Path file = Files.write(dir.resolve("whole.sf2"), whole);
    Soundfont font = Soundfont.open(file);
    assertEquals(128, font.ofBank(0).size());
    assertEquals(file.toString(), font.name());
  }

  @Test
  void compressedSoundfontsAreRefusedByNameVersionAndFlag() throws IOException {
    assertTrue(refusal("bank.SF3", whole).contains("compressed"));

    byte[] version3 = whole.clone();
    version3[contentOf("ifil")] = 3;
    assertTrue(refusal("version.sf2", version3).contains("compressed"));

    byte[] vorbis = whole.clone();
    vorbis[contentOf("shdr") + 44] |= 0x10;
    assertTrue(refusal("flag.sf2", vorbis).contains("compressed"));
  }

  @Test
  void truncatedSoundfontsAreRefused() throws IOException {
    for (int bytes : new int[] {12, 20, 100, whole.length / 2, whole.length - 1}) {
      assertTrue(
          refusal("cut.sf2", Arrays.copyOf(whole, bytes)).contains("truncated"),
          "cut to " + bytes + " bytes");
    }
  }

  @Test
  void foreignFilesAreRefused() throws IOException {
    assertTrue(refusal("empty.sf2", new byte[0]).contains("not a SoundFont"));
    assertTrue(
        refusal("text.sf2", "This is no soundfont at all.".getBytes(StandardCharsets.UTF_8))
            .contains("not a SoundFont"));
    byte[] wave = whole.clone();
    System.arraycopy("WAVE".getBytes(StandardCharsets.US_ASCII), 0, wave, 8, 4);
    assertTrue(refusal("wave.sf2", wave).contains("not a SoundFont"));
  }

  @Test
  void damagedTablesAreRefused() throws IOException {
    byte[] damaged = whole.clone();
    Arrays.fill(damaged, contentOf("ibag"), contentOf("ibag") + 64, (byte) 0xff);
    assertTrue(refusal("tables.sf2", damaged).contains("damaged"));

    byte[] unnamed = whole.clone();
    System.arraycopy(
        "xxxx".getBytes(StandardCharsets.US_ASCII), 0, unnamed, contentOf("smpl") - 8, 4);
    assertTrue(refusal("samples.sf2", unnamed).contains("no samples"));
  }

  @Test
  void aMissingSoundfontIsNoInput() {
    assertThrows(NoInputException.class, () -> Soundfont.open(dir.resolve("none.sf2")));
    assertThrows(NoInputException.class, () -> Soundfont.open(dir));
  }
}
