package dev.synth.compose.plan;

import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneNote;
import dev.synth.score.Meter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** What is counted in melodies, real and composed, to compare them. */
final class MelodyMeasures {
  private MelodyMeasures() {}

  static Map<String, Double> of(Tune tune) {
    return of(tune.notes(), tune.meter(), tune::chordAt);
  }

  static Map<String, Double> of(Plan plan) {
    int bar = plan.frame().barTicks();
    int half = Grid.half(plan.frame().meter());
    IntFunction<ChordEvent> chords =
        ticks -> {
          List<ChordEvent> here = plan.chords().get(ticks / bar);
          return here.get(ticks % bar >= half ? here.size() - 1 : 0);
        };
    return of(plan.notes(), plan.frame().meter(), chords);
  }

  private static Map<String, Double> of(
      List<TuneNote> notes, Meter meter, IntFunction<ChordEvent> chords) {
    Map<String, Double> all = new LinkedHashMap<>();
    int bar = Grid.bar(meter);
    int[] above = notes.stream().mapToInt(TuneNote::above).toArray();
    all.put(
        "range",
        (double) Arrays.stream(above).max().orElse(0) - Arrays.stream(above).min().orElse(0));
    double[] kinds = new double[4];
    int largest = 0;
    for (int i = 1; i < above.length; i++) {
      int interval = Math.abs(above[i] - above[i - 1]);
      largest = Math.max(largest, interval);
      kinds[interval == 0 ? 0 : interval <= 2 ? 1 : interval <= 4 ? 2 : 3] +=
          1.0 / (above.length - 1);
    }
    all.put("repeated notes", kinds[0]);
    all.put("steps", kinds[1]);
    all.put("thirds", kinds[2]);
    all.put("leaps", kinds[3]);
    all.put("largest", (double) largest);
    all.put("entropy", entropy(above));
    int[] lengths = notes.stream().mapToInt(TuneNote::durationTicks).sorted().toArray();
    TuneNote last = notes.get(notes.size() - 1);
    all.put("last degree", (double) Math.floorMod(last.above(), 12));
    all.put("last length over median", (double) last.durationTicks() / lengths[lengths.length / 2]);
    bars(notes, bar, all);
    all.put("groove", groove(notes, bar));
    all.put("H4", windowEntropy(notes, 4 * bar));
    all.put("syncopation", syncopation(notes, meter));
    chords(notes, meter, chords, all);
    all.put("notes a bar", (double) notes.size() / ((last.endTicks() + bar - 1) / bar));
    return all;
  }

  private static double entropy(int[] above) {
    double[] counts = new double[12];
    for (int pitch : above) {
      counts[Math.floorMod(pitch, 12)]++;
    }
    return entropy(counts, above.length);
  }

  private static double entropy(double[] counts, double total) {
    double sum = 0;
    for (double count : counts) {
      sum -= count == 0 ? 0 : count / total * Math.log(count / total) / Math.log(2);
    }
    return sum;
  }

  private static Map<Integer, List<TuneNote>> byBar(List<TuneNote> notes, int bar) {
    Map<Integer, List<TuneNote>> bars = new LinkedHashMap<>();
    for (TuneNote note : notes) {
      int number = Math.floorDiv(note.startTicks(), bar);
      if (number >= 0) {
        bars.computeIfAbsent(number, b -> new ArrayList<>()).add(note);
      }
    }
    return bars;
  }

  private static void bars(List<TuneNote> notes, int bar, Map<String, Double> all) {
    Map<String, Integer> exact = new HashMap<>();
    Map<String, Integer> rhythm = new HashMap<>();
    int exactAgain = 0;
    int rhythmAgain = 0;
    Map<Integer, List<TuneNote>> bars = byBar(notes, bar);
    for (var entry : bars.entrySet()) {
      StringBuilder whole = new StringBuilder();
      StringBuilder times = new StringBuilder();
      for (TuneNote note : entry.getValue()) {
        String time = note.startTicks() - entry.getKey() * bar + ":" + note.durationTicks() + " ";
        times.append(time);
        whole.append(time).append(note.above()).append(';');
      }
      exactAgain += exact.merge(whole.toString(), 1, Integer::sum) > 1 ? 1 : 0;
      rhythmAgain += rhythm.merge(times.toString(), 1, Integer::sum) > 1 ? 1 : 0;
    }
    all.put("bars again", (double) exactAgain / bars.size());
    all.put("rhythms again", (double) rhythmAgain / bars.size());
  }

