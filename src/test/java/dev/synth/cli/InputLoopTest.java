package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.io.WorkFolder;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With --json, what a command that ends midway has printed is whole JSON. */
class InputLoopTest {
  @TempDir private Path dir;

  private static JsonNode afterFailureAt(int failing, Throwable failure) throws IOException {
    StringWriter out = new StringWriter();
    picocli.CommandLine command = Main.commandLine().setOut(new PrintWriter(out, true));
    Throwable thrown =
        Assertions.assertThrows(
            failure.getClass(),
            () -> {
              try (InputLoop loop = new InputLoop(command, true)) {
                loop.forEach(
                    List.of(0, 1, 2),
                    (input, result) -> {
                      if (input == failing) {
                        throw InputLoopTest.<RuntimeException>unchecked(failure);
                      }
                      return null;
                    });
              }
            });
    assertEquals(failure, thrown);
    return new ObjectMapper().readTree(out.toString());
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void anythingThrownLeavesWholeJson() throws IOException {
    for (int failing = 0; failing < 3; failing++) {
      for (Throwable failure :
          List.of(new IllegalStateException(), new OutOfMemoryError(), new StackOverflowError())) {
        JsonNode json = afterFailureAt(failing, failure);
        // What has not begun is Main's, which knows the reason.
        assertEquals(failing > 0, json.isArray(), json.toString());
        assertEquals(failing, json.size());
      }
    }
  }

  /** Interrupted while another one is at the second sound; the first is done. */
  @Test
  void aCommandThatIsCutShortLeavesWholeJson() throws Exception {
    Path model = Fixtures.model(dir.resolve("m.safetensors"));
    Path first = Fixtures.note(dir.resolve("a.wav"), 60, 0.1);
    Path second = Fixtures.note(dir.resolve("b.wav"), 60, 0.1);
    Path out = dir.resolve("out");
    try (WorkFolder other = WorkFolder.of(out)) {
      other.begin(out.resolve("b_embeddings.npy"), Map.of(), false);
      CompletableFuture<Cli> running = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () ->
                  running.complete(
                      Cli.run("encode", "--json", "-q", "-m", model, "-o", out, first, second)));
      thread.start();
      while (!Files.exists(out.resolve("a_embeddings.npy"))) {
        Thread.sleep(20);
      }
      Thread.sleep(200); // now it waits
      thread.interrupt();
      Cli cli = running.get();
      assertEquals(ExitCodes.FAILURE, cli.code(), cli.err());
      assertEquals(1, cli.json().size(), cli.out());
      assertEquals("made", cli.json().at("/0/result").asText());
    }
  }
}
