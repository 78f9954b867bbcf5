package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Runs one action an input, goes on past the inputs that fail, and reports every one: failures as
 * sentences on standard error, results on standard output as lines or as one JSON array.
 */
final class InputLoop {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean verbose;
  private final Map<Path, Object> inputOfTarget = new HashMap<>();
  private final ArrayNode results = JSON.createArrayNode();
  private int exitCode = ExitCodes.OK;

  InputLoop(CommandLine command, boolean json) {
    this.out = command.getOut();
    this.err = command.getErr();
    this.json = json;
    this.verbose = Verbosity.isVerbose(command);
  }

  /**
   * Sets {@code target} aside for {@code input}.
   *
   * @throws BadDataException if an input before it has the same output, which would be lost
   * @throws dev.synth.io.CannotCreateException as {@link Outputs#check}
   */
  void claim(Object input, Path target, boolean force) throws IOException {
    Object other = inputOfTarget.putIfAbsent(target.toAbsolutePath().normalize(), input);
    if (other != null) {
      throw new BadDataException(
          input + ": would be written to " + target + ", as " + other + " is; rename one.");
    }
    Outputs.check(target, force);
  }

  /** What is done with one input; fills {@code result} and returns the line to print, or null. */
  interface Action<T> {
    String run(T input, ObjectNode result) throws IOException;
  }

  <T> void forEach(List<T> inputs, Action<T> action) {
    for (T input : inputs) {
      ObjectNode result = JSON.createObjectNode().put("input", input.toString());
      try {
        String line = action.run(input, result);
        if (!json && line != null) {
          out.println(line);
        }
      } catch (IOException | WorkFailedException e) {
        fail(e, result);
      }
      results.add(result);
    }
  }

  private void fail(Exception e, ObjectNode result) {
    String sentence = ExitCodes.sentence(e);
    err.println("synth: " + sentence);
    if (verbose) {
      e.printStackTrace(err);
    }
    result.put("error", sentence);
    if (exitCode == ExitCodes.OK) {
      exitCode = ExitCodes.of(e);
    }
  }

  /** Prints the JSON array where it is wanted; the exit code is that of the first failure. */
  int finish() throws IOException {
    if (json) {
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(results));
    }
    return exitCode;
  }
}
