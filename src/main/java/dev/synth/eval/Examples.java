package dev.synth.eval;

import dev.synth.dataset.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A few sounds that are kept to be drawn: a note of each family, and a line. */
public final class Examples {
  private static final int NOTES_MAX = 6;

  private final Map<String, Example> byFamily = new TreeMap<>();
  private Pairs.Pair pair;
  private List<float[]> line = List.of();

  /** A note and the model's sound of it. */
  public record Example(Note note, float[] original, float[] model) {}

  void offer(Note note, float[] original, float[] model) {
    String family = note.labels().family().map(f -> f.label()).orElse("");
    if (byFamily.size() < NOTES_MAX) {
      byFamily.putIfAbsent(family, new Example(note, original, model));
    }
  }

  void offerLine(Pairs.Pair ends, List<float[]> sounds) {
    if (pair == null) {
      pair = ends;
      line = new ArrayList<>(sounds);
    }
  }

  public List<Example> notes() {
    return List.copyOf(byFamily.values());
  }

  /** The ends of {@link #line}; null if there is none. */
  public Pairs.Pair pair() {
    return pair;
  }

  public List<float[]> line() {
    return line;
  }
}
