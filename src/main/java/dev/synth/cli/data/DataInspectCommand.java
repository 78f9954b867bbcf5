package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.synth.app.InspectNotes;
import dev.synth.app.InspectPicture;
import dev.synth.app.InspectReport;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.io.Outputs;
import dev.synth.plot.Pictures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth data inspect}: what is in a set of notes. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Say what is in a set of notes: labels, lengths, levels.",
    description = {
      "",
      "Counts notes by family, source, pitch, velocity and quality, and measures every sound. One"
          + " pass; memory does not grow with the sounds. Levels are whole notes' RMS and peak, in"
          + " dBFS: least, median and greatest.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "    synth data inspect nsynth-valid.tfrecord -o overview.png",
      "  Counts alone, without reading the sounds:",
      "    synth data inspect nsynth-train --labels-only",
      "  How far the flutes' pitches are from their labels:",
      "    synth data inspect notes --family flute --tuning",
      ""
    })
public final class DataInspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Notes, in any form.")
  private List<Path> sources;

  @Option(names = "--labels-only", description = "Read no sound; count labels only.")
  private boolean labelsOnly;

  @Option(
      names = "--tuning",
      description = "Estimate every note's pitch, too, and compare it with its label.")
  private boolean tuning;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.png",
      description = "Draw charts of it, too.")
  private Path picture;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite FILE.png.")
  private boolean force;

  @Mixin private NoteOptions wanted;

  @Mixin private ThreadsOption threads;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (labelsOnly && tuning) {
      throw new ParameterException(
          spec.commandLine(), "--tuning listens to the sounds; leave --labels-only out.");
    }
    if (picture != null) {
      Outputs.check(picture, force);
    }
    List<Note> notes = wanted.openGood(sources, this::warn, verbosity.quiet());
    InspectNotes.Result result = inspect(notes);
    print(new InspectReport(result.statistics(), result.unreadable()));
    if (picture != null) {
      Pictures.write(picture, InspectPicture.of(result.statistics()), force);
    }
    return result.unreadable() == 0 ? wanted.exitCode() : ExitCodes.BAD_DATA;
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.asSentence(problem));
    }
  }

  private InspectNotes.Result inspect(List<Note> notes) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    InspectNotes.Depth depth =
        labelsOnly
            ? InspectNotes.Depth.LABELS
            : tuning ? InspectNotes.Depth.TUNING : InspectNotes.Depth.LEVELS;
    try (Progress bar = new Progress(err, "inspecting", verbosity.quiet())) {
      return InspectNotes.run(
          notes,
          depth,
          threads.count(),
          new InspectNotes.Listener() {
            @Override
            public void read(long done, long total, String name) {
              bar.update(done, total, name);
            }

            @Override
            public void unreadable(String sentence) {
              bar.clear();
              err.println("synth: " + ExitCodes.asSentence(sentence));
            }
          });
    }
  }

  private void print(InspectReport report) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectWriter pretty = new ObjectMapper().writerWithDefaultPrettyPrinter();
      out.println(pretty.writeValueAsString(report.json()));
    } else if (!verbosity.quiet()) {
      out.print(report.text());
      out.flush();
    }
  }
}
