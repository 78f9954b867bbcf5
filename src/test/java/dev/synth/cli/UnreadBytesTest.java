package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands behind a sound and is not read is told by every command that reads sounds. */
class UnreadBytesTest {
  private static final String REMARK = "7 bytes behind the sound, at byte 32044, are not read";

  @TempDir private Path dir;
  private Path sound;

  @BeforeEach
  void record() throws IOException {
    sound = Fixtures.note(dir.resolve("flute/A4.wav"), 69, 1);
    assertEquals(32_044, Files.size(sound));
    Files.writeString(sound, "rubbish", StandardOpenOption.APPEND);
  }

  @Test
  void info() throws IOException {
    assertTrue(Cli.run("info", sound).succeeded().out().contains("; " + REMARK));
    assertEquals(
        REMARK, Cli.run("info", "--json", sound).json().get(0).get("remarks").get(0).asText());
  }

  @Test
  void dataCheck() {
    Cli run = Cli.run("data", "check", "--seconds", 1, sound);
    assertEquals(ExitCodes.BAD_DATA, run.code());
    assertTrue(run.out().startsWith(sound + ": unread: " + REMARK + "."), run.out());
    Cli.run("data", "check", "--seconds", 1, "--skip", "unread", sound).succeeded();
  }

  @Test
  void dataImport() throws IOException {
    Path notes = dir.resolve("notes");
    Cli run = Cli.run("data", "import", sound, "-o", notes).succeeded();
    assertTrue(run.out().contains("1 note has remarks"), run.out());
    assertTrue(Files.readString(notes.resolve("import.md")).contains(REMARK));
  }

  @Test
  void encodeAndMix() throws IOException {
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Path out = dir.resolve("e");
    Cli run = Cli.run("encode", "-m", model, "-o", out, sound);
    assertEquals(ExitCodes.OK, run.code(), run.err());
    assertTrue(run.err().contains("synth: " + sound + ": " + REMARK + "."), run.err());
    Cli mix =
        Cli.run(
            "mix",
            "-m",
            model,
            "-o",
            dir.resolve("m.npy"),
            sound,
            out.resolve("A4_embeddings.npy"));
    assertTrue(mix.err().contains("synth: " + sound + ": " + REMARK + "."), mix.err());
  }
}
