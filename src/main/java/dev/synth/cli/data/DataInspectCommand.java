package dev.synth.cli.data;

import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.NoteStatistics;
import dev.synth.dataset.inspect.NoteStatistics.Measures;
import dev.synth.dataset.inspect.ParallelNoteReader;
import dev.synth.io.Outputs;
import dev.synth.plot.Pictures;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
      names = {"-o", "--picture"},
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

  private int unreadable;

  @Override
  public Integer call() throws IOException {
    if (labelsOnly && tuning) {
      throw new ParameterException(
          spec.commandLine(), "--tuning listens to the sounds; leave --labels-only out.");
    }
    if (picture != null) {
      Outputs.check(picture, force);
    }
    PrintWriter err = spec.commandLine().getErr();
    List<Note> notes =
        wanted.open(
            sources,
            problem -> {
              if (!verbosity.quiet()) {
                err.println("synth: " + ExitCodes.asSentence(problem));
              }
            },
            verbosity.quiet());
    NoteStatistics statistics = new NoteStatistics();
    notes.forEach(statistics::add);
    if (!labelsOnly) {
      measure(notes, statistics);
    }
    InspectReport report = new InspectReport(statistics, unreadable);
    if (json) {
      report.printJson(spec.commandLine().getOut());
    } else if (!verbosity.quiet()) {
      report.print(spec.commandLine().getOut());
    }
    if (picture != null) {
      Pictures.write(picture, InspectPicture.of(statistics), force);
    }
    return unreadable == 0 ? ExitCodes.OK : ExitCodes.BAD_DATA;
  }

  private record Seen(Optional<Measures> measures, String failure) {}

  private void measure(List<Note> notes, NoteStatistics statistics) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Progress bar = new Progress(err, "inspecting", verbosity.quiet())) {
      ParallelNoteReader.of(
          notes,
          threads.count(),
          sound -> new Seen(Measures.of(sound, tuning), sound.failure()),
          (index, seen) -> {
            Note note = notes.get(index);
            if (seen.measures().isPresent()) {
              statistics.add(note, seen.measures().get());
            } else {
              unreadable++;
              bar.clear();
              err.println("synth: " + ExitCodes.asSentence(seen.failure()));
            }
            bar.update(index + 1, notes.size(), note.name());
          });
    }
  }
}
