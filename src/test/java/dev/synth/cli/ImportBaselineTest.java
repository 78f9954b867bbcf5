package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.graph.SpectralCoder;
import dev.synth.testing.Checkpoints;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint of the spectral baseline, as TensorFlow wrote it, becomes a model. */
class ImportBaselineTest {
  private static final Path FOLDER = Checkpoints.FOLDER.resolve("baseline");
  private static final String[] SIZES = {
    "fftSamples=64",
    "hopSamples=16",
    "noteSamples=224",
    "width=3",
    "latentChannels=5",
    "pitchChannels=4",
    "phaseIterations=8"
  };

  @TempDir private Path dir;

  private static Cli take(Path checkpoint, Object... more) {
    List<Object> words =
        new ArrayList<>(List.of("import-checkpoint", checkpoint, "--preset", "baseline"));
    for (String size : SIZES) {
      words.add("--set");
      words.add(size);
    }
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  @Test
  void everyVariableHasItsPlace() throws IOException {
    JsonNode report = take(FOLDER, "--json").succeeded().json();
    assertEquals("fits", report.get("result").asText());
    assertEquals(351_648, report.get("steps").asInt());
    assertEquals("weights as trained", report.get("weights").asText());
    Map<String, Integer> uses = new HashMap<>();
    Map<String, String> tensors = new HashMap<>();
    for (JsonNode variable : report.get("variables")) {
      uses.merge(variable.get("use").asText(), 1, Integer::sum);
      if (variable.has("tensor")) {
        tensors.put(variable.get("name").asText(), variable.get("tensor").asText());
      }
    }
    // 13 layers of a kernel and 3 vectors, the last one's kernel and biases, the table.
    assertEquals(Map.of("taken", 55, "optimiser", 58, "no weights", 3), uses);
    assertEquals("encoder/3_1/W", tensors.get("encoder/3_1_Layer/3_1/weights"));
    assertEquals("encoder/z/mean", tensors.get("encoder/z_Layer/z/BatchNorm/moving_mean"));
    assertEquals(SpectralSpec.PITCH_TABLE, tensors.get("decoder/PitchEmbedding/embedding_weights"));
  }

  private static float[] floats(ByteBuffer from, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = from.getFloat();
    }
    return values;
  }

  /** An image, its embedding and what that is at MIDI 60, by TensorFlow's own operations. */
  @Test
  void theModelComputesAsTensorFlowDoes() throws IOException {
    Path file = dir.resolve("baseline.safetensors");
    take(FOLDER, "-o", file).succeeded();
    SavedModel model = ModelFile.read(file);
    SpectralSpec spec = SpectralSpec.of(model);
    ByteBuffer then =
        ByteBuffer.wrap(Files.readAllBytes(FOLDER.resolve("image-embedding-image.f32")))
            .order(ByteOrder.LITTLE_ENDIAN);
    float[] image = floats(then, spec.pixels());
    float[] embedding = floats(then, spec.latentChannels());
    float[] decoded = floats(then, spec.pixels());
    try (SpectralCoder encoder = SpectralCoder.encoder(spec, model.tensors(), 1);
        SpectralCoder decoder = SpectralCoder.decoder(spec, model.tensors(), 1)) {
      assertClose(embedding, encoder.encode(image));
      assertClose(decoded, decoder.decode(embedding, 60));
    }
  }

  private static void assertClose(float[] expected, float[] found) {
    float largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertTrue(largest > 0.5, "something comes out: " + largest);
    assertArrayEquals(expected, found, 1e-4f * largest);
  }

  @Test
  void theModelOfAnArchiveEncodesAndPlays() throws IOException {
    Path tar = dir.resolve("baseline-ckpt.tar");
    try (OutputStream out = Files.newOutputStream(tar)) {
      Checkpoints.tar("baseline", out);
    }
    Path model = dir.resolve("baseline.safetensors");
    take(tar, "-o", model).succeeded();
    assertTrue(Cli.run("info", model).succeeded().out().contains("351,648 steps"));
    Path note = Fixtures.note(dir.resolve("A4.wav"), 69, 0.1);
    Path wav = dir.resolve("out.wav");
    Cli.run("decode", note, "-m", model, "-o", wav).succeeded();
    assertEquals(8 * 224, dev.synth.audio.AudioFile.read(wav).samples().length);
  }

  /** Its kernels have PyTorch's order of axes already, that of one output, too. */
  @Test
  void itsTensorsAreExportedAsTheyAre() throws IOException {
    Path model = dir.resolve("baseline.safetensors");
    take(FOLDER, "-o", model).succeeded();
    Path folder = dir.resolve("exported");
    Cli.run("export", model, "-o", folder).succeeded();
    JsonNode tensors =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(folder.resolve("baseline.pytorch.json").toFile())
            .get("tensors");
    assertEquals("[1,3,1,1]", tensors.get("decoder.mag.weight").get("shape").toString());
    assertEquals("[3,1,5,5]", tensors.get("encoder.0.weight").get("shape").toString());
    tensors.forEach(tensor -> assertEquals(tensor.get("fromShape"), tensor.get("shape")));
  }

  @Test
  void aWaveNetsCheckpointIsNone() {
    take(Checkpoints.FOLDER.resolve("v2"), "-o", dir.resolve("x.safetensors"))
        .refused(ExitCodes.BAD_DATA, "lacks 55 variables", "encoder/0_Layer/0/weights");
  }
}
