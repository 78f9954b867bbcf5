package dev.synth.models.classifier.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.model.classes.Question;
import dev.synth.models.classifier.Likelihoods;
import dev.synth.models.classifier.NoteLabels;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnswersTest {
  private static final int NOTES = 4000;

  /** Labels that are drawn with the probabilities that the outputs stand for at a temperature. */
  private static Answers answers(Question question, double temperature) {
    Random random = new Random(4);
    int count = question.answers();
    double[] logits = random.doubles((long) NOTES * count, -6, 6).toArray();
    NoteLabels labels = new NoteLabels(NOTES);
    for (int n = 0; n < NOTES; n++) {
      double[] probabilities = Likelihoods.of(question, logits, n * count, temperature);
      double left = random.nextDouble();
      int answer = 0;
      while (answer < count - 1 && left >= probabilities[answer]) {
        left -= probabilities[answer++];
      }
      labels.put(n, question, answer);
    }
    Answers answers = new Answers();
    answers.add(Map.of(question, logits), labels, NOTES);
    return answers;
  }

  @Test
  void theTemperatureThatMadeTheLabelsIsFound() {
    for (double temperature : new double[] {0.4, 1, 2.5}) {
      Answers answers = answers(Question.FAMILY, temperature);
      double found = answers.temperature(Question.FAMILY);
      assertEquals(temperature, found, 0.08 * temperature);
      assertTrue(answers.loss(Question.FAMILY, found) <= answers.loss(Question.FAMILY, 1));
    }
  }

  @Test
  void accuraciesCountWhatIsKnown() {
    NoteLabels labels = new NoteLabels(4);
    double[] logits = new double[20];
    for (int n = 0; n < 4; n++) {
      logits[n * 5 + 2] = 1; // velocity 75
    }
    labels.put(0, Question.VELOCITY, 2);
    labels.put(1, Question.VELOCITY, 3);
    labels.put(2, Question.VELOCITY, 4);
    Answers answers = new Answers();
    answers.add(Map.of(Question.VELOCITY, logits), labels, 4);
    assertEquals(2 / 3.0, answers.accuracy(Question.VELOCITY), 1e-12);
    assertTrue(Double.isNaN(answers.accuracy(Question.FAMILY)));
    assertEquals(1, answers.temperature(Question.FAMILY), 0);
  }
}
