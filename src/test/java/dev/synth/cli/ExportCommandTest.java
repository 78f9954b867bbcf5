package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.io.json.Json;
import dev.synth.model.ModelFile;
import dev.synth.model.Safetensors;
import dev.synth.model.SavedModel;
import dev.synth.testing.Fixtures;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportCommandTest {
  @TempDir private Path dir;

  @Test
  void pyTorchsOrderHoldsTheSameValues() throws IOException {
    Path file = Fixtures.model(dir.resolve("mine.safetensors"));
    Path out = dir.resolve("out");
    Cli run = Cli.run("export", file, "-o", out).succeeded();
    List<String> names =
        List.of(
            "mine.decoder-step.onnx",
            "mine.encoder.onnx",
            "mine.pytorch.json",
            "mine.pytorch.safetensors");
    assertEquals(names, Cli.files(out));
    assertEquals(
        names, run.out().lines().map(l -> Path.of(l).getFileName() + "").sorted().toList());

    SavedModel model = ModelFile.read(file);
    Safetensors.Content content = Safetensors.read(out.resolve("mine.pytorch.safetensors"));
    assertEquals("pt", content.metadata().get("format"));
    assertEquals(model.spec().tensors().size(), content.tensors().size());
    // A kernel [1, taps, in, out] is [out, in, taps] there.
    Safetensors.Tensor weight = content.tensors().get("dilatedconv_2.weight");
    float[] values = model.tensor("dilatedconv_2/W");
    int outs = weight.shape()[0];
    int ins = weight.shape()[1];
    int taps = weight.shape()[2];
    assertEquals(outs, 2 * ins);
    assertEquals(3, taps);
    for (int o = 0; o < outs; o++) {
      for (int i = 0; i < ins; i++) {
        for (int k = 0; k < taps; k++) {
          assertEquals(values[(k * ins + i) * outs + o], weight.values()[(o * ins + i) * taps + k]);
        }
      }
    }
    assertArrayEquals(model.tensor("logits/biases"), content.tensors().get("logits.bias").values());
    Safetensors.Tensor table = content.tensors().get("pitch_embedding.weight");
    assertEquals(129, table.shape()[0]);
    assertArrayEquals(model.tensor("pitch_embedding/W"), table.values());

    JsonNode json = Json.object(out.resolve("mine.pytorch.json"));
    assertEquals("wavenet", json.get("kind").asText());
    assertEquals(512, json.get("spec").get("hopSamples").asInt());
    JsonNode tensor = json.get("tensors").get("dilatedconv_2.weight");
    assertEquals("dilatedconv_2/W", tensor.get("from").asText());
    assertEquals(outs, tensor.get("shape").get(0).asInt());
    assertEquals(outs, tensor.get("fromShape").get(3).asInt());
  }

  @Test
  void nothingIsOverwrittenAndNothingHalfDone() throws IOException {
    Path file = Fixtures.model(dir.resolve("mine.safetensors"));
    Path last = Files.writeString(dir.resolve("mine.decoder-step.onnx"), "mine");
    Cli.run("export", file, "-o", dir).refused(ExitCodes.CANNOT_CREATE, last, "-f");
    assertEquals(List.of("mine.decoder-step.onnx", "mine.safetensors"), Cli.files(dir));
    Cli.run("export", file, "-o", dir, "--as", "pytorch").succeeded();
    Cli.run("export", file, "-f", "-o", dir, "--as", "onnx").succeeded();
    assertTrue(Files.size(last) > 4);
    Cli.run("export", dir.resolve("none.safetensors")).refused(ExitCodes.NO_INPUT, "no such");
  }

  @Test
  void aRunsModelIsCalledByItsRun() throws IOException {
    Path run = Files.createDirectory(dir.resolve("flutes"));
    Fixtures.model(run.resolve("model.safetensors"));
    JsonNode json = Cli.run("export", run, "-o", dir, "--json").succeeded().json();
    assertEquals(dir.resolve("flutes.pytorch.safetensors") + "", json.get("files").get(0).asText());
    assertEquals(4, json.get("files").size());
  }

  @Test
  void aKindWithoutNetworksToPlayIsWrittenForPyTorchAlone() throws IOException {
    Path file = dir.resolve("i.safetensors");
    ModelFile.write(file, RandomModels.evenInstant(), false);
    Path out = dir.resolve("out");
    Cli.run("export", file, "-o", out).succeeded();
    assertEquals(List.of("i.pytorch.json", "i.pytorch.safetensors"), Cli.files(out));
    Cli.run("export", file, "-o", out, "--as", "onnx").misused("--as", "instant", "ONNX");
  }
}
