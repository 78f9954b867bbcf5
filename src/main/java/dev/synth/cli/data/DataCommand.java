package dev.synth.cli.data;

import dev.synth.cli.BuildVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code synth data}: the commands that make and look at notes. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Make, import, check, convert, split and index notes.",
    footerHeading = "%nExample:%n",
    footer = "  synth data render -o notes --programs 0,40,73 --pitches 48..72/12",
    subcommands = {
      DataRenderCommand.class,
      DataImportCommand.class,
      DataInspectCommand.class,
      DataCheckCommand.class,
      DataConvertCommand.class,
      DataSplitCommand.class,
      DataIndexCommand.class
    })
public final class DataCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a data command.");
  }
}
