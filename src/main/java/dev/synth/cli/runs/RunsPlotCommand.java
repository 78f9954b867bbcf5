package dev.synth.cli.runs;

import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.plot.Pictures;
import dev.synth.train.run.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    header = "Draw the losses, learning rate, speed and more of runs over their steps.",
    description = {
      "",
      "Several runs share each chart, each in one colour; dashes are what is held out. Speed and"
          + " memory leave out the first "
          + RunCharts.WARM_UP_STEPS
          + " steps of each session, which say nothing of the rest.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth runs plot runs/small",
      "  synth runs plot runs/rate1e-3 runs/rate2e-3 -o rates.png",
      ""
    })
public final class RunsPlotCommand implements Callable<Integer> {
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
    runs = runs.stream().distinct().toList();
    RunCharts charts = new RunCharts();
    List<String> names = RunCharts.shortNames(runs);
    for (int i = 0; i < runs.size(); i++) {
      RunSummary run = RunSummary.of(runs.get(i));
      RunsListCommand.tellProblem(spec.commandLine(), run);
      if (run.lines("train").isEmpty() && run.lines("measured").isEmpty()) {
        throw new BadDataException(runs.get(i) + ": has no lines of losses yet to draw.");
      }
      charts.add(runs.size() == 1 ? "" : names.get(i), run);
    }
    Pictures.write(target, Pictures.above(charts.draw()), force);
    spec.commandLine().getOut().println(target);
    return ExitCodes.OK;
  }
}
