package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class InterruptionTest {
  @TempDir private Path dir;

  /** What is finished stands there, and standard output is whole JSON, when a signal comes. */
  @Test
  void aTerminatedCommandKeepsWhatIsFinishedAndSaysSo() throws Exception {
    Path model = Fixtures.model(dir.resolve("m.safetensors"));
    Path brief = Fixtures.embedding(dir.resolve("brief_embeddings.npy"), 2, 16);
    Path long1 = Fixtures.embedding(dir.resolve("long_embeddings.npy"), 30_000, 16);
    Path out = dir.resolve("out");
    Path json = dir.resolve("out.json");
    Child child =
        Child.start(
            dir.resolve("err"),
            "exec >'" + json + "'",
            "decode",
            "--json",
            "--threads",
            1,
            "-m",
            model,
            "-o",
            out,
            long1,
            brief);
    child.awaitFile(out.resolve("gen_brief.wav")).signal("TERM");
    assertEquals(ExitCodes.TERMINATED, child.await());
    assertEquals(
        "synth: Terminated. What is finished is kept; the same command goes on.\n", child.said());
    assertEquals(List.of("gen_brief.wav"), Cli.files(out));
    JsonNode results = new ObjectMapper().readTree(json.toFile());
    JsonNode last = results.get(results.size() - 1);
    assertTrue(last.get("interrupted").asBoolean(), results.toString());
    if (results.size() > 1) { // the signal may come before the note is told of
      assertEquals("made", results.at("/0/result").asText());
    }
  }

  @Test
  void aDocumentThatIsNotPrintedYetIsOneThatSaysSo() throws Exception {
    Path model = Fixtures.model(dir.resolve("m.safetensors"));
    Path end = Fixtures.embedding(dir.resolve("a_embeddings.npy"), 30_000, 16);
    Path out = dir.resolve("out");
    Path json = dir.resolve("out.json");
    Child child =
        Child.start(
            dir.resolve("err"),
            "exec >'" + json + "'",
            "interpolate",
            "--json",
            "-m",
            model,
            "-o",
            out,
            end,
            end);
    child.awaitFile(out.resolve("morph_5_a-100pct_embeddings.npy")).signal("TERM");
    assertEquals(ExitCodes.TERMINATED, child.await());
    child.assertSaid("synth: Terminated.");
    assertEquals("{\"interrupted\": true}\n", Files.readString(json));
  }
}
