package dev.synth.eval;

import dev.synth.dataset.Note;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Which notes are interpolated between. */
public final class Pairs {
  private Pairs() {}

  /** Two notes of one pitch and two instruments. */
  public record Pair(Note first, Note last, int pitch) {}

  /**
   * Up to {@code count} pairs of one pitch each and different instruments, those of different
   * families first, no note in two of them.
   */
  public static List<Pair> choose(List<Note> notes, int count, long seed) {
    List<Note> shuffled = new ArrayList<>(notes);
    shuffled.removeIf(note -> note.labels().pitch().isEmpty());
    shuffled.removeIf(note -> note.labels().instrumentName().isEmpty());
    Collections.shuffle(shuffled, new Random(seed));
    List<Pair> pairs = new ArrayList<>();
    Set<Note> taken = new HashSet<>();
    for (boolean families : new boolean[] {true, false}) {
      for (int i = 0; i < shuffled.size(); i++) {
        for (int j = i + 1; j < shuffled.size() && pairs.size() < count; j++) {
          Note a = shuffled.get(i);
          Note b = shuffled.get(j);
          if (fit(a, b, families) && !taken.contains(a) && !taken.contains(b)) {
            pairs.add(new Pair(a, b, a.labels().pitch().getAsInt()));
            taken.add(a);
            taken.add(b);
          }
        }
      }
    }
    return pairs;
  }

  private static boolean fit(Note a, Note b, boolean families) {
    return a.labels().pitch().equals(b.labels().pitch())
        && !a.labels().instrumentName().equals(b.labels().instrumentName())
        && !(families && a.labels().family().equals(b.labels().family()));
  }
}
