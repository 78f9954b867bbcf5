package dev.synth.compose.style;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much of a melody a style's tunes have, too, compared by {@link CopyTokens}: intervals and
 * ratios of lengths.
 */
public final class Copying {
  /** The lengths of the runs that are looked for, in notes. */
  public static final List<Integer> RUN_NOTES = List.of(4, 5, 6, 7, 8);

  private static final int NEAREST = 3;

  /** Bars are compared two at a time: one alone is everybody's. */
  private static final int WINDOW_BARS = 2;

  private static final int BASELINE_TUNES = 200;

  private final List<Tune> tunes;
  private final List<int[]> tokens = new ArrayList<>();

  /** Compares with the tunes of a style. */
  public Copying(Style style) {
    this.tunes = style.tunes();
    tunes.forEach(tune -> tokens.add(CopyTokens.of(tune.notes())));
  }

  /**
   * A run that a melody and a tune have in common.
   *
   * @param notes how many; 0 if there is none
   * @param start of the run in the melody, in ticks
   * @param title of the tune
   * @param bar of the tune in which the run begins, from 1
   */
  public record Run(int notes, int start, String title, int bar) {}

  /**
   * Two bars of a melody and two of a tune.
   *
   * @param bar the first of the melody's, from 1
   * @param title of the tune
   * @param tuneBar the first of the tune's, from 1
   * @param likeness notes that both have at the same place, at the same interval from the first,
   *     and of the same length, over the notes of both; 1 is a copy
   */
  public record Nearest(int bar, String title, int tuneBar, double likeness) {}

  /** The longest run that a melody shares with any tune. */
  public Run longest(List<TuneNote> melody) {
    int[] own = CopyTokens.of(melody);
    Run best = new Run(0, 0, "", 0);
    for (int t = 0; t < tokens.size(); t++) {
      int[] theirs = tokens.get(t);
      // Length of the common run that ends at each place: one row of the usual table.
      int[] row = new int[theirs.length + 1];
      for (int i = 0; i < own.length; i++) {
        for (int j = theirs.length - 1; j >= 0; j--) {
          row[j + 1] = own[i] == theirs[j] ? row[j] + 1 : 0;
          if (row[j + 1] + 1 > best.notes()) {
            int length = row[j + 1];
            if (length > 0) {
              Tune tune = tunes.get(t);
              int start = tune.notes().get(j + 1 - length).startTicks();
              best =
                  new Run(
                      length + 1,
                      melody.get(i + 1 - length).startTicks(),
                      tune.origin().title(),
                      Math.floorDiv(start, tune.barTicks()) + 1);
            }
          }
        }
      }
    }
    return best;
  }

  /** The share of a melody's runs of so many notes that occur in the tunes; 0 where it has none. */
  public double share(List<TuneNote> melody, int notes) {
    return share(CopyTokens.of(melody), notes, -1);
  }

  private final Map<Integer, Map<List<Integer>, Set<Integer>>> grams = new HashMap<>();

  private double share(int[] own, int notes, int without) {
    Map<List<Integer>, Set<Integer>> known =
        grams.computeIfAbsent(
            notes,
            n -> {
              Map<List<Integer>, Set<Integer>> all = new HashMap<>();
              for (int t = 0; t < tokens.size(); t++) {
                for (List<Integer> gram : grams(tokens.get(t), n - 1)) {
                  all.computeIfAbsent(gram, g -> new HashSet<>()).add(t);
                }
              }
              return all;
            });
    List<List<Integer>> all = grams(own, notes - 1);
    int found = 0;
    for (List<Integer> gram : all) {
      Set<Integer> in = known.getOrDefault(gram, Set.of());
      found += in.size() > (in.contains(without) ? 1 : 0) ? 1 : 0;
    }
    return all.isEmpty() ? 0 : (double) found / all.size();
  }

  private static List<List<Integer>> grams(int[] tokens, int length) {
    List<List<Integer>> all = new ArrayList<>();
    for (int from = 0; from + length <= tokens.length; from++) {
      List<Integer> gram = new ArrayList<>();
      for (int i = from; i < from + length; i++) {
        gram.add(tokens[i]);
      }
      all.add(gram);
    }
    return all;
  }

  /**
   * The same share for the tunes themselves, each compared with all others: what people have in
   * common with each other. The mean over at most 200 tunes, evenly chosen.
   */
  public double baseline(int notes) {
    double sum = 0;
    int count = 0;
    int step = Math.max(1, tokens.size() / BASELINE_TUNES);
    for (int t = 0; t < tokens.size(); t += step) {
      sum += share(tokens.get(t), notes, t);
      count++;
    }
    return sum / count;
  }

  /** The pairs of bars of a melody that are nearest to any of a tune, of different places each. */
  public List<Nearest> nearest(List<TuneNote> melody, int barTicks, int bars) {
    List<Nearest> best = new ArrayList<>();
    List<List<int[]>> own = new ArrayList<>();
    for (int bar = 0; bar + WINDOW_BARS <= bars; bar++) {
      own.add(window(melody, bar * barTicks, barTicks));
    }
    for (Tune tune : tunes) {
      if (tune.barTicks() != barTicks) {
        continue;
      }
      for (int tuneBar = 0; tuneBar + WINDOW_BARS <= tune.bars(); tuneBar++) {
        List<int[]> theirs = window(tune.notes(), tuneBar * barTicks, barTicks);
        for (int bar = 0; bar < own.size(); bar++) {
          double likeness = likeness(own.get(bar), theirs);
          keep(best, new Nearest(bar + 1, tune.origin().title(), tuneBar + 1, likeness));
        }
      }
    }
    return best;
  }

  private static void keep(List<Nearest> best, Nearest found) {
    for (Nearest other : best) {
      boolean same = other.bar() == found.bar() || other.title().equals(found.title());
      if (same && other.likeness() >= found.likeness()) {
        return;
      }
    }
    best.removeIf(other -> other.bar() == found.bar() || other.title().equals(found.title()));
    best.add(found);
    best.sort(Comparator.comparingDouble(Nearest::likeness).reversed());
    if (best.size() > NEAREST) {
      best.remove(NEAREST);
    }
  }

  /** Notes as place, interval from the first and length. */
  private static List<int[]> window(List<TuneNote> notes, int from, int barTicks) {
    List<int[]> window = new ArrayList<>();
    int first = 0;
    for (TuneNote note : notes) {
      if (note.startTicks() >= from && note.startTicks() < from + WINDOW_BARS * barTicks) {
        first = window.isEmpty() ? note.above() : first;
        window.add(
            new int[] {note.startTicks() - from, note.above() - first, note.durationTicks()});
      }
    }
    return window;
  }

  private static double likeness(List<int[]> a, List<int[]> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return 0;
    }
    int same = 0;
    int j = 0;
    for (int[] note : a) {
      while (j < b.size() && b.get(j)[0] < note[0]) {
        j++;
      }
      if (j < b.size() && java.util.Arrays.equals(note, b.get(j))) {
        same++;
      }
    }
    return (double) same / (a.size() + b.size() - same);
  }
}
