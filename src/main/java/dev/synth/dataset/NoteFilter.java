package dev.synth.dataset;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which notes are wanted, by their labels. A set that is empty wants all; of several values any
 * will do; of several sets all must be met. A note without a label is not met by a set of that
 * label.
 *
 * @param families instrument families
 * @param sources acoustic, electronic, synthetic
 * @param instruments names such as {@code flute_acoustic_001}
 * @param pitches MIDI note numbers
 * @param velocities MIDI velocities
 * @param qualities NSynth's qualities; a note needs one of them
 * @param limit at most so many notes, spread evenly over those that meet the sets; 0 for all
 */
public record NoteFilter(
    Set<Family> families,
    Set<SoundSource> sources,
    Set<String> instruments,
    Set<Integer> pitches,
    Set<Integer> velocities,
    Set<String> qualities,
    int limit) {
  /** All notes. */
  public static final NoteFilter ALL =
      new NoteFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), 0);

  /** Copies the sets. */
  public NoteFilter {
    families = Set.copyOf(families);
    sources = Set.copyOf(sources);
    instruments = Set.copyOf(instruments);
    pitches = Set.copyOf(pitches);
    velocities = Set.copyOf(velocities);
    qualities = Set.copyOf(qualities);
  }

  /** One set: the setting it comes from, whether a note has the label at all, whether it is met. */
  private record Step(String setting, Predicate<Labels> labelled, Predicate<Labels> met) {}

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    add(steps, "family", families, label -> label.family());
    add(steps, "source", sources, label -> label.source());
    add(steps, "instrument", instruments, label -> label.instrumentName());
    add(steps, "pitch", pitches, label -> boxed(label.pitch()));
    add(steps, "velocity", velocities, label -> boxed(label.velocity()));
    if (!qualities.isEmpty()) {
      steps.add(
          new Step(
              "quality",
              labels -> !labels.qualities().isEmpty(),
              labels -> labels.qualities().stream().anyMatch(qualities::contains)));
    }
    return steps;
  }

  private static <T> void add(
      List<Step> steps,
      String setting,
      Set<T> wanted,
      java.util.function.Function<Labels, Optional<T>> label) {
    if (!wanted.isEmpty()) {
      steps.add(
          new Step(
              setting,
              labels -> label.apply(labels).isPresent(),
              labels -> label.apply(labels).filter(wanted::contains).isPresent()));
    }
  }

  private static Optional<Integer> boxed(OptionalInt value) {
    return value.isPresent() ? Optional.of(value.getAsInt()) : Optional.empty();
  }

  /**
   * Those of {@code notes} that are wanted, in their order. No sound is read.
   *
   * @throws BadDataException if none is, with the counts that each set leaves
   */
  public List<Note> apply(List<Note> notes) throws BadDataException {
    List<Note> left = notes;
    StringBuilder counts = new StringBuilder();
    for (Step step : steps()) {
      List<Note> before = left;
      left = before.stream().filter(note -> step.met().test(note.labels())).toList();
      long bare = before.stream().filter(note -> !step.labelled().test(note.labels())).count();
      counts.append(counts.isEmpty() ? "" : ", ");
      counts.append("the setting '").append(step.setting()).append("' leaves ");
      counts.append(left.size()).append(bare > 0 ? " (" + bare + " have no such label)" : "");
      if (left.isEmpty() && !before.isEmpty()) {
        throw new BadDataException(
            "None of the "
                + Counted.of(notes.size(), "note")
                + " is left: "
                + counts
                + "; widen the filters.");
      }
    }
    return limited(left);
  }

  private List<Note> limited(List<Note> notes) {
    if (limit == 0 || notes.size() <= limit) {
      return notes;
    }
    List<Note> spread = new ArrayList<>(limit);
    for (int i = 0; i < limit; i++) {
      spread.add(notes.get((int) ((long) i * notes.size() / limit)));
    }
    return spread;
  }
}
