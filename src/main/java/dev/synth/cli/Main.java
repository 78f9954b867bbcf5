package dev.synth.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code synth} command and the only place that ends the process. */
@Command(
    name = "synth",
    versionProvider = BuildVersion.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    header = "Neural audio synthesis: learn notes, morph between them, play the result.",
    subcommands = {
      HelpCommand.class,
      DataCommand.class,
      TrainCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      InterpolateCommand.class,
      InfoCommand.class,
      picocli.AutoComplete.GenerateCompletion.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all work done",
      "1:failure (not enough memory, or a fault in synth itself)",
      "2:the command line is wrong",
      "65:an input's content cannot be used",
      "66:an input does not exist",
      "73:an output cannot be created (-f overwrites)",
      "74:reading or writing failed",
      "130:interrupted"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole command tree; tests run it without ending the JVM. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setExecutionExceptionHandler(
        (failure, command, result) -> report(failure, command));
    return commandLine;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** One sentence for the person, the exit code for the script; the trace only under -v. */
  private static int report(Exception failure, CommandLine command) {
    command.getErr().println("synth: " + ExitCodes.sentence(failure));
    if (Verbosity.isVerbose(command)) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCodes.of(failure);
  }
}
