package dev.synth.eval.classes;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts how often a classifier's answers are those of the labels. */
public final class ClassTally {
  /** Answers are put into so many bins of equal width by their probability. */
  public static final int CALIBRATION_BINS = 15;

  private final Map<Question, List<Answer>> answers = new EnumMap<>(Question.class);
  private final int[][] families = new int[Family.values().length][Family.values().length];

  /** How likely an answer was said to be, and whether it was right. */
  private record Answer(double probability, boolean isRight, boolean isNear) {}

  /**
   * How good the answers to one question are.
   *
   * @param answers how many labels there were to compare with
   * @param accuracy share of right ones, 0 to 1; NaN if there are none
   * @param near of velocities the share within one step, else {@code accuracy}
   * @param calibrationError mean distance of the share of right answers from the mean probability
   *     in {@value #CALIBRATION_BINS} bins, weighted by their answers (Naeini et al. 2015, expected
   *     calibration error)
   */
  public record Figures(int answers, double accuracy, double near, double calibrationError) {}

  /** Makes room for answers to every question. */
  public ClassTally() {
    for (Question question : Question.values()) {
      answers.put(question, new ArrayList<>());
    }
  }

  /**
   * Compares the answers about a note with what its labels tell; what they do not is not counted.
   * Qualities count only for a note that has one, since most notes are not labelled with any.
   */
  public void add(Labels labels, ClassProbabilities heard) {
    labels.pitch().ifPresent(pitch -> add(Question.PITCH, pitch, heard));
    labels.source().ifPresent(source -> add(Question.SOURCE, source.ordinal(), heard));
    labels
        .velocity()
        .ifPresent(velocity -> add(Question.VELOCITY, Question.velocityStep(velocity), heard));
    labels.family().ifPresent(family -> add(Question.FAMILY, family.ordinal(), heard));
    int family = heard.likeliest(Question.FAMILY);
    if (labels.family().isPresent() && family >= 0) {
      families[labels.family().get().ordinal()][family]++;
    }
    double[] qualities = heard.of(Question.QUALITIES);
    for (int i = 0; i < qualities.length && !labels.qualities().isEmpty(); i++) {
      boolean said = qualities[i] > 0.5;
      boolean right = said == labels.qualities().contains(Labels.QUALITIES.get(i));
      double probability = said ? qualities[i] : 1 - qualities[i];
      answers.get(Question.QUALITIES).add(new Answer(probability, right, right));
    }
  }

  private void add(Question question, int label, ClassProbabilities heard) {
    int likeliest = heard.likeliest(question);
    if (likeliest >= 0) {
      boolean isRight = likeliest == label;
      boolean isNear = question == Question.VELOCITY ? Math.abs(likeliest - label) <= 1 : isRight;
      answers.get(question).add(new Answer(heard.of(question)[likeliest], isRight, isNear));
    }
  }

  /** How good the answers to a question are. */
  public Figures figures(Question question) {
    List<Answer> all = answers.get(question);
    int right = 0;
    int near = 0;
    double[] excess = new double[CALIBRATION_BINS];
    for (Answer answer : all) {
      right += answer.isRight() ? 1 : 0;
      near += answer.isNear() ? 1 : 0;
      int bin = Math.min(CALIBRATION_BINS - 1, (int) (answer.probability() * CALIBRATION_BINS));
      excess[bin] += answer.probability() - (answer.isRight() ? 1 : 0);
    }
    double error = 0;
    for (double each : excess) {
      error += Math.abs(each);
    }
    double count = all.size();
    return new Figures(all.size(), right / count, near / count, error / count);
  }

  /** How many notes of each family were said to be of each: [label][answer]. */
  public int[][] families() {
    int[][] copy = new int[families.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = families[i].clone();
    }
    return copy;
  }
}
