package dev.synth.cli.option;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.Clock;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.InputLoop;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code --dry-run}, and what it prints. */
public final class DryRunOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--dry-run",
      description =
          "Read everything, measure the speed for a few seconds, print how many notes are to do and"
              + " what they take of time, memory and disk; make nothing.")
  private boolean wanted;

  /** Whether it is given. */
  public boolean wanted() {
    return wanted;
  }

  /**
   * Prints an estimate.
   *
   * @param output where the command would write
   * @param loop has the inputs that failed
   * @return the exit code: that of the first failure, or that there is no room
   */
  public int print(WorkEstimate estimate, Path output, InputLoop loop, boolean json)
      throws IOException {
    int code = loop.finish();
    PrintWriter out = spec.commandLine().getOut();
    if (!estimate.fits()) {
      String sentence =
          String.format(
              Locale.ROOT,
              "synth: %s: what is to do takes %,.1f MB, but %,.1f MB are free there; make room.",
              output,
              estimate.diskBytesToDo() / 1e6,
              estimate.diskBytesFree() / 1e6);
      spec.commandLine().getErr().println(sentence);
      code = code == ExitCodes.OK ? ExitCodes.CANNOT_CREATE : code;
    }
    if (json) {
      ObjectNode tree = new ObjectMapper().valueToTree(estimate);
      out.println(tree.put("notesFailed", loop.failureCount()).toPrettyString());
    } else {
      printText(out, estimate, output, loop.failureCount());
    }
    return code;
  }

  private static String size(long bytes) {
    double kilobytes = bytes / 1e3;
    return kilobytes < 1000
        ? String.format(Locale.ROOT, "%.1f kB", kilobytes)
        : String.format(Locale.ROOT, "%,.1f MB", kilobytes / 1e3);
  }

  private static void printText(PrintWriter out, WorkEstimate estimate, Path output, int failures) {
    out.printf(
        Locale.ROOT,
        "%s, %s of sound: %,d to do, %,d done before%s%n",
        Counted.of(estimate.notes(), "note"),
        Clock.text(estimate.soundSeconds()),
        estimate.notesToDo(),
        estimate.notesDone(),
        failures == 0 ? "" : String.format(Locale.ROOT, "; %,d more cannot be made", failures));
    out.printf(
        Locale.ROOT,
        "time    %s%s%n",
        estimate.estimatedSeconds() < 1
            ? "less than 0:01"
            : "about " + Clock.text(estimate.estimatedSeconds()),
        estimate.realTimeFactor() == null
            ? ""
            : String.format(
                Locale.ROOT,
                ", at %.3g x real time as measured just now, %s at once on %s",
                estimate.realTimeFactor(),
                Counted.of(estimate.notesAtOnce(), "note"),
                Counted.of(estimate.threads(), "thread")));
    out.printf(Locale.ROOT, "memory  about %,.0f MB%n", estimate.memoryBytes() / 1e6);
    out.printf(
        Locale.ROOT,
        "disk    %s to write in %s, where %s are free%n",
        size(estimate.diskBytesToDo()),
        output,
        size(estimate.diskBytesFree()));
  }
}
