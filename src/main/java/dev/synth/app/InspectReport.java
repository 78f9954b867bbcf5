package dev.synth.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.inspect.LevelHistogram;
import dev.synth.dataset.inspect.NoteStatistics;
import dev.synth.dataset.inspect.NoteStatistics.Group;
import dev.synth.dataset.prepare.Tuning;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** What is in a set of notes: a table for people, JSON for machines. */
public final class InspectReport {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LISTED_MAX = 12;
  private static final String NONE = "(none)";

  private final NoteStatistics statistics;
  private final int unreadable;

  /**
   * A report of {@code statistics}.
   *
   * @param unreadable how many of the notes' sounds could not be read
   */
  public InspectReport(NoteStatistics statistics, int unreadable) {
    this.statistics = statistics;
    this.unreadable = unreadable;
  }

  private boolean hasSounds() {
    return statistics.all().rms().count() > 0;
  }

  private boolean tuned() {
    return statistics.all().tuning().total() > 0;
  }

  /** The table, lines of counts below it, and the tuning, where it was measured. */
  public String text() {
    StringWriter text = new StringWriter();
    print(new PrintWriter(text));
    return text.toString();
  }

  private void print(PrintWriter out) {
    Group all = statistics.all();
    out.printf(
        Locale.ROOT,
        "%s of %s%s%s%n%n",
        Counted.of(all.notes(), "note"),
        Counted.of(all.instruments(), "instrument"),
        hasSounds() ? ", " + Clock.text(all.seconds()) + " long" : "",
        unreadable > 0 ? "; " + unreadable + " could not be read" : "");
    table().forEach(out::println);
    out.println();
    line(out, "pitch", octaves(), all.pitches().values().stream().mapToInt(n -> n).sum());
    line(out, "velocity", statistics.velocities(), sum(statistics.velocities()));
    line(out, "quality", statistics.qualities(), -1);
    if (hasSounds()) {
      line(out, "seconds", statistics.seconds(), -1);
      line(out, "rate in Hz", statistics.ratesHz(), -1);
    }
    if (tuned()) {
      out.println();
      tuning().forEach(out::println);
    }
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(count -> count).sum();
  }

