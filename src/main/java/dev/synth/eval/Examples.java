package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A few sounds that are kept to be heard and drawn: a note of each family, and a line. */
public final class Examples {
  /** As many notes as are kept. */
  public static final int NOTES_MAX = 6;

  private final Map<String, Example> byFamily = new TreeMap<>();
  private Pairs.Pair pair;
  private final List<List<AudioClip>> lines = new ArrayList<>();

  /**
   * A note.
   *
   * @param original at the highest rate of the models that it was recorded at
   * @param models each model's sound of it, at its own rate
   */
  public record Example(Note note, AudioClip original, List<AudioClip> models) {}

  void offer(Example example) {
    String family = example.note().labels().family().map(f -> f.label()).orElse("");
    if (byFamily.size() < NOTES_MAX) {
      byFamily.putIfAbsent(family, example);
    }
  }

  /** Takes the lines of all models between {@code ends}, if they are the first. */
  void offerLines(Pairs.Pair ends, List<List<AudioClip>> sounds) {
    if (pair == null) {
      pair = ends;
      lines.addAll(sounds);
    }
  }

  public List<Example> notes() {
    return List.copyOf(byFamily.values());
  }

  /** The ends of {@link #lines}; null if there is none. */
  public Pairs.Pair pair() {
    return pair;
  }

  /** Each model's line; empty if there is none. */
  public List<List<AudioClip>> lines() {
    return lines;
  }
}
