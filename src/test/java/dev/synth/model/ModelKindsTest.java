package dev.synth.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.generate.Precision;
import dev.synth.io.BadDataException;
import dev.synth.models.wavenet.WaveNetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of every form that ever shipped load; kinds say what they can do and what they cannot. */
class ModelKindsTest {
  @TempDir private Path folder;

  /** Each file was written by the version of synth that first wrote its form. */
  @ParameterizedTest
  @CsvSource({
    "format1, 0, false, 0",
    "format1-oscillator, 2, false, 0",
    "format1-prediction, 2, true, 0",
    "format1-periods, 2, true, 3",
    "format2, 2, true, 3",
  })
  void filesOfEveryFormLoad(String name, int harmonics, boolean prediction, int periods)
      throws IOException {
    SavedModel model =
        ModelFile.read(Path.of("src/test/resources/dev/synth/model/files", name + ".safetensors"));
    assertEquals(
        new WaveNetSpec(16_000, 3, 2, 2, 4, 5, 6, 3, 2, 3, 2, harmonics, prediction, periods),
        model.spec());
    assertEquals("odd", model.preset());
    assertEquals(
        new Provenance("abc", 12, 300, 12, 12, 1.5, 300, 1.5, "0.1.0-SNAPSHOT"),
        model.provenance());
    // The files hold the numbers of one generator, tensor after tensor.
    Random random = new Random(5);
    for (TensorShape shape : model.spec().tensors()) {
      float[] expected = new float[shape.length()];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) random.nextGaussian();
      }
      assertArrayEquals(expected, model.tensor(shape.name()), shape.name());
    }
  }

  private SavedModel inert() {
    return new SavedModel(
        new InertKind.Spec(8_000, 3),
        "three",
        new Provenance("", 0, 0, 1, 1, 1, 1, Double.NaN, "test"),
        Map.of("only", new float[] {1, 2, 3}));
  }

  @Test
  void anotherKindIsWrittenAndReadAsItself() throws IOException {
    Path file = folder.resolve("inert.safetensors");
    ModelFile.write(file, inert(), false);
    SavedModel read = ModelFile.read(file);
    assertEquals(new InertKind.Spec(8_000, 3), read.spec());
    assertEquals("inert", read.kind().name());
    assertArrayEquals(new float[] {1, 2, 3}, read.tensor("only"));
  }

  @Test
  void whatAKindCannotDoIsSaidWithTheKindsThatCan() {
    SavedModel model = inert();
    for (var refusal :
        List.of(
            assertThrows(BadDataException.class, () -> model.encoder(1)),
            assertThrows(BadDataException.class, model::latent))) {
      assertEquals(
          "A model of kind inert cannot encode sounds; models of these kinds can: wavenet, instant, spectral.",
          refusal.getMessage());
    }
    assertEquals(
        "A model of kind inert cannot synthesize sounds; models of these kinds can: wavenet, instant, spectral.",
        assertThrows(BadDataException.class, () -> model.synthesizer(Precision.FLOAT))
            .getMessage());
    assertThrows(BadDataException.class, () -> model.likelihoodScorer(1));
  }

  @Test
  void unknownKindsAndNewerFormatsAreRefused() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Map<String, String> metadata =
        Map.of("kind", "gizmo", "format", "2", "spec", "{}", "preset", "p", "provenance", "{}");
    Safetensors.write(file, new Safetensors.Content(metadata, Map.of()), true);
    assertEquals(
        file
            + ": is a model of kind 'gizmo', which this version of synth does not know; it knows"
            + " inert, pair, wavenet, instant, classifier, spectral.",
        assertThrows(BadDataException.class, () -> ModelFile.read(file)).getMessage());
    Map<String, String> newer =
        Map.of("kind", "wavenet", "format", "3", "spec", "{}", "preset", "p", "provenance", "{}");
    Safetensors.write(file, new Safetensors.Content(newer, Map.of()), true);
    assertEquals(
        file
            + ": is a model file of format 3, but this version of synth knows formats up to 2; a"
            + " newer synth reads it.",
        assertThrows(BadDataException.class, () -> ModelFile.read(file)).getMessage());
  }
}
