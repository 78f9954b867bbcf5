package dev.synth.model.classes;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;

/** What a {@link Classifier} says of a sound: how likely each answer to each question is. */
public final class ClassProbabilities {
  private static final double[] NONE = {};

  private final Map<Question, double[]> answers = new EnumMap<>(Question.class);
  private final double[] features;

  /** Some answers, of a model without features; not copied. */
  public ClassProbabilities(Map<Question, double[]> answers) {
    this(answers, NONE);
  }

  /**
   * Some answers.
   *
   * @param answers [answers] to each question that the model was trained to answer; not copied
   * @param features [features] not copied
   */
  public ClassProbabilities(Map<Question, double[]> answers, double[] features) {
    this.answers.putAll(answers);
    this.features = features;
  }

  /**
   * What the model makes of a sound before its answers: sounds that are alike to it have features
   * that are near each other.
   *
   * @return [features] as many of all sounds; none of a model that has no such
   */
  public double[] features() {
    return features.clone();
  }

  /** The probabilities of the answers to a question; none if the model does not answer it. */
  public double[] of(Question question) {
    return answers.getOrDefault(question, NONE);
  }

  /** The number of the likeliest answer; -1 if the model does not answer it. */
  public int likeliest(Question question) {
    int[] first = likeliest(question, 1);
    return first.length == 0 ? -1 : first[0];
  }

  /**
   * The numbers of the likeliest answers, the likeliest first.
   *
   * @param count how many are wanted
   */
  public int[] likeliest(Question question, int count) {
    double[] probabilities = of(question);
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
