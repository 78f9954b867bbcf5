package dev.synth.eval.generated;

import dev.synth.dataset.Note;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A note of each set to be heard side by side.
 *
 * @param pitch the MIDI note that all have; -1 for notes without a label
 * @param notes by set's name, in the order of the sets; of sets that have one
 */
public record SetExamples(int pitch, Map<String, Note> notes) {
  /** How many rows there are, at most. */
  public static final int ROWS_MAX = 6;

  private static final String MADE = "gen_";

  /** Rows of different pitches, evenly taken from those that the most sets have. */
  static List<SetExamples> of(Map<String, List<MeasuredNote>> sets) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (List<MeasuredNote> set : sets.values()) {
      set.stream()
          .map(MeasuredNote::pitch)
          .distinct()
          .forEach(p -> counts.merge(p, 1, Integer::sum));
    }
    int most = counts.values().stream().max(Integer::compare).orElse(0);
    List<Integer> pitches =
        counts.entrySet().stream()
            .filter(e -> e.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    List<SetExamples> rows = new ArrayList<>();
    int wanted = Math.min(ROWS_MAX, pitches.size());
    for (int i = 0; i < wanted; i++) {
      rows.add(row(pitches.get((2 * i + 1) * pitches.size() / (2 * wanted)), sets));
    }
    return rows;
  }

  /** Notes of one name where there are such, as those that a model makes of others have. */
  private static SetExamples row(int pitch, Map<String, List<MeasuredNote>> sets) {
    Map<String, Integer> names = new TreeMap<>();
    for (List<MeasuredNote> set : sets.values()) {
      set.stream()
          .filter(note -> note.pitch() == pitch)
          .map(note -> told(note.note()))
          .distinct()
          .forEach(name -> names.merge(name, 1, Integer::sum));
    }
    Map<String, Note> row = new LinkedHashMap<>();
    sets.forEach(
        (name, notes) ->
            notes.stream()
                .filter(note -> note.pitch() == pitch)
                .map(MeasuredNote::note)
                .reduce((a, b) -> names.get(told(b)) > names.get(told(a)) ? b : a)
                .ifPresent(note -> row.put(name, note)));
    return new SetExamples(pitch, row);
  }

  /** Its name, without what {@code synth decode} puts before that of the note it is made of. */
  private static String told(Note note) {
    return note.name().startsWith(MADE) ? note.name().substring(MADE.length()) : note.name();
  }
}
