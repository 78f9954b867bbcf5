package dev.synth.models.classifier;

import dev.synth.model.classes.Question;

/** Probabilities of answers, and what is lost where they are wrong. */
public final class Likelihoods {
  private Likelihoods() {}

  /**
   * The probabilities that outputs of the network stand for: a softmax where one answer is right,
   * else a logistic function of each (Guo et al. 2017, "On Calibration of Modern Neural Networks",
   * for the temperature).
   *
   * @param logits the outputs
   * @param from the first of this note
   * @param temperature that they are divided by
   * @return [answers]
   */
  public static double[] of(Question question, double[] logits, int from, double temperature) {
    double[] probabilities = new double[question.answers()];
    double total =
        question.isExclusive() ? logSumExp(logits, from, probabilities.length, temperature) : 0;
    for (int i = 0; i < probabilities.length; i++) {
      double z = logits[from + i] / temperature;
      probabilities[i] = question.isExclusive() ? Math.exp(z - total) : 1 / (1 + Math.exp(-z));
    }
    return probabilities;
  }

  /**
   * The cross-entropy of a note, in nats; of several qualities the mean. The slope by the outputs
   * is (probability - target), over the number of qualities where there are several.
   *
   * @param slopes receives {@code scale} times the slopes, from {@code from} on; may be null
   */
  public static double loss(
      Question question,
      double[] logits,
      int from,
      double temperature,
      NoteLabels labels,
      int note,
      double scale,
      double[] slopes) {
    int answers = question.answers();
    double share = question.isExclusive() ? 1 : 1.0 / answers;
    double total = question.isExclusive() ? logSumExp(logits, from, answers, temperature) : 0;
    double loss = 0;
    for (int i = 0; i < answers; i++) {
      double target = labels.target(question, note, i);
      double z = logits[from + i] / temperature;
      loss +=
          question.isExclusive()
              ? target * (total - z)
              : share * (Math.max(0, z) - z * target + Math.log1p(Math.exp(-Math.abs(z))));
      if (slopes != null) {
        double probability = question.isExclusive() ? Math.exp(z - total) : 1 / (1 + Math.exp(-z));
        slopes[from + i] = scale * share * (probability - target) / temperature;
      }
    }
    return loss;
  }

  /** Where the largest of {@code count} values from {@code from} on is, counted from there. */
  public static int largest(double[] values, int from, int count) {
    int largest = 0;
    for (int i = 1; i < count; i++) {
      if (values[from + i] > values[from + largest]) {
        largest = i;
      }
    }
    return largest;
  }

  private static double logSumExp(double[] logits, int from, int count, double temperature) {
    double top = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      top = Math.max(top, logits[from + i] / temperature);
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.exp(logits[from + i] / temperature - top);
    }
    return top + Math.log(sum);
  }
}
