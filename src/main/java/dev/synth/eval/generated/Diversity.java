package dev.synth.eval.generated;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** How different notes of one pitch are: the mean log-mel distance of two of them, by pitch. */
final class Diversity {
  /** So many notes of a pitch are compared with each other, at most. */
  private static final int MOST_NOTES = 40;

  private final Map<Integer, Double> byPitch = new TreeMap<>();

  /** Of the notes with a label; a pitch that only one note has does not count. */
  Diversity(List<MeasuredNote> notes, long seed) {
    Map<Integer, List<MeasuredNote>> pitches = new TreeMap<>();
    for (MeasuredNote note : notes) {
      if (note.pitch() >= 0) {
        pitches.computeIfAbsent(note.pitch(), pitch -> new ArrayList<>()).add(note);
      }
    }
    pitches.forEach(
        (pitch, all) -> {
          if (all.size() > 1) {
            Collections.shuffle(all, new Random(seed + pitch));
            byPitch.put(pitch, mean(all.subList(0, Math.min(MOST_NOTES, all.size()))));
          }
        });
  }

  private static double mean(List<MeasuredNote> notes) {
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < notes.size(); i++) {
      for (int j = 0; j < i; j++) {
        sum += NotePicture.distanceDb(notes.get(i).picture(), notes.get(j).picture());
        pairs++;
      }
    }
    return sum / pairs;
  }

  /** The mean over the pitches, in dB; NaN where no pitch has two notes. */
  double db() {
    return byPitch.values().stream().mapToDouble(d -> d).average().orElse(Double.NaN);
  }

  /**
   * How large it is by that of {@code data}, over the pitches that both have: 1 for notes that are
   * as different, 0 for one and the same note throughout; NaN where there is no such pitch.
   */
  double relativeTo(Diversity data) {
    double own = 0;
    double others = 0;
    for (Map.Entry<Integer, Double> pitch : byPitch.entrySet()) {
      Double other = data.byPitch.get(pitch.getKey());
      own += other == null ? 0 : pitch.getValue();
      others += other == null ? 0 : other;
    }
    return own / others;
  }
}
