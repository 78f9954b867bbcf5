package dev.synth.models.classifier;

import dev.synth.dataset.Labels;
import dev.synth.model.classes.Question;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * The right answers for some notes, where they are known: of each answer how much it is right, so
 * that several sounds at once can share them.
 */
public final class NoteLabels {
  private final Map<Question, float[]> targets = new EnumMap<>(Question.class);

  /** For {@code notes} notes of which nothing is known. */
  public NoteLabels(int notes) {
    for (Question question : Question.values()) {
      float[] unknown = new float[notes * question.answers()];
      Arrays.fill(unknown, Float.NaN);
      targets.put(question, unknown);
    }
  }

  /**
   * Sets what {@code labels} tell of note {@code n}.
   *
   * @param withQualities whether a quality that they do not name is absent from the note; else it
   *     is not known
   */
  public void put(int n, Labels labels, boolean withQualities) {
    labels.pitch().ifPresent(pitch -> put(n, Question.PITCH, pitch));
    labels.family().ifPresent(family -> put(n, Question.FAMILY, family.ordinal()));
    labels.source().ifPresent(source -> put(n, Question.SOURCE, source.ordinal()));
    labels
        .velocity()
        .ifPresent(velocity -> put(n, Question.VELOCITY, Question.velocityStep(velocity)));
    for (int q = 0; withQualities && q < Labels.QUALITIES.size(); q++) {
      targets.get(Question.QUALITIES)[n * Labels.QUALITIES.size() + q] =
          labels.qualities().contains(Labels.QUALITIES.get(q)) ? 1 : 0;
    }
  }

  /** Sets the one right answer of note {@code n}. */
  public void put(int n, Question question, int answer) {
    float[] all = targets.get(question);
    int from = n * question.answers();
    Arrays.fill(all, from, from + question.answers(), 0);
    all[from + answer] = 1;
  }

  /** Adds a share of a right answer to those that note {@code n} has; none are known before. */
  public void share(int n, Question question, int answer, double share) {
    if (!has(question, n)) {
      put(n, question, answer);
      targets.get(question)[n * question.answers() + answer] = 0;
    }
    targets.get(question)[n * question.answers() + answer] += (float) share;
  }

  /** Makes all answers of note {@code n} to every question that has one equally right. */
  public void putUnsure(int n) {
    targets.forEach(
        (question, all) -> {
          if (question.isExclusive()) {
            int from = n * question.answers();
            Arrays.fill(all, from, from + question.answers(), 1f / question.answers());
          }
        });
  }

  /** Whether the answer of note {@code n} to a question is known. */
  public boolean has(Question question, int n) {
    return !Float.isNaN(targets.get(question)[n * question.answers()]);
  }

  /** How much answer {@code index} of note {@code n} is right, 0 to 1. */
  public double target(Question question, int n, int index) {
    return targets.get(question)[n * question.answers() + index];
  }

  /** The right answer of note {@code n} to a question that has one. */
  public int answer(Question question, int n) {
    float[] all = targets.get(question);
    int from = n * question.answers();
    int largest = 0;
    for (int i = 1; i < question.answers(); i++) {
      largest = all[from + i] > all[from + largest] ? i : largest;
    }
    return largest;
  }
}
