package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.synth.dataset.Note;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.testing.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeWaitTest {
  @TempDir private Path dir;

  /** The sound is damaged while another one makes its embedding: only who reads it again knows. */
  @Test
  void aSoundThatIsWaitedForIsNotDecodedAgain() throws Exception {
    Path model = Fixtures.model(dir.resolve("m.safetensors"));
    Path first = Fixtures.note(dir.resolve("a.wav"), 60, 0.1);
    Path second = Fixtures.note(dir.resolve("b.wav"), 60, 0.1);
    Path out = dir.resolve("out");
    Path target = out.resolve("b_embeddings.npy");
    String hash = Sha256.of(Note.of(second).load(16_000).samples());
    Map<String, String> made =
        Map.of("command", "encode", "model", Sha256.of(model), "sound", hash);
    CompletableFuture<Cli> running = new CompletableFuture<>();
    try (WorkFolder other = WorkFolder.of(out)) {
      other.begin(target, made, false);
      // Starts with the sound that is waited for, so that the other one tells when it was read.
      new Thread(
              () ->
                  running.complete(
                      Cli.run("encode", "--json", "-m", model, "-o", out, second, first)))
          .start();
      while (!Files.exists(out.resolve("a_embeddings.npy"))) {
        Thread.sleep(20);
      }
      Files.writeString(second, "no sound any more");
      Thread.sleep(1_500); // it asks again every half a second
      assertFalse(running.isDone());
      other.write(target, made, file -> Files.writeString(file, "an embedding"));
      other.end(target);
      Cli cli = running.get();
      assertEquals(ExitCodes.OK, cli.code(), cli.err());
      assertEquals("done", cli.json().at("/1/result").asText(), cli.out());
    }
  }
}
