package dev.synth.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.plot.Charts;
import dev.synth.plot.Charts.Series;
import dev.synth.plot.Pictures;
import dev.synth.train.run.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth runs plot}. */
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Draw the loss, speed and memory of runs over their steps.",
    description = {"", "Several runs share each chart.", ""},
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth runs plot runs/small",
      "  synth runs plot runs/rate1e-3 runs/rate2e-3 -o rates.png",
      ""
    })
public final class RunsPlotCommand implements Callable<Integer> {
  private static final int POINTS_MAX = 300;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders of runs.")
  private List<Path> runs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.png",
      description = "The picture (default: curves.png in the first run's folder).")
  private Path output;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing file.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    Path target = output == null ? runs.get(0).resolve("curves.png") : output;
    Outputs.check(target, force);
    Set<String> units = new TreeSet<>();
    List<Series> losses = new ArrayList<>();
    List<Series> speeds = new ArrayList<>();
    List<Series> memories = new ArrayList<>();
    for (Path path : runs) {
      RunSummary run = RunSummary.of(path);
      if (run.lines("train").isEmpty()) {
        throw new BadDataException(path + ": has no lines of losses yet to draw.");
      }
      String name = runs.size() == 1 ? "" : path + " ";
      units.add(run.unit().label());
      losses.add(series(name + "train", run.lines("train"), run.unit().key("train")));
      losses.add(series(name + "held out", run.lines("measured"), run.unit().key("heldOut")));
      speeds.add(series(name + "samples/s", run.lines("train"), "samplesPerSecond"));
      memories.add(series(name + "memory", run.lines("train"), "memoryMb"));
    }
    Pictures.write(
        target,
        Pictures.above(
            List.of(
                Charts.lines("Loss", "step", String.join(", ", units), losses),
                Charts.linesFromZero("Speed", "step", "samples per second", speeds),
                Charts.linesFromZero("Memory", "step", "MB", memories))),
        force);
    spec.commandLine().getOut().println(target);
    return ExitCodes.OK;
  }

  /** A field over the steps; where there are very many lines, means of neighbours. */
  static Series series(String name, List<JsonNode> lines, String field) {
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
    return new Series(name, x, y);
  }
}
