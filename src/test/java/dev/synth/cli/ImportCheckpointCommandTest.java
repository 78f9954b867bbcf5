package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioFile;
import dev.synth.model.ModelFile;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.testing.Checkpoints;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints that TensorFlow wrote become models that encode and play. */
class ImportCheckpointCommandTest {
  @TempDir private Path dir;

  private static Cli take(Path checkpoint, Object... more) {
    List<Object> words = new ArrayList<>(List.of("import-checkpoint", checkpoint));
    words.addAll(List.of((Object[]) Checkpoints.SET));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  private static Path fixture(String name) {
    return Checkpoints.FOLDER.resolve(name);
  }

  private static void assertWeights(SavedModel model, boolean averaged) {
    assertEquals(Checkpoints.SIZES, model.spec());
    for (TensorShape shape : model.spec().tensors()) {
      assertArrayEquals(
          Checkpoints.values(shape, averaged), model.tensor(shape.name()), shape.name());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "v2/model.ckpt-200000, averaged, true, 200000",
    "v2/model.ckpt-200000.index, trained, false, 200000",
    "v2-shards, averaged, false, 7",
    "v1/model.ckpt-1000, averaged, true, 1000",
    "v1-shards, averaged, false, 0",
  })
  void theWeightsThatAreWantedAreTaken(
      String checkpoint, String weights, boolean averaged, long steps) throws IOException {
    Path file = dir.resolve("nsynth.safetensors");
    Cli run = take(fixture(checkpoint), "--weights", weights, "-o", file).succeeded();
    assertTrue(run.out().endsWith(file + System.lineSeparator()), run.out());
    SavedModel model = ModelFile.read(file);
    assertWeights(model, averaged);
    Provenance from = model.provenance();
    assertEquals(steps, from.steps());
    assertTrue(from.importedFrom().contains("model.ckpt"), from.importedFrom());
    assertTrue(
        from.importedFrom().endsWith(averaged ? "moving averages" : "weights as trained"),
        from.importedFrom());
    String info = Cli.run("info", file).succeeded().out();
    assertTrue(info.contains("imported: TensorFlow checkpoint model.ckpt"), info);
    String trained =
        steps == 0 ? "trained nobody knows" : String.format(Locale.ROOT, "for %,d steps", steps);
    assertTrue(info.contains(trained), info);
    take(fixture(checkpoint), "-o", file).refused(ExitCodes.CANNOT_CREATE, file, "-f");
  }

  @Test
  void everyVariableIsTold() throws IOException {
    JsonNode report = take(fixture("v2"), "--json").succeeded().json();
    assertEquals("fits", report.get("result").asText());
    assertEquals("V2, 1 file", report.get("form").asText());
    assertEquals("moving averages", report.get("weights").asText());
    Map<String, Integer> uses = new HashMap<>();
    Map<String, JsonNode> byName = new HashMap<>();
    for (JsonNode variable : report.get("variables")) {
      uses.merge(variable.get("use").asText(), 1, Integer::sum);
      byName.put(variable.get("name").asText(), variable);
    }
    assertEquals(Map.of("taken", 38, "not wanted", 38, "optimiser", 76, "no weights", 3), uses);
    assertEquals(
        "ae_startconv/W",
        byName.get("ae_startconv/W/ExponentialMovingAverage").get("tensor").asText());
    assertEquals("int32", byName.get("global_step").get("type").asText());
    assertEquals(256, byName.get("logits/W").get("shape").get(3).asInt());

    String text = take(fixture("v2")).succeeded().out();
    assertTrue(text.contains("  logits/W/Adam_1 [1, 1, 2, 256] float32: optimiser\n"), text);
    assertTrue(
        text.contains(
            "  logits/W/ExponentialMovingAverage [1, 1, 2, 256] float32: taken (average)\n"),
        text);
    assertTrue(text.contains("V2, 1 file, 200,000 steps, 155 variables\n"), text);
    assertTrue(text.endsWith("The checkpoint fits." + System.lineSeparator()), text);
    assertEquals(List.of(), Cli.files(dir));
  }

  @Test
  void theModelOfAnArchiveEncodesAndPlaysAsTheSameWeights() throws IOException {
    Path tar = dir.resolve("wavenet-ckpt.tar");
    try (OutputStream out = Files.newOutputStream(tar)) {
      Checkpoints.tar("v2", out);
    }
    Path imported = dir.resolve("imported.safetensors");
    take(tar, "-o", imported).succeeded();
    Map<String, float[]> weights = new LinkedHashMap<>();
    for (TensorShape shape : Checkpoints.SIZES.tensors()) {
      weights.put(shape.name(), Checkpoints.values(shape, true));
    }
    Path written = dir.resolve("written.safetensors");
    Provenance nowhere = new Provenance("", 0, 0, 0, 0, 0, 0, Double.NaN, "");
    ModelFile.write(written, new SavedModel(Checkpoints.SIZES, "same", nowhere, weights), false);

    Path note = Fixtures.note(dir.resolve("A4.wav"), 69, 0.1);
    List<byte[]> embeddings = new ArrayList<>();
    List<float[]> sounds = new ArrayList<>();
    for (Path model : List.of(imported, written)) {
      // A note's seed comes from its name, too, so the names are the same.
      Path folder = dir.resolve(model.getFileName() + " plays");
      Path embedding = folder.resolve("note.npy");
      Path sound = folder.resolve("note.wav");
      assertEquals(0, Cli.run("encode", note, "-m", model, "-o", embedding).code());
      Cli decoded = Cli.run("decode", embedding, "-m", model, "-o", sound, "--seed", 3);
      assertEquals(0, decoded.code(), decoded.err());
      embeddings.add(dev.synth.io.Sha256.bytes(embeddingValues(embedding)));
      sounds.add(AudioFile.read(sound).samples()); // credentials name the model
    }
    assertTrue(embeddings.get(0).length > 3 * 4);
    assertArrayEquals(embeddings.get(0), embeddings.get(1));
    assertArrayEquals(sounds.get(0), sounds.get(1));
  }

  private static float[] embeddingValues(Path file) throws IOException {
    return dev.synth.latent.EmbeddingFile.read(file).values();
  }

  @Test
  void whatDoesNotFitIsRefusedWithTheDifference() {
    Path v2 = fixture("v2");
    Path out = dir.resolve("x.safetensors");
    // NSynth's own sizes: all is there but deeper layers, and nothing fits.
    Cli run = Cli.run("import-checkpoint", v2, "-o", out, "-q");
    run.refused(
        ExitCodes.BAD_DATA,
        "model.ckpt-200000.index: does not fit the sizes nsynth",
        "lacks 336 variables (ae_dilatedconv_3/W, ",
        "of another shape or type (ae_bottleneck/W",
        "by --preset, --set or --spec");
    assertFalse(Files.exists(out));
    take(v2, "-q", "--set", "layers=1")
        .refused(
            ExitCodes.BAD_DATA,
            "has 16 variables that it does not know (cond_map_2/W, ",
            "cond_map_2/W/ExponentialMovingAverage",
            "--allow-unknown");
    take(v2, "-q", "--set", "layers=1", "--allow-unknown").succeeded();
    take(v2, "-q", "--set", "skipWidth=4")
        .refused(ExitCodes.BAD_DATA, "[1, 1, 3, 2] float32 where [1, 1, 3, 4] is wanted");
    JsonNode report;
    try {
      report = take(v2, "--json", "--set", "encoderLayers=3").json();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertEquals("failed", report.get("result").asText());
    assertEquals(4, report.get("missing").size());
    assertTrue(report.get("error").asText().contains("ae_dilatedconv_3/W"), report.toString());
  }

  @Test
  void aCheckpointOfOtherTypesFits() throws IOException {
    // It has a variable more, for the test of its reader.
    take(fixture("v2-types"), "-q").refused(ExitCodes.BAD_DATA, "(extremes)");
    Path file = dir.resolve("types.safetensors");
    take(fixture("v2-types"), "-q", "--allow-unknown", "-o", file).succeeded();
    assertWeights(ModelFile.read(file), false);
  }

  @Test
  void wrongCommandLinesAreTold() throws IOException {
    Path v2 = fixture("v2");
    take(v2, "-o", dir.resolve("model.ckpt")).misused("--output", ".safetensors");
    Cli.run("import-checkpoint", v2, "--preset", "instant").misused("--preset", "instant");
    Cli.run("import-checkpoint", v2, "--preset", "none").misused("--preset", "none");
    take(v2, "--weights", "best").misused("--weights", "averaged, trained");
    Cli.run("import-checkpoint", dir.resolve("none"))
        .refused(ExitCodes.NO_INPUT, "no such checkpoint");
    Path text = Files.writeString(dir.resolve("x"), "text");
    Cli.run("import-checkpoint", text).refused(ExitCodes.BAD_DATA, "no TensorFlow checkpoint");
  }
}
