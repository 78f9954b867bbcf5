package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataImportCommandTest {
  @TempDir private Path dir;
  private Path in;
  private Path out;

  @BeforeEach
  void record() throws IOException {
    in = dir.resolve("my recordings");
    out = dir.resolve("notes");
    Fixtures.note(in.resolve("flute/a.wav"), 72, 1);
    Fixtures.note(in.resolve("Flöte 'alt' \"2\"/guitar A4.wav"), 69, 1);
  }

  @Test
  void aFolderBecomesNotesThatCheckAndTrainTake() throws IOException {
    Cli run = Cli.run("data", "import", in, "-o", out).succeeded();
    assertTrue(run.out().contains(out + ": 2 notes of 2 recordings, in "), run.out());
    assertEquals(
        List.of(
            "audio/flute_acoustic_000-072-100.wav",
            "audio/guitar_acoustic_000-069-100.wav",
            "examples.json",
            "import.json",
            "import.md"),
        Cli.files(out));
    Cli.run("data", "check", out).succeeded();
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Cli.run("encode", "-m", model, out, "-o", dir.resolve("e"));
    assertTrue(Files.exists(dir.resolve("e/guitar_acoustic_000-069-100_embeddings.npy")));
    Cli.run("data", "import", in, "-o", out)
        .refused(ExitCodes.CANNOT_CREATE, "examples.json", "-f");
    Cli quiet = Cli.run("data", "import", "-q", "-f", in, "-o", out).succeeded();
    assertEquals("", quiet.out() + quiet.err());
  }

  @Test
  void whatCannotBeUsedIsToldAndPassedOver() throws IOException {
    Path text = Files.writeString(in.resolve("text.wav"), "la la la");
    Cli run = Cli.run("data", "import", in, "-o", out, "--json");
    assertEquals(ExitCodes.BAD_DATA, run.code(), run.err());
    assertTrue(run.err().startsWith("synth: " + text + ": is no sound file"), run.err());
    JsonNode json = run.json();
    assertEquals(3, json.get("recordings").asInt());
    assertEquals(2, json.get("notes").size());
    assertEquals(text.toString(), json.get("leftOut").get(0).get("recording").asText());
    Cli missing = Cli.run("data", "import", dir.resolve("nowhere"), in, "-f", "-o", out);
    assertEquals(ExitCodes.NO_INPUT, missing.code(), missing.err());
    assertTrue(missing.out().contains("2 notes"), missing.out());
  }

  @Test
  void withoutAnyRecordingThereIsOneSentence() throws IOException {
    Path nowhere = dir.resolve("nowhere");
    Cli.run("data", "import", nowhere, "-o", out).refused(ExitCodes.NO_INPUT, nowhere);
    Path empty = Files.createDirectory(dir.resolve("empty"));
    Cli.run("data", "import", empty, "-o", out).refused(ExitCodes.BAD_DATA, empty, ".flac");
    Path file = Files.createFile(dir.resolve("file"));
    Cli.run("data", "import", in, "-o", file).refused(ExitCodes.CANNOT_CREATE, file, "folder");
    assertFalse(Files.exists(out));
  }

  @Test
  void aFlagThatCannotBeIsNamed() {
    Cli.run("data", "import", in, "-o", out, "--pitch", "H2").misused("--pitch", "H2", "A3");
    Cli.run("data", "import", in, "-o", out, "--pitch", "128").misused("--pitch", "0 to 127");
    Cli.run("data", "import", in, "-o", out, "--family", "drum").misused("--family", "synth_lead");
    Cli.run("data", "import", in, "-o", out, "--source", "tin").misused("--source", "acoustic");
    Cli.run("data", "import", in, "-o", out, "--velocity", "200").misused("--velocity", "127");
    Cli.run("data", "import", in, "-o", out, "--seconds", "0").misused("--seconds", "0.1");
    Cli.run("data", "import", in, "-o", out, "--min-confidence", "2").misused("--min-confidence");
    Cli.run("data", "import", in, "-o", out, "--rate", 3_999).misused("--rate", "4000 to 192000");
    Cli.run("data", "import", in, "-o", out, "--rate", 192_001).misused("--rate", "192001");
    Cli.run("data", "import", in, "-o", out, "--rate", "48k").misused("--rate", "48k");
    Cli.run("data", "import", in).misused("--output");
  }

  @Test
  void notesOfAnotherRateAreASetThatChecks() throws IOException {
    Cli run = Cli.run("data", "import", in, "-o", out, "--rate", 48_000, "--json").succeeded();
    assertEquals(48_000, run.json().get("sampleRateHz").asInt());
    JsonNode rates = Cli.run("data", "inspect", "--json", out).succeeded().json();
    assertEquals("{\"48000\":2}", rates.get("sampleRatesHz").toString());
    Cli checked = Cli.run("data", "check", out, "--rate", 48_000).succeeded();
    assertEquals("2 notes checked: nothing wrong\n", checked.out());
    String low = "the recording's rate is 16000 Hz; there is nothing above 8000 Hz in it";
    assertTrue(run.json().at("/notes/0/remarks").toString().contains(low), run.out());
  }

  @Test
  void aPitchMayBeTypedAsANote() throws IOException {
    Cli.run("data", "import", in.resolve("flute"), "-o", out, "--pitch", "C5", "--velocity", "75")
        .succeeded();
    assertTrue(Files.exists(out.resolve("audio/flute_acoustic_000-072-075.wav")));
  }
}
