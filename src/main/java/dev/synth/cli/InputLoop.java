package dev.synth.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.SoundFacts;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.pipe.PipedOutput;
import dev.synth.cli.process.Interruption;
import dev.synth.cli.process.Share;
import dev.synth.io.BadDataException;
import dev.synth.io.FileNames;
import dev.synth.io.PathNames;
import dev.synth.io.WorkFailedException;
import dev.synth.io.path.Spool;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/**
 * Continues past the inputs that fail, and reports every one as soon as its result is known:
 * failures as sentences on standard error, results on standard output as lines or as one JSON
 * array. Nothing is kept but the names of outputs. However a command ends, {@link #close} leaves
 * whole JSON.
 */
public final class InputLoop implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter PRETTY =
      JSON.writerWithDefaultPrettyPrinter().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean verbose;
  private final boolean json;
  private final FileNames targets = new FileNames();
  private final Interruption.Ending ending;
  private SequenceWriter array; // from the first result on
  private int exitCode = ExitCodes.OK;
  private int made;
  private int done;
  private int meanwhile;
  private int failed;
  private boolean ended;

  /** Reports results as lines, or as one JSON array. */
  public InputLoop(CommandLine command, boolean json) {
    this(command, command.getOut(), json);
  }

  /** As above; but failures only where something else takes all of standard output. */
  static InputLoop beside(
      PipedOutput output, CommandLine command, DryRunOption dryRun, boolean json) {
    return output.isPiped() || dryRun.wanted() ? failures(command) : new InputLoop(command, json);
  }

  /** Reports failures only. */
  public static InputLoop failures(CommandLine command) {
    return new InputLoop(command, new PrintWriter(Writer.nullWriter()), false);
  }

  private InputLoop(CommandLine command, PrintWriter out, boolean json) {
    this.out = out;
    this.err = command.getErr();
    this.json = json;
    this.verbose = Verbosity.isVerbose(command);
    this.ending = Interruption.add(this::interrupted);
  }

  /**
   * Sets {@code target} aside for {@code input}.
   *
   * @throws BadDataException as {@link FileNames#claim}
   */
  void claim(Object input, Path target) throws BadDataException {
    targets.claim(input, target);
  }

  /** As {@link FileNames#holder}. */
  Object holder(Path target) {
    return targets.holder(target);
  }

  /** As {@link FileNames#release}. */
  void release(Path target) {
    targets.release(target);
  }

  /** What is done with one input; fills {@code result} and returns the line to print, or null. */
  public interface Action<T> {
    String run(T input, ObjectNode result) throws IOException;
  }

  public <T> void forEach(List<T> inputs, Action<T> action) {
    for (T input : inputs) {
      ObjectNode result = result(input);
      try {
        succeeded(result, action.run(input, result));
      } catch (IOException | WorkFailedException e) {
        failed(result, e);
      }
    }
  }

  /** An empty result for {@code input}. */
  static ObjectNode result(Object input) {
    String text =
        Spool.inWords(input instanceof Path path ? PathNames.text(path) : input.toString());
    return JSON.createObjectNode().put("input", text);
  }

  /** Tells what was found out about a sound, where people should know. */
  synchronized void remark(SoundFacts facts, boolean quiet) {
    if (!quiet) {
      for (String unread : facts.unread()) {
        err.println("synth: " + Printable.line(facts.note().audio() + ": " + unread + "."));
      }
      facts
          .remark()
          .map(ExitCodes::withFlags)
          .ifPresent(remark -> err.println((facts.isDoubtful() ? "synth: " : "") + remark));
    }
  }

  /** A record as JSON. */
  static JsonNode tree(Object value) {
    return JSON.valueToTree(value);
  }

  /** Reports that an input's output was made in this run. */
  synchronized void made(ObjectNode result, Path output) {
    made++;
    succeeded(result.put("output", output.toString()).put("result", "made"), output.toString());
  }

  /** Reports that an input's output was there, made in another run with the same settings. */
  synchronized void done(ObjectNode result, Path output) {
    done++;
    succeeded(result.put("output", output.toString()).put("result", "done"), output.toString());
  }

  /** Reports that an input's output is there, made by another process at the same time. */
  synchronized void doneMeanwhile(ObjectNode result, Path output) {
    meanwhile++;
    result.put("output", output.toString()).put("result", "done").put("by", "another process");
    succeeded(result, output.toString());
  }

  /** Reports that inputs are left which are not tried, as there is no room for their outputs. */
  synchronized void abandoned(int inputs) {
    err.println(
        "synth: "
            + inputs
            + " more "
            + (inputs == 1 ? "was" : "were")
            + " not tried, as there is no room.");
  }

  /** Reports a result, with the line to print where no JSON is wanted, or null for none. */
  synchronized void succeeded(ObjectNode result, String line) {
    if (!json && line != null) {
      out.println(Spool.inWords(line));
    }
    write(result);
  }

  /** Reports a failure; the exit code will be that of the first. */
  synchronized void failed(ObjectNode result, Exception e) {
    failed++;
    String sentence = ExitCodes.sentence(e);
    boolean told = Share.OWN.tells(ExitCodes.of(e));
    if (told) {
      err.println("synth: " + sentence);
    }
    if (told && verbose) {
      e.printStackTrace(err);
    }
    if (exitCode == ExitCodes.OK) {
      exitCode = ExitCodes.of(e);
    }
    write(result.put("result", "failed").put("error", sentence));
  }

  /** As above, of an input that nothing else is known of. */
  public void failed(Path input, Exception e) {
    failed(result(input), e);
  }

  private void write(ObjectNode result) {
    if (!json || ended) {
      return;
    }
    try {
      array().write(result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SequenceWriter array() throws IOException {
    if (array == null) {
      array = PRETTY.writeValuesAsArray(out);
    }
    return array;
  }

  /** One line on standard error about all inputs of a command, such as {@code encode}. */
  void summarize(String command, double seconds, String more) {
    err.printf(
        Locale.ROOT,
        "%s: %d made, %d done before, %s%d failed, in %s%s%n",
        command,
        made,
        done,
        meanwhile == 0 ? "" : meanwhile + " made by others, ",
        failed,
        Progress.clock(seconds),
        more);
  }

  /** What was made until now stays whole JSON, with a last element that says it is not all. */
  private synchronized void interrupted() {
    try {
      write(JSON.createObjectNode().put("result", "interrupted").put("interrupted", true));
      close();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many outputs were made in this run. */
  int made() {
    return made;
  }

  /** How many inputs failed. */
  public int failureCount() {
    return failed;
  }

  /** Ends the JSON array where there is one; the exit code is that of the first failure. */
  public int finish() throws IOException {
    if (json) {
      array();
    }
    close();
    return exitCode;
  }

  /**
   * Ends the JSON array where nothing has: what ends a command midway leaves whole JSON too. One
   * that has not begun is left to whoever reports why.
   */
  @Override
  public synchronized void close() throws IOException {
    ending.close();
    if (array != null && !ended) {
      ended = true;
      array.close();
      out.println();
    }
  }
}
