package dev.synth.models.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Classifier;
import dev.synth.model.classes.Question;
import dev.synth.testing.Classifiers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model file that an earlier version wrote is read, and answers as it did. */
class ClassifierFileTest {
  private static final Path FILES = Path.of("src/test/resources/dev/synth/model/files");

  /** A sawtooth's first partials at 16 kHz behind a little silence. */
  static float[] sound() {
    float[] sound = new float[12_000];
    for (int n = 1000; n < sound.length; n++) {
      double sum = 0;
      for (int k = 1; k <= 12; k++) {
        sum += StrictMath.sin(2 * Math.PI * 222 * k * n / 16_000) / k;
      }
      sound[n] = (float) (0.2 * sum * (1 - n / 13_000.0));
    }
    return sound;
  }

  @Test
  void answersAsItDid() throws IOException {
    SavedModel model = ModelFile.read(FILES.resolve("classifier-format2.safetensors"));
    assertEquals(Classifiers.SPEC, model.spec());
    JsonNode then = new ObjectMapper().readTree(FILES.resolve("classifier-format2.json").toFile());
    try (Classifier classifier = model.classifier(1)) {
      List<Optional<ClassProbabilities>> now =
          classifier.classify(List.of(new float[4_000], sound()));
      assertTrue(now.get(0).isEmpty());
      for (Question question : Question.values()) {
        double[] before =
            new ObjectMapper().convertValue(then.get(question.label()), double[].class);
        assertArrayEquals(before, now.get(1).orElseThrow().of(question), 1e-5, question.label());
      }
    }
  }
}
