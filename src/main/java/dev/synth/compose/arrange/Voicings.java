package dev.synth.compose.arrange;

import dev.synth.score.ChordSymbol;
import dev.synth.score.PitchClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Puts chords into voices so that they move little: of all ways to set each chord, the path of the
 * least cost (Viterbi 1967). A way costs what its voices move, what its middle is away from the
 * middle of the range, what lies above the melody, and what lies close together in the depth.
 */
final class Voicings {
  private static final int LOWEST = 48;
  private static final int HIGHEST = 74;
  private static final int MIDDLE = 61;
  private static final int VOICES = 3;
  private static final int SPAN_MOST = 12;

  /** Below E flat 3 thirds sound muddy. */
  private static final int MUD = 51;

  private static final double MIDDLE_COST = 0.25;
  private static final double MUD_COST = 4;
  private static final double SEMITONE_COST = 3;
  private static final double MISSING_THIRD_COST = 8;
  private static final double ABOVE_MELODY_COST = 0.7;

  private Voicings() {}

  /**
   * The voices of each chord, from below, three of them or, of a fifth, two.
   *
   * @param highest MIDI pitch above which each chord's voices cost more: the melody is there
   * @param up semitones that all lies higher than usually
   */
  static List<int[]> of(List<ChordSymbol> chords, List<Integer> highest, int up) {
    List<List<int[]>> ways = new ArrayList<>();
    for (int i = 0; i < chords.size(); i++) {
      ways.add(ways(chords.get(i), up));
    }
    double[] costs = new double[0];
    List<int[]> from = new ArrayList<>();
    for (int i = 0; i < ways.size(); i++) {
      double[] here = new double[ways.get(i).size()];
      int[] best = new int[here.length];
      for (int k = 0; k < here.length; k++) {
        here[k] = Double.MAX_VALUE;
        if (i == 0) {
          here[k] = 0;
        }
        for (int j = 0; j < costs.length; j++) {
          double cost = costs[j] + movement(ways.get(i - 1).get(j), ways.get(i).get(k));
          if (cost < here[k]) {
            here[k] = cost;
            best[k] = j;
          }
        }
        here[k] += own(ways.get(i).get(k), chords.get(i), highest.get(i), up);
      }
      costs = here;
      from.add(best);
    }
    int[][] path = new int[ways.size()][];
    int state = 0;
    for (int k = 1; k < costs.length; k++) {
      state = costs[k] < costs[state] ? k : state;
    }
    for (int i = ways.size() - 1; i >= 0; i--) {
      path[i] = ways.get(i).get(state);
      state = from.get(i)[state];
    }
    return List.of(path);
  }

  /** What a path costs. */
  static double cost(List<ChordSymbol> chords, List<Integer> highest, int up, List<int[]> path) {
    double cost = 0;
    for (int i = 0; i < path.size(); i++) {
      cost += own(path.get(i), chords.get(i), highest.get(i), up);
      cost += i == 0 ? 0 : movement(path.get(i - 1), path.get(i));
    }
    return cost;
  }

  /** All ways to set a chord within an octave, without or with its root. */
  static List<int[]> ways(ChordSymbol chord, int up) {
    TreeSet<Integer> classes = new TreeSet<>();
    chord.kind().semitones().forEach(s -> classes.add(PitchClasses.of(chord.rootPitchClass() + s)));
    int voices = Math.min(VOICES, classes.size());
    List<int[]> ways = new ArrayList<>();
    add(new ArrayList<>(), LOWEST + up, HIGHEST + up, classes, voices, ways);
    return ways;
  }

  private static void add(
      List<Integer> below,
      int from,
      int to,
      TreeSet<Integer> classes,
      int voices,
      List<int[]> ways) {
    if (below.size() == voices) {
      ways.add(below.stream().mapToInt(pitch -> pitch).toArray());
      return;
    }
    for (int pitch = from; pitch <= to; pitch++) {
      int pitchClass = PitchClasses.of(pitch);
      boolean isNew = below.stream().noneMatch(p -> PitchClasses.of(p) == pitchClass);
      boolean near = below.isEmpty() || pitch - below.get(0) <= SPAN_MOST;
      if (classes.contains(pitchClass) && isNew && near) {
        List<Integer> more = new ArrayList<>(below);
        more.add(pitch);
        add(more, pitch + 1, to, classes, voices, ways);
      }
    }
  }

  private static double movement(int[] a, int[] b) {
    double moved = 0;
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      moved += Math.abs(a[i] - b[i]);
    }
    return moved;
  }

  private static double own(int[] way, ChordSymbol chord, int highest, int up) {
    double cost =
        MIDDLE_COST * Math.abs(Arrays.stream(way).average().orElse(0) - MIDDLE - up) * VOICES;
    boolean third = false;
    boolean hasThird = chord.kind().semitones().contains(3) || chord.kind().semitones().contains(4);
    boolean hasSeventh =
        chord.kind().semitones().contains(10) || chord.kind().semitones().contains(11);
    boolean seventh = false;
    for (int i = 0; i < way.length; i++) {
      int above = PitchClasses.of(way[i] - chord.rootPitchClass());
      third |= above == 3 || above == 4;
      seventh |= above == 10 || above == 11;
      if (i > 0) {
        cost += way[i - 1] <= MUD && way[i] - way[i - 1] < 5 ? MUD_COST : 0;
        cost += way[i] - way[i - 1] == 1 ? SEMITONE_COST : 0;
      }
    }
    return cost
        + ABOVE_MELODY_COST * Math.max(0, way[way.length - 1] - highest)
        + (hasThird && !third ? MISSING_THIRD_COST : 0)
        + (hasSeventh && !seventh ? MISSING_THIRD_COST / 2 : 0);
  }
}
