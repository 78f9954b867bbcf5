package dev.synth.cli.runs;

import dev.synth.cli.BuildVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code synth runs}: the commands that look at training runs. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "List, show and plot training runs.",
    footerHeading = "%nExamples:%n",
    footer = {"  synth runs list", "  synth runs plot runs/small"},
    subcommands = {RunsListCommand.class, RunsShowCommand.class, RunsPlotCommand.class})
public final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a runs command.");
  }
}
