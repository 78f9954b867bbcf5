package dev.synth.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.InputLoop;
import dev.synth.cli.Progress;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.text.Printable;
import dev.synth.train.run.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth runs list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "A line for each run: how far it is, and how well it does.",
    description = {"", "Lists the runs right below each DIR, and DIR itself if it is one.", ""},
    footerHeading = "%nExamples:%n",
    footer = {"  synth runs list", "  synth runs list experiments --json", ""})
public final class RunsListCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-9s %-9s %15s %9s %9s %9s%n";

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "DIR", description = "Folders of runs (default: runs).")
  private List<Path> folders = List.of(Path.of("runs"));

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    try (InputLoop loop = new InputLoop(spec.commandLine(), json)) {
      List<Path> runs = runs(loop);
      if (!json && !runs.isEmpty()) {
        print("run", "preset", "status", "step", "time", "held out", "best");
      }
      loop.forEach(runs, this::row);
      return loop.finish();
    }
  }

  /** Says what is damaged in the log of {@code run}. */
  static void tellProblem(CommandLine command, RunSummary run) {
    if (!run.problem().isEmpty()) {
      command.getErr().println("synth: " + run.problem());
    }
  }

  private List<Path> runs(InputLoop loop) {
    List<Path> runs = new ArrayList<>();
    boolean failed = false;
    for (Path folder : folders) {
      try {
        if (!Files.isDirectory(folder)) {
          throw new NoInputException(
              folder + ": " + InputFile.problem(folder, "no such folder") + ".");
        }
        runs.addAll(RunSummary.find(folder));
      } catch (IOException e) {
        failed = true;
        loop.failed(folder, e);
      }
    }
    if (runs.isEmpty() && !failed && !verbosity.quiet()) {
      spec.commandLine().getErr().println("No runs there; synth train makes one.");
    }
    return runs;
  }

  private void print(String... cells) {
    spec.commandLine().getOut().printf(Locale.ROOT, ROW, (Object[]) cells);
  }

  private String row(Path path, ObjectNode result) throws IOException {
    RunSummary run = RunSummary.of(path);
    tellProblem(spec.commandLine(), run);
    String heldOutKey = run.unit().key("heldOut");
    double heldOut = run.last("measured", heldOutKey);
    JsonNode best = run.best();
    result
        .put("preset", run.setting("preset"))
        .put("status", run.status())
        .put("step", run.step())
        .put("steps", run.steps());
    RunsShowCommand.put(result, "seconds", run.seconds());
    RunsShowCommand.put(result, heldOutKey, heldOut);
    result.set("best", best);
    if (!json) {
      print(
          Printable.line(path.toString()),
          Printable.value(run.setting("preset")),
          run.status(),
          run.step() + "/" + run.steps(),
          Double.isNaN(run.seconds()) ? "" : Progress.clock(run.seconds()),
          number(heldOut),
          number(best == null ? Double.NaN : best.path(heldOutKey).asDouble()));
    }
    return null;
  }

  private static String number(double nats) {
    return Double.isNaN(nats) ? "" : String.format(Locale.ROOT, "%.3f", nats);
  }
}
