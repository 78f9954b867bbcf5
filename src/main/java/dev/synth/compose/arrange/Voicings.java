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
 * middle that is wanted, what is in the melody's way, and what lies close together in the depth.
 */
final class Voicings {
  /** MIDI pitch below which no chord has a note. */
  static final int LOWEST = 46;

  private static final int HIGHEST = 74;
  private static final int VOICES = 3;
  private static final int SPAN_MOST = 12;

  /** Below E flat 3 thirds sound muddy. */
  private static final int MUD = 51;

  private static final double MIDDLE_COST = 0.25;
  private static final double MUD_COST = 4;
  private static final double SEMITONE_COST = 3;
  private static final double MISSING_THIRD_COST = 8;
  private static final double IN_THE_WAY_COST = 60;

  private Voicings() {}

  /**
   * The voices of each chord, from below, three of them or, of a fifth, two.
   *
   * @param rooms beside the melody, of each chord
   * @param middle MIDI pitch that chords lie round
   * @param up semitones that the range lies higher than usually
   * @param given how chords are set already; null for those that are to be set
   */
  static List<int[]> of(
      List<ChordSymbol> chords, List<Room> rooms, double middle, int up, List<int[]> given) {
    List<List<int[]>> ways = new ArrayList<>();
    for (int i = 0; i < chords.size(); i++) {
      int[] here = given.get(i);
      ways.add(here == null ? ways(chords.get(i), up) : List.of(here));
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
        here[k] += own(ways.get(i).get(k), chords.get(i), rooms.get(i), middle);
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
  static double cost(List<ChordSymbol> chords, List<Room> rooms, double middle, List<int[]> path) {
    double cost = 0;
    for (int i = 0; i < path.size(); i++) {
      cost += own(path.get(i), chords.get(i), rooms.get(i), middle);
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

  private static double own(int[] way, ChordSymbol chord, Room room, double middle) {
    double cost = MIDDLE_COST * Math.abs(Arrays.stream(way).average().orElse(0) - middle) * VOICES;
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
        + IN_THE_WAY_COST * room.excess(way)
        + (hasThird && !third ? MISSING_THIRD_COST : 0)
        + (hasSeventh && !seventh ? MISSING_THIRD_COST / 2 : 0);
  }
}
