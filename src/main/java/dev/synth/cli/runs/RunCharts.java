package dev.synth.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.plot.Charts;
import dev.synth.plot.Charts.Series;
import dev.synth.train.run.RunSummary;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The curves of runs over their steps, each run in one colour in all charts. */
final class RunCharts {
  /**
   * Steps of a session that say nothing of its speed and memory: the JVM compiles, and caches are
   * not full.
   */
  static final int WARM_UP_STEPS = 20;

  private static final int POINTS_MAX = 300;

  private final Set<String> units = new TreeSet<>();
  private final List<Series> losses = new ArrayList<>();
  private final List<Series> accuracies = new ArrayList<>();
  private final List<Series> rates = new ArrayList<>();
  private final List<Series> norms = new ArrayList<>();
  private final List<Series> speeds = new ArrayList<>();
  private final List<Series> memories = new ArrayList<>();
  private int runs;

  /** Adds {@code run}, called {@code name}; an only one needs none. */
  void add(String name, RunSummary run) {
    String before = name.isEmpty() ? "" : name + " ";
    List<JsonNode> train = run.lines("train");
    List<JsonNode> measured = run.lines("measured");
    List<JsonNode> steady = steady(run);
    units.add(run.unit().label());
    losses.add(series(before + "train", train, run.unit().key("train"), runs));
    losses.add(series(before + "held out", measured, run.unit().key("heldOut"), runs));
    accuracies.add(series(before + "accuracy", measured, "accuracy", runs));
    rates.add(series(before + "rate", train, "learningRate", runs));
    norms.add(series(before + "norm", train, "gradientNorm", runs));
    speeds.add(series(before + "speed", steady, "samplesPerSecond", runs));
    memories.add(series(before + "memory", steady, "memoryMb", runs));
    runs++;
  }

  /** Lines of training but those of each session's first steps; all, if no others are there. */
  private static List<JsonNode> steady(RunSummary run) {
    List<JsonNode> steady = new ArrayList<>();
    long begun = 0;
    for (JsonNode line : run.lines()) {
      String kind = line.path("kind").asText();
      if (kind.equals("start") || kind.equals("resume")) {
        begun = line.path("step").asLong();
      } else if (kind.equals("train") && line.path("step").asLong() > begun + WARM_UP_STEPS) {
        steady.add(line);
      }
    }
    return steady.isEmpty() ? run.lines("train") : steady;
  }

  /** The charts for which there are numbers. */
  List<BufferedImage> draw() {
    List<BufferedImage> charts = new ArrayList<>();
    add(charts, "Loss", String.join(", ", units), losses, false);
    add(charts, "Accuracy on held-out notes", "share", accuracies, false);
    add(charts, "Learning rate", "step size", rates, true);
    add(charts, "Gradient", "norm", norms, true);
    add(charts, "Speed", "samples per second", speeds, true);
    add(charts, "Memory", "MB", memories, true);
    return charts;
  }

  private static void add(
      List<BufferedImage> charts, String title, String label, List<Series> all, boolean fromZero) {
    List<Series> drawn =
        all.stream().filter(each -> Arrays.stream(each.y()).anyMatch(Double::isFinite)).toList();
    if (!drawn.isEmpty()) {
      charts.add(
          fromZero
              ? Charts.linesFromZero(title, "step", label, drawn)
              : Charts.lines(title, "step", label, drawn));
    }
  }

  /** A field over the steps; where there are very many lines, means of neighbours. */
  static Series series(String name, List<JsonNode> lines, String field, int colour) {
    int points = Math.min(POINTS_MAX, lines.size());
    double[] x = new double[points];
    double[] y = new double[points];
    for (int p = 0; p < points; p++) {
      int from = (int) ((long) lines.size() * p / points);
      int to = (int) ((long) lines.size() * (p + 1) / points);
      for (JsonNode line : lines.subList(from, to)) {
        x[p] += line.path("step").asDouble() / (to - from);
        y[p] += line.path(field).asDouble(Double.NaN) / (to - from);
      }
    }
    return new Series(name, x, y, colour);
  }

  /** The last names of {@code paths}, with so many of the folders before that all differ. */
  static List<String> shortNames(List<Path> paths) {
    for (int count = 1; ; count++) {
      List<String> names = new ArrayList<>();
      boolean whole = true;
      for (Path path : paths) {
        Path full = path.toAbsolutePath().normalize();
        int all = full.getNameCount();
        whole &= count >= all;
        names.add(all == 0 ? full.toString() : full.subpath(Math.max(0, all - count), all) + "");
      }
      if (whole || new HashSet<>(names).size() == new HashSet<>(paths).size()) {
        return names;
      }
    }
  }
}
