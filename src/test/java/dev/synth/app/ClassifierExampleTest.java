package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import dev.synth.testing.Classifiers;
import dev.synth.testing.Python;
import dev.synth.testing.Tones;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier, read by a program that knows only what docs/model-format-classifier.md says. */
@Tag("slow")
class ClassifierExampleTest {
  private static final String SCRIPT = "scripts/classifier_example.py";

  @TempDir Path dir;

  private Path wav(float[] samples) throws Exception {
    Path file = dir.resolve("sound.wav");
    WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, true);
    return file;
  }

  @Test
  void saysTheSame() throws Exception {
    Python python = Python.withNumPy(dir);
    Path model = Classifiers.write(dir.resolve("model.safetensors"), 3);
    float[] late = new float[30_000];
    float[] tone = Tones.plus(Tones.tone(207, 0.3, 24_000), Tones.noise(0.003, 24_000, 5));
    System.arraycopy(tone, 0, late, 3_000, tone.length);
    Path sound = wav(late);
    python.run(SCRIPT, model, sound);
    JsonNode theirs = new ObjectMapper().readTree(Files.readString(dir.resolve("said")));
    assertTrue(!theirs.has("qualities"), "which this model does not answer");
    try (LoadedModel loaded = LoadedModel.open(model, 1)) {
      ClassProbabilities ours = loaded.classify(AudioFile.read(sound)).orElseThrow();
      for (Question question : Question.values()) {
        double[] probabilities = ours.of(question);
        assertEquals(probabilities.length, theirs.path(question.label()).size());
        for (int i = 0; i < probabilities.length; i++) {
          double other = theirs.get(question.label()).get(i).asDouble();
          assertEquals(probabilities[i], other, 1e-4, question + " " + i);
        }
      }
    }
    python.run(SCRIPT, model, wav(new float[8_000]));
    assertEquals("null", Files.readString(dir.resolve("said")).strip());
  }
}