  private static double groove(List<TuneNote> notes, int bar) {
    int slots = Math.max(1, bar / 6);
    Map<Integer, boolean[]> onsets = new LinkedHashMap<>();
    for (var entry : byBar(notes, bar).entrySet()) {
      boolean[] grid = new boolean[slots];
      for (TuneNote note : entry.getValue()) {
        grid[Math.min(slots - 1, (note.startTicks() - entry.getKey() * bar) / 6)] = true;
      }
      onsets.put(entry.getKey(), grid);
    }
    double sum = 0;
    int pairs = 0;
    boolean[] before = null;
    for (boolean[] grid : onsets.values()) {
      if (before != null) {
        int differ = 0;
        for (int i = 0; i < slots; i++) {
          differ += grid[i] == before[i] ? 0 : 1;
        }
        sum += 1 - (double) differ / slots;
        pairs++;
      }
      before = grid;
    }
    return pairs == 0 ? 1 : sum / pairs;
  }

  private static double windowEntropy(List<TuneNote> notes, int window) {
    Map<Integer, double[]> counts = new HashMap<>();
    for (TuneNote note : notes) {
      counts
          .computeIfAbsent(Math.floorDiv(note.startTicks(), window), w -> new double[12])[
          Math.floorMod(note.above(), 12)]++;
    }
    return counts.values().stream()
        .mapToDouble(c -> entropy(c, Arrays.stream(c).sum()))
        .average()
        .orElse(0);
  }

  /** The share of notes that sound on over a stronger beat than the one they begin on. */
  private static double syncopation(List<TuneNote> notes, Meter meter) {
    int bar = Grid.bar(meter);
    int count = 0;
    for (int i = 0; i + 1 < notes.size(); i++) {
      int start = Math.floorMod(notes.get(i).startTicks(), bar);
      int next = start + notes.get(i + 1).startTicks() - notes.get(i).startTicks();
      boolean over = false;
      for (int at = start + 1; at < next; at++) {
        over |= weight(at % bar, meter) > weight(start, meter);
      }
      count += over ? 1 : 0;
    }
    return (double) count / notes.size();
  }

  private static int weight(int at, Meter meter) {
    if (at == 0) {
      return 5;
    }
    if (Grid.isStrong(at, meter)) {
      return 4;
    }
    int beat = Grid.beat(meter);
    return at % beat == 0
        ? 3
        : meter.isCompound()
            ? (at % 12 == 0 ? 2 : at % 6 == 0 ? 1 : 0)
            : at % (beat / 2) == 0 ? 2 : at % (beat / 4) == 0 ? 1 : 0;
  }

  private static void chords(
      List<TuneNote> notes, Meter meter, IntFunction<ChordEvent> chords, Map<String, Double> all) {
    int bar = Grid.bar(meter);
    int strong = 0;
    int tones = 0;
    for (TuneNote note : notes) {
      if (note.startTicks() >= 0 && Grid.isStrong(note.startTicks() % bar, meter)) {
        ChordEvent chord = chords.apply(note.startTicks());
        strong++;
        tones += chord != null && chord.contains(note.above()) ? 1 : 0;
      }
    }
    all.put("strong chord tones", strong == 0 ? 1 : (double) tones / strong);
  }

  /** The gate of what passes for a tune, by counts that real tunes meet and free chains do not. */
  static boolean passes(Map<String, Double> m) {
    double degree = m.get("last degree");
    return m.get("range") <= 17
        && m.get("largest") <= 12
        && (degree == 0 || degree == 3 || degree == 4)
        && m.get("last length over median") >= 1
        && m.get("rhythms again") >= 0.15
        && m.get("groove") >= 0.72
        && m.get("H4") >= 1.7
        && m.get("H4") <= 2.8
        && m.get("leaps") <= 0.35
        && m.get("steps") >= 0.2
        && m.get("steps") <= 0.85
        && m.get("bars again") <= 0.6;
  }
}
