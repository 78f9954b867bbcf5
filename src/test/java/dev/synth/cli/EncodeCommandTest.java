package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.testing.Fixtures;
import dev.synth.testing.MatrixProducts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeCommandTest {
  @TempDir private Path dir;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
  }

  private Cli encode(Object... args) {
    List<Object> all = new ArrayList<>(List.of("encode", "-m", model, "-o", out));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  @Test
  void aSoundBecomesAnEmbeddingOfItsName() throws IOException {
    Path sound = Fixtures.note(dir.resolve("vocal_C4.wav"), 60, 0.4);
    Path target = out.resolve("vocal_C4_embeddings.npy");
    Cli first = encode(sound).succeeded();
    assertEquals(target + System.lineSeparator(), first.out());
    Embedding embedding = EmbeddingFile.read(target);
    // 6400 samples are 12.5 frames of 512.
    assertEquals(13, embedding.frames());
    assertEquals(16, embedding.channels());

    Cli again = encode(sound).succeeded();
    assertEquals(first.out(), again.out());
    assertTrue(again.summary().startsWith("encode: 0 made, 1 done before, 0 failed"), again.err());
    Cli forced = encode(sound, "-f", "--threads", "1").succeeded();
    assertTrue(forced.summary().startsWith("encode: 1 made, 0 done"), forced.err());
    assertArrayEquals(
        embedding.values(), EmbeddingFile.read(target).values(), MatrixProducts.tolerance());
  }

  @Test
  void aBadInputDoesNotStopTheOthersAndJsonTellsOfAll() throws IOException {
    Path a = Fixtures.note(dir.resolve("a-C4.wav"), 60, 0.3);
    Path bad = Files.writeString(dir.resolve("bad.wav"), "no sound");
    Path missing = dir.resolve("missing.wav");
    Path z = Fixtures.note(dir.resolve("z-C4.wav"), 60, 0.3);
    encode(a, bad, z).refused(ExitCodes.BAD_DATA, bad);
    assertEquals(List.of("a-C4_embeddings.npy", "z-C4_embeddings.npy"), Cli.files(out));
    encode("-f", missing, z).refused(ExitCodes.NO_INPUT, missing);

    Cli json = encode("-f", "--json", a, bad);
    json.refused(ExitCodes.BAD_DATA, bad);
    JsonNode good = json.json().get(0);
    assertEquals(a.toString(), good.get("input").asText());
    assertEquals(out.resolve("a-C4_embeddings.npy").toString(), good.get("output").asText());
    assertEquals(10, good.get("frames").asInt());
    assertEquals(16, good.get("channels").asInt());
    assertFalse(good.has("error"));
    assertTrue(json.json().get(1).get("error").asText().startsWith(bad + ": "));
    assertFalse(json.json().get(1).has("output"));
  }

  @Test
  void inputsOfOneNameDoNotOverwriteEachOther() throws IOException {
    Path here = Fixtures.note(dir.resolve("x/C4.wav"), 60, 0.3);
    Path there = Fixtures.note(dir.resolve("y/C4.wav"), 60, 0.3);
    encode("-f", here, there).refused(ExitCodes.BAD_DATA, there, here, "rename");
    assertEquals(List.of("C4_embeddings.npy"), Cli.files(out));
  }

  @Test
  void verboseSaysWhatComputesAndShowsTheTrace() throws IOException {
    Path bad = Files.writeString(dir.resolve("bad.wav"), "no sound");
    Cli run = encode("-v", bad);
    assertEquals(ExitCodes.BAD_DATA, run.code());
    assertTrue(run.err().startsWith("synth: encoding with "), run.err());
    assertTrue(run.err().contains("BadDataException"), run.err());
  }

  @Test
  void anOutputThatIsAFileIsRefusedBeforeAnyWork() throws IOException {
    Path sound = Fixtures.note(dir.resolve("a.wav"), 60, 0.3);
    Path file = Files.writeString(dir.resolve("out"), "");
    Cli.run("encode", "-m", model, sound, "-o", file)
        .refused(ExitCodes.CANNOT_CREATE, file, "is a file");
    Cli.run("encode", "-m", model, sound, "-o", dir.resolve("x.wav"))
        .misused("--output", "x.wav", ".npy");
    Cli.run("encode", "-m", model, sound, sound, "-o", dir.resolve("x.npy"))
        .misused("--output", "x.npy", "2 inputs");
  }
}
