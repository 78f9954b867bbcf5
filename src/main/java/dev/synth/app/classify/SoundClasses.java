package dev.synth.app.classify;

import com.fasterxml.jackson.annotation.JsonInclude;
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
    List<Guess<Integer>> pitch,
    List<Guess<String>> family,
    List<Guess<String>> source,
    List<Guess<Integer>> velocity,
    List<Guess<String>> qualities) {
  /** How many guesses are told of each question. */
  public static final int GUESSES = 3;

  /** An answer that is no likelier than this is not sure. */
  public static final double SURE = 0.5;

  /**
   * An answer.
   *
   * @param label such as {@code flute}, or of a pitch or velocity its MIDI number
   * @param name of a pitch the note's, such as {@code C4}; else null
   * @param probability 0 to 1
   */
  public record Guess<T>(
      T label, @JsonInclude(JsonInclude.Include.NON_NULL) String name, double probability) {}

  static SoundClasses of(String input, String note, Optional<ClassProbabilities> heard) {
    if (heard.isEmpty()) {
      return new SoundClasses(
          input, note, true, List.of(), List.of(), List.of(), List.of(), List.of());
    }
    ClassProbabilities all = heard.get();
    return new SoundClasses(
        input,
        note,
        false,
        likeliest(all, Question.PITCH, i -> i, NoteNames::of),
        likeliest(all, Question.FAMILY, i -> Family.values()[i].label(), i -> null),
        likeliest(all, Question.SOURCE, i -> SoundSource.values()[i].label(), i -> null),
        likeliest(all, Question.VELOCITY, Question::velocity, i -> null),
        qualities(all.of(Question.QUALITIES)));
  }

  private static <T> List<Guess<T>> likeliest(
      ClassProbabilities all, Question question, IntFunction<T> label, IntFunction<String> name) {
    double[] probabilities = all.of(question);
    return Arrays.stream(all.likeliest(question, GUESSES))
        .mapToObj(i -> new Guess<>(label.apply(i), name.apply(i), rounded(probabilities[i])))
        .toList();
  }

  private static List<Guess<String>> qualities(double[] probabilities) {
    List<Guess<String>> guesses = new ArrayList<>();
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > SURE) {
        guesses.add(new Guess<>(Labels.QUALITIES.get(i), null, rounded(probabilities[i])));
      }
    }
    return List.copyOf(guesses);
  }

  private static double rounded(double probability) {
    return Math.rint(probability * 10_000) / 10_000;
  }

  /** Whether the first of some guesses is one to rely on. */
  public static boolean isSure(List<? extends Guess<?>> guesses) {
    return !guesses.isEmpty() && guesses.get(0).probability() > SURE;
  }
}