  private List<String> table() {
    List<List<String>> rows = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("family", "notes", "instruments"));
    for (SoundSource source : SoundSource.values()) {
      header.add(source.label());
    }
    header.add("pitches");
    if (hasSounds()) {
      header.addAll(List.of("RMS least", "median", "greatest", "peak"));
    }
    rows.add(header);
    statistics.families().forEach((family, group) -> addRow(rows, name(family), group));
    addRow(rows, "all", statistics.all());
    return aligned(rows);
  }

  private static String name(java.util.Optional<Family> family) {
    return family.map(Family::label).orElse(NONE);
  }

  private void addRow(List<List<String>> rows, String name, Group group) {
    if (group.notes() == 0) {
      return;
    }
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(String.valueOf(group.notes()));
    row.add(String.valueOf(group.instruments()));
    for (SoundSource source : SoundSource.values()) {
      row.add(group.of(source) == 0 ? "-" : String.valueOf(group.of(source)));
    }
    boolean pitched = !group.pitches().isEmpty();
    row.add(pitched ? group.pitches().firstKey() + ".." + group.pitches().lastKey() : "-");
    if (hasSounds()) {
      LevelHistogram rms = group.rms();
      boolean some = rms.count() > 0;
      row.add(some ? decibels(rms.least()) : "-");
      row.add(some ? decibels(rms.median()) : "-");
      row.add(some ? decibels(rms.greatest()) : "-");
      row.add(some ? decibels(group.peak().greatest()) : "-");
    }
    rows.add(row);
  }

  private static String decibels(double dbfs) {
    return Double.isFinite(dbfs) ? String.format(Locale.ROOT, "%.1f", dbfs) : "-inf";
  }

  /** Columns side by side: the first to the left, numbers to the right. */
  private static List<String> aligned(List<List<String>> rows) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], row.get(column).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < widths.length; column++) {
        String pad = " ".repeat(widths[column] - row.get(column).length());
        line.append(column == 0 ? row.get(0) + pad : "  " + pad + row.get(column));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private Map<String, Integer> octaves() {
    Map<String, Integer> octaves = new java.util.LinkedHashMap<>();
    statistics
        .all()
        .pitches()
        .forEach(
            (pitch, count) -> {
              int first = Math.floorDiv(pitch, 12) * 12;
              octaves.merge(first + ".." + (first + 11), count, Integer::sum);
            });
    return octaves;
  }

  /**
   * One line of counts.
   *
   * @param known how many notes have the label, to tell how many have none; -1 for no matter
   */
  private void line(PrintWriter out, String title, Map<?, Integer> counts, int known) {
    StringJoiner joiner = new StringJoiner(", ");
    counts.entrySet().stream()
        .limit(counts.size() > LISTED_MAX ? LISTED_MAX - 1 : LISTED_MAX)
        .forEach(entry -> joiner.add(plain(entry.getKey()) + ": " + entry.getValue()));
    if (counts.size() > LISTED_MAX) {
      joiner.add(counts.size() - LISTED_MAX + 1 + " more up to " + plain(last(counts)));
    }
    int without = statistics.all().notes() - known;
    if (known >= 0 && without > 0) {
      joiner.add(NONE + ": " + without);
    }
    out.printf(Locale.ROOT, "%-10s  %s%n", title, joiner.length() == 0 ? "-" : joiner);
  }

  private static Object last(Map<?, Integer> counts) {
    Object last = null;
    for (Object key : counts.keySet()) {
      last = key;
    }
    return last;
  }

  private static String plain(Object key) {
    return Printable.value(key.toString().replaceFirst("\\.0$", ""));
  }

  private List<String> tuning() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("pitch detected", "notes", "as labelled", "octave off", "other", "none"));
    statistics.families().forEach((family, group) -> addTuning(rows, name(family), group.tuning()));
    addTuning(rows, "all", statistics.all().tuning());
    return aligned(rows);
  }

  private static void addTuning(List<List<String>> rows, String name, Tuning tuning) {
    if (tuning.total() == 0) {
      return;
    }
    List<String> row = new ArrayList<>();
    row.add(name);
    row.add(String.valueOf(tuning.total()));
    for (Tuning.Agreement agreement : Tuning.Agreement.values()) {
      row.add(
          String.format(Locale.ROOT, "%.1f %%", 100.0 * tuning.count(agreement) / tuning.total()));
    }
    rows.add(row);
  }

  /** The same for machines. */
  public ObjectNode json() {
    ObjectNode root = JSON.createObjectNode();
    put(root, statistics.all());
    root.put("unreadable", unreadable);
    ObjectNode families = root.putObject("families");
    statistics
        .families()
        .forEach(
            (family, group) -> {
              if (group.notes() > 0) {
                put(families.putObject(family.map(Family::label).orElse("none")), group);
              }
            });
    put(root, "velocities", statistics.velocities());
    put(root, "qualities", statistics.qualities());
    if (hasSounds()) {
      put(root, "lengthsInSeconds", statistics.seconds());
      put(root, "sampleRatesHz", statistics.ratesHz());
    }
    return root;
  }

  private void put(ObjectNode node, Group group) {
    node.put("notes", group.notes()).put("instruments", group.instruments());
    ObjectNode sources = node.putObject("sources");
    for (SoundSource source : SoundSource.values()) {
      if (group.of(source) > 0) {
        sources.put(source.label(), group.of(source));
      }
    }
    put(node, "pitches", group.pitches());
    if (hasSounds()) {
      node.put("seconds", group.seconds());
      put(node, "rmsDbfs", group.rms());
      put(node, "peakDbfs", group.peak());
    }
    if (tuned()) {
      ObjectNode tuning = node.putObject("pitchHeard");
      tuning.put("asLabelled", group.tuning().count(Tuning.Agreement.RIGHT));
      tuning.put("octaveBeside", group.tuning().count(Tuning.Agreement.OCTAVE));
      tuning.put("other", group.tuning().count(Tuning.Agreement.OTHER));
      tuning.put("none", group.tuning().count(Tuning.Agreement.NONE));
    }
  }

  private static void put(ObjectNode node, String name, Map<?, Integer> counts) {
    ObjectNode object = node.putObject(name);
    counts.forEach((key, count) -> object.put(plain(key), count));
  }

  private static void put(ObjectNode node, String name, LevelHistogram spread) {
    if (spread.count() > 0) {
      ObjectNode object = node.putObject(name);
      object.put("least", finite(spread.least()));
      object.put("median", spread.median());
      object.put("greatest", finite(spread.greatest()));
    }
  }

  /** JSON has no infinity: it becomes null. */
  private static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
