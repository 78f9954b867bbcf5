package dev.synth.cli.pipe;

import dev.synth.cli.ExitCodes;
import dev.synth.cli.process.StandardWriter;
import dev.synth.io.path.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The one output of a command, which {@code -} sends to standard output. It is made whole first, so
 * its header is right although a pipe cannot be gone back in, and a failure sends nothing.
 */
public final class PipedOutput {
  /** Commands that make one file. */
  private static final Set<String> COMMANDS = Set.of("encode", "decode", "mix");

  private final CommandLine command;
  private final Path path;
  private final boolean piped;

  private PipedOutput(CommandLine command, Path path, boolean piped) {
    this.command = command;
    this.path = path;
    this.piped = piped;
  }

  /**
   * Where {@code command} writes to.
   *
   * @param output as it was named
   * @param ending of the file, with its point
   * @param json whether the command prints JSON, which would be mixed up with the file
   */
  public static PipedOutput of(CommandLine command, Path output, String ending, boolean json)
      throws IOException {
    if (!output.toString().equals(StandardInput.NAME)) {
      return new PipedOutput(command, output, false);
    }
    OptionSpec dryRun = command.getCommandSpec().findOption("--dry-run");
    boolean estimate = dryRun != null && Boolean.TRUE.equals(dryRun.getValue());
    if (json || estimate) {
      throw new ParameterException(
          command,
          (json ? "--json" : "--dry-run")
              + " and -o - both write to standard output; name a file.");
    }
    if (StandardWriter.isTerminal()) {
      throw new ParameterException(
          command,
          "Standard output is a terminal; redirect it, such as -o - > FILE" + ending + ".");
    }
    Spool made = Pipes.spool("stdout" + ending, "standard output");
    return new PipedOutput(command, made.file(), true);
  }

  /**
   * Refuses a dash as the output of a command that makes several files.
   *
   * @param name of the command
   */
  public static void check(CommandLine command, String name) {
    var option = command.getCommandSpec().findOption("-o");
    if (option != null
        && !COMMANDS.contains(name)
        && option.getValue() instanceof Path output
        && output.toString().equals(StandardInput.NAME)) {
      throw new ParameterException(
          command,
          "-o -: synth "
              + name
              + " does not write to standard output; name a file or folder, such as ./- for one of"
              + " that name.");
    }
  }

  /** The file that is to be made. */
  public Path path() {
    return path;
  }

  /** Whether it goes to standard output, which then takes nothing else. */
  public boolean isPiped() {
    return piped;
  }

  /**
   * Sends it, if all went well.
   *
   * @param code the exit code so far, which is given back
   */
  public int send(int code) throws IOException {
    if (piped && code == ExitCodes.OK && Files.exists(path)) {
      ((StandardWriter) command.getOut()).send(path);
    }
    return code;
  }
}
