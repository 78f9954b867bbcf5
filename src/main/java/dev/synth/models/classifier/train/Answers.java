package dev.synth.models.classifier.train;

import dev.synth.model.classes.Question;
import dev.synth.models.classifier.Likelihoods;
import dev.synth.models.classifier.NoteLabels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the networks make of held-out notes, question by question, and how good that is. */
final class Answers {
  /** Temperatures are looked for between 1/20 and 20. */
  private static final double MOST_LOG = Math.log(20);

  private static final int SEARCH_STEPS = 60;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private final List<Part> parts = new ArrayList<>();

  private record Part(Map<Question, double[]> outputs, NoteLabels labels, int notes) {}

  /** A mean over all notes whose answer is known. */
  @FunctionalInterface
  private interface Measure {
    double of(double[] outputs, int from, NoteLabels labels, int note);
  }

  void add(Map<Question, double[]> outputs, NoteLabels labels, int notes) {
    parts.add(new Part(outputs, labels, notes));
  }

  private double mean(Question question, Measure measure) {
    double sum = 0;
    int count = 0;
    for (Part part : parts) {
      for (int n = 0; n < part.notes(); n++) {
        if (part.labels().has(question, n)) {
          int from = n * question.answers();
          sum += measure.of(part.outputs().get(question), from, part.labels(), n);
          count++;
        }
      }
    }
    return count == 0 ? Double.NaN : sum / count;
  }

  /** The mean cross-entropy at a temperature, in nats; NaN if no answer is known. */
  double loss(Question question, double temperature) {
    return mean(
        question,
        (outputs, from, labels, n) ->
            Likelihoods.loss(question, outputs, from, temperature, labels, n, 1, null));
  }

  /**
   * The share of right answers; of velocities those within one step; of qualities that of all.
   *
   * @return NaN if no answer is known
   */
  double accuracy(Question question) {
    int answers = question.answers();
    return mean(
        question,
        (outputs, from, labels, n) -> {
          if (question.isExclusive()) {
            int away =
                Math.abs(Likelihoods.largest(outputs, from, answers) - labels.answer(question, n));
            return away <= (question == Question.VELOCITY ? 1 : 0) ? 1 : 0;
          }
          int right = 0;
          for (int i = 0; i < answers; i++) {
            right += (outputs[from + i] > 0) == (labels.target(question, n, i) > 0) ? 1 : 0;
          }
          return (double) right / answers;
        });
  }

  /**
   * The temperature at which the loss is least, by golden section over its logarithm.
   *
   * @return 1 if no answer is known
   */
  double temperature(Question question) {
    if (Double.isNaN(loss(question, 1))) {
      return 1;
    }
    double low = -MOST_LOG;
    double high = MOST_LOG;
    double a = high - GOLDEN * (high - low);
    double b = low + GOLDEN * (high - low);
    double lossA = loss(question, Math.exp(a));
    double lossB = loss(question, Math.exp(b));
    for (int i = 0; i < SEARCH_STEPS && high - low > 1e-4; i++) {
      if (lossA < lossB) {
        high = b;
        b = a;
        lossB = lossA;
        a = high - GOLDEN * (high - low);
        lossA = loss(question, Math.exp(a));
      } else {
        low = a;
        a = b;
        lossA = lossB;
        b = low + GOLDEN * (high - low);
        lossB = loss(question, Math.exp(b));
      }
    }
    return Math.exp((low + high) / 2);
  }
}
