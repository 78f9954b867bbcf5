package dev.synth.cli.option;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** {@code -q} and {@code -v}, mixed into every command that works. */
public final class Verbosity {
  @Option(
      names = {"-q", "--quiet"},
      description = "Print no remarks and no progress: results and errors only.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Say what computes, and show the trace of a failure.")
  private boolean verbose;

  /** Whether only errors are wanted. */
  public boolean quiet() {
    return quiet;
  }

  /** Whether details are wanted. */
  public boolean verbose() {
    return verbose;
  }

  public static boolean isVerbose(CommandLine command) {
    var option = command.getCommandSpec().findOption("--verbose");
    return option != null && Boolean.TRUE.equals(option.getValue());
  }
}
