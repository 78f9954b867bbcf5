package dev.synth.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.SoundSource;
import dev.synth.eval.classes.ClassJudge;
import dev.synth.eval.classes.KeptClasses;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Classifier;
import dev.synth.model.classes.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassJudgeTest {
  /** Hears C4 and a reed that is bright in whatever is not silent. */
  private static final class Stubborn implements Classifier {
    private final List<Integer> lengths = new ArrayList<>();

    @Override
    public int sampleRateHz() {
      return 16_000;
    }

    @Override
    public int heardSamples() {
      return 64_000;
    }

    @Override
    public List<Optional<ClassProbabilities>> classify(List<float[]> sounds) {
      List<Optional<ClassProbabilities>> all = new ArrayList<>();
      for (float[] sound : sounds) {
        lengths.add(sound.length);
        double[] pitch = new double[128];
        pitch[60] = 1;
        double[] family = new double[11];
        family[Family.REED.ordinal()] = 1;
        double[] qualities = new double[10];
        qualities[0] = 0.9;
        Map<Question, double[]> answers =
            Map.of(Question.PITCH, pitch, Question.FAMILY, family, Question.QUALITIES, qualities);
        all.add(sound[0] == 0 ? Optional.empty() : Optional.of(new ClassProbabilities(answers)));
      }
      return all;
    }

    @Override
    public String description() {
      return "stubborn";
    }

    @Override
    public void close() {
      // It has nothing.
    }
  }

  @Test
  void labelsAreKeptOrNotOrUnknown() {
    Stubborn classifier = new Stubborn();
    ClassJudge judge = new ClassJudge(classifier);
    float[] sound = new float[4_800];
    Arrays.fill(sound, 0.1f);
    Labels labels = Labels.of(Family.REED, SoundSource.ACOUSTIC, 0, 62, 100);
    assertEquals(new KeptClasses(0, 1, Double.NaN), judge.of(labels, sound, 48_000));
    assertEquals(1_600, classifier.lengths.get(0), "resampled to the classifier's rate");
    KeptClasses bright = judge.of(labels.withQualities(List.of("bright", "dark")), sound, 16_000);
    assertEquals(0.9, bright.qualities(), 1e-12);
    assertEquals(new KeptClasses(0, 0, Double.NaN), judge.of(labels, new float[10], 16_000));
    assertTrue(Double.isNaN(judge.of(Labels.NONE, sound, 16_000).pitch()));
    assertEquals(KeptClasses.UNKNOWN, ClassJudge.NONE.of(labels, sound, 16_000));
  }
}
