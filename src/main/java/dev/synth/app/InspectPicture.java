package dev.synth.app;

import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.inspect.LevelHistogram;
import dev.synth.dataset.inspect.NoteStatistics;
import dev.synth.dataset.inspect.NoteStatistics.Group;
import dev.synth.dataset.prepare.Tuning;
import dev.synth.plot.Charts;
import dev.synth.plot.Pictures;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** Charts of what is in a set of notes, two beside each other. */
public final class InspectPicture {
  private static final int LEVEL_STEP_DB = 3;
  private static final int LOWEST_DB = -90;
  private static final int BARS_MAX = 16;

  private final NoteStatistics statistics;
  private final List<BufferedImage> charts = new ArrayList<>();

  private InspectPicture(NoteStatistics statistics) {
    this.statistics = statistics;
  }

  /** All charts for which there is something to show. */
  public static BufferedImage of(NoteStatistics statistics) {
    InspectPicture picture = new InspectPicture(statistics);
    picture.families();
    picture.counts("Notes by MIDI pitch", "MIDI pitch", statistics.all().pitches());
    picture.counts("Notes by velocity", "velocity", statistics.velocities());
    if (!statistics.qualities().isEmpty()) {
      Map<String, Integer> counts = statistics.qualities();
      picture.bars("Notes by quality", "notes", List.copyOf(counts.keySet()), values(counts));
    }
    picture.levels();
    picture.tuning();
    return picture.grid();
  }

  private BufferedImage grid() {
    List<BufferedImage> rows = new ArrayList<>();
    for (int i = 0; i < charts.size(); i += 2) {
      rows.add(Pictures.beside(charts.subList(i, Math.min(charts.size(), i + 2))));
    }
    return Pictures.above(rows);
  }

  private List<String> familyNames() {
    return statistics.families().entrySet().stream()
        .filter(entry -> entry.getValue().notes() > 0)
        .map(entry -> entry.getKey().map(Family::label).orElse("(none)"))
        .toList();
  }

  private double[] ofFamilies(ToDoubleFunction<Group> value) {
    return statistics.families().values().stream()
        .filter(group -> group.notes() > 0)
        .mapToDouble(value)
        .toArray();
  }

  private void families() {
    List<Charts.Bars> bars = new ArrayList<>();
    for (SoundSource source : SoundSource.values()) {
      if (statistics.all().of(source) > 0) {
        bars.add(new Charts.Bars(source.label(), ofFamilies(group -> group.of(source))));
      }
    }
    double[] unknown =
        ofFamilies(
            group -> group.notes() - Arrays.stream(SoundSource.values()).mapToInt(group::of).sum());
    if (Arrays.stream(unknown).sum() > 0) {
      bars.add(new Charts.Bars("unknown source", unknown));
    }
    // One colour has no legend.
    String title = "Notes by family" + (bars.size() == 1 ? ", all " + bars.get(0).name() : "");
    charts.add(Charts.bars(title, "notes", familyNames(), bars));
  }

  /** Bars where there are few different numbers, else a line. */
  private void counts(String title, String label, SortedMap<Integer, Integer> counts) {
    if (counts.isEmpty()) {
      return;
    }
    if (counts.size() <= BARS_MAX) {
      bars(title, "notes", counts.keySet().stream().map(String::valueOf).toList(), values(counts));
      return;
    }
    int first = counts.firstKey() - 1;
    int last = counts.lastKey() + 1;
    double[] x = new double[last - first + 1];
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = first + i;
      y[i] = counts.getOrDefault(first + i, 0);
    }
    charts.add(Charts.lines(title, label, "notes", List.of(new Charts.Series("notes", x, y))));
  }

  private static double[] values(Map<?, Integer> counts) {
    return counts.values().stream().mapToDouble(count -> count).toArray();
  }

  private void bars(String title, String label, List<String> categories, double[] values) {
    charts.add(Charts.bars(title, label, categories, List.of(new Charts.Bars(label, values))));
  }

  private void levels() {
    if (statistics.all().rms().count() == 0) {
      return;
    }
    charts.add(
        Charts.lines(
            "Notes by level, in steps of 3 dB",
            "dBFS",
            "notes",
            List.of(level("RMS", statistics.all().rms()), level("peak", statistics.all().peak()))));
  }

  private static Charts.Series level(String name, LevelHistogram spread) {
    int steps = -LOWEST_DB / LEVEL_STEP_DB + 1;
    double[] x = new double[steps];
    double[] y = new double[steps];
    for (int step = 0; step < steps; step++) {
      int from = LOWEST_DB + step * LEVEL_STEP_DB;
      x[step] = from + LEVEL_STEP_DB / 2.0;
      y[step] = spread.between(from, from + LEVEL_STEP_DB);
    }
    return new Charts.Series(name, x, y);
  }

  private void tuning() {
    if (statistics.all().tuning().total() == 0) {
      return;
    }
    List<Charts.Bars> bars = new ArrayList<>();
    String[] names = {"as labelled", "octave off", "other", "none"};
    for (Tuning.Agreement agreement : Tuning.Agreement.values()) {
      bars.add(
          new Charts.Bars(
              names[agreement.ordinal()],
              ofFamilies(
                  group -> 100.0 * group.tuning().count(agreement) / group.tuning().total())));
    }
    charts.add(Charts.bars("Pitch detected", "% of notes", familyNames(), bars));
  }
}
