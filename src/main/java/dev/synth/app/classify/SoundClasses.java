package dev.synth.app.classify;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.SoundSource;
import dev.synth.model.classes.ClassProbabilities;
import dev.synth.model.classes.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * What a classifier says of one sound, in words. A question that the model does not answer has no
 * guesses; a silent sound has none at all.
 *
 * @param input where the sound lies
 * @param note its name
 * @param silent whether there is nothing to hear
 * @param pitch the likeliest pitches, MIDI numbers, the likeliest first
 * @param family the likeliest families
 * @param source the likeliest sources
 * @param velocity the likeliest velocities
 * @param qualities of NSynth's qualities those that are likelier than not
 */
public record SoundClasses(
    String input,
    String note,
    boolean silent,
    List<Guess> pitch,
    List<Guess> family,
    List<Guess> source,
    List<Guess> velocity,
    List<Guess> qualities) {
  /** How many guesses are told of each question. */
  public static final int GUESSES = 3;

  /** An answer that is no likelier than this is not sure. */
  public static final double SURE = 0.5;

  /**
   * An answer.
   *
   * @param label such as {@code flute}, or {@code 60}
   * @param probability 0 to 1
   */
  public record Guess(String label, double probability) {
    /** The note that a pitch's label means, such as {@code C4}. */
    public String noteName() {
      return NoteNames.of(Integer.parseInt(label));
    }
  }

  static SoundClasses of(String input, String note, Optional<ClassProbabilities> heard) {
    if (heard.isEmpty()) {
      List<Guess> none = List.of();
      return new SoundClasses(input, note, true, none, none, none, none, none);
    }
    ClassProbabilities all = heard.get();
    return new SoundClasses(
        input,
        note,
        false,
        likeliest(all, Question.PITCH, Integer::toString),
        likeliest(all, Question.FAMILY, i -> Family.values()[i].label()),
        likeliest(all, Question.SOURCE, i -> SoundSource.values()[i].label()),
        likeliest(all, Question.VELOCITY, i -> Integer.toString(Question.velocity(i))),
        qualities(all.of(Question.QUALITIES)));
  }

  private static List<Guess> likeliest(
      ClassProbabilities all, Question question, IntFunction<String> label) {
    double[] probabilities = all.of(question);
    return Arrays.stream(all.likeliest(question, GUESSES))
        .mapToObj(i -> new Guess(label.apply(i), rounded(probabilities[i])))
        .toList();
  }

  private static List<Guess> qualities(double[] probabilities) {
    List<Guess> guesses = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > SURE) {
        guesses.add(new Guess(Labels.QUALITIES.get(i), rounded(probabilities[i])));
      }
    }
    return List.copyOf(guesses);
  }

  private static double rounded(double probability) {
    return Math.rint(probability * 10_000) / 10_000;
  }

  /** Whether the first of some guesses is one to rely on. */
  public static boolean isSure(List<Guess> guesses) {
    return !guesses.isEmpty() && guesses.get(0).probability() > SURE;
  }
}
