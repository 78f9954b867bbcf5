package dev.synth.cli.compose;

import dev.synth.cli.BuildVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code synth style}: styles of scores. */
@Command(
    name = "style",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Learn styles from scores.",
    footerHeading = "%nExample:%n",
    footer = "  synth style train my-tunes -o mine.style.json",
    subcommands = {StyleTrainCommand.class})
public final class StyleCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a style command.");
  }
}
