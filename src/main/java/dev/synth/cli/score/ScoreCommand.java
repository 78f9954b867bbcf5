package dev.synth.cli.score;

import dev.synth.cli.BuildVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code synth score}: the commands that look at scores. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    header = "Look into MIDI files and tunes in ABC notation.",
    footerHeading = "%nExample:%n",
    footer = "  synth score inspect song.mid",
    subcommands = ScoreInspectCommand.class)
public final class ScoreCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a score command.");
  }
}
