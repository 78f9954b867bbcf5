package dev.synth.compose.arrange;

import java.util.ArrayList;
import java.util.List;

/**
 * What accompanies a bar, and the next, and so on. A line has a letter for each step of a bar:
 *
 * <ul>
 *   <li>of the chords: {@code c} the chord, {@code 1} to {@code 4} one of its voices from below
 *   <li>of the bass: {@code R} the root, or the bass that the chord names, {@code 5} the fifth,
 *       {@code n} a step to the next root, {@code w} a chord note on the way
 *   <li>of both: {@code _} goes on, {@code .} rests
 * </ul>
 *
 * @param name for settings
 * @param chords a line a bar, gone through again and again
 * @param bass the same
 * @param least energy that it suits
 * @param most energy that it suits
 */
record Pattern(String name, List<String> chords, List<String> bass, double least, double most) {
  /**
   * One thing played.
   *
   * @param startTicks in the bar
   * @param durationTicks until the next, or a rest
   * @param what the letter
   */
  record Hit(long startTicks, long durationTicks, char what) {}

  /** Of one bar only, so the same in all. */
  static Pattern of(String name, String chords, String bass, double least, double most) {
    return new Pattern(name, List.of(chords.split(" ")), List.of(bass.split(" ")), least, most);
  }

  /** The chords' hits in the bar {@code index} of a section, which is {@code ticks} long. */
  List<Hit> chordHits(int index, long ticks) {
    return hits(chords.get(index % chords.size()), ticks);
  }

  /** The bass's hits, as {@link #chordHits}. */
  List<Hit> bassHits(int index, long ticks) {
    return hits(bass.get(index % bass.size()), ticks);
  }

  private static List<Hit> hits(String line, long ticks) {
    List<Hit> hits = new ArrayList<>();
    int steps = line.length();
    for (int i = 0; i < steps; i++) {
      if (line.charAt(i) == '.' || line.charAt(i) == '_') {
        continue;
      }
      int end = i + 1;
      while (end < steps && line.charAt(end) == '_') {
        end++;
      }
      hits.add(new Hit(ticks * i / steps, ticks * (end - i) / steps, line.charAt(i)));
    }
    return hits;
  }
}
