package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.app.classify.FamilyByEar;
import dev.synth.dataset.prepare.FamilyEar;
import dev.synth.io.NoInputException;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.model.classes.Question;
import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.testing.Classifiers;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FamilyByEarTest {
  @TempDir private Path dir;

  /** A model whose answers about families are this certain: temperatures near 0 make them 1. */
  private Path model(float temperature) throws IOException {
    SavedModel random = Classifiers.model(5);
    Map<String, float[]> tensors = new LinkedHashMap<>(random.tensors());
    float[] temperatures = random.tensor(ClassifierSpec.TEMPERATURES).clone();
    temperatures[Question.FAMILY.ordinal()] = temperature;
    tensors.put(ClassifierSpec.TEMPERATURES, temperatures);
    SavedModel model = new SavedModel(random.spec(), random.preset(), random.provenance(), tensors);
    Path file = dir.resolve("model" + temperature + ".safetensors");
    ModelFile.write(file, model, true);
    return file;
  }

  @Test
  void aFamilyIsGivenWhereItIsCertain() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    Path bad = Files.writeString(dir.resolve("b.wav"), "no sound");
    try (FamilyByEar sure = new FamilyByEar(model(1e-4f), 1);
        FamilyByEar unsure = new FamilyByEar(model(100), 1)) {
      FamilyEar.Heard heard = sure.family(List.of(bad, note)).orElseThrow();
      assertEquals(1, heard.certainty(), 1e-3);
      assertTrue(unsure.family(List.of(note)).isEmpty());
      assertTrue(sure.family(List.of(bad)).isEmpty(), "nothing could be heard");
    }
  }

  @Test
  void aModelThatIsNotThereIsSaid() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    try (FamilyByEar ear = new FamilyByEar(dir.resolve("none.safetensors"), 1)) {
      assertThrows(NoInputException.class, () -> ear.family(List.of(note)));
    }
  }
}
