package dev.synth.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LoadedModel;
import dev.synth.app.classify.ClassReport;
import dev.synth.app.classify.ClassifySounds;
import dev.synth.app.classify.SoundClasses;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.NamedInputs;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.process.Interruption;
import dev.synth.dataset.Note;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelFiles;
import dev.synth.model.classes.ClassProbabilities;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth classify}. */
@Command(
    name = "classify",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Tell which notes of which instruments sounds are.",
    description = {
      "",
      "Of each sound the pitch, the instrument's family (NSynth's eleven), its source (acoustic,"
          + " electronic, synthetic) and the velocity are told with their probabilities, the three"
          + " likeliest of each in files and JSON. Where the likeliest has no more than 50 %%, the"
          + " line says 'unsure'. SOUND is what synth encode takes.",
      "",
      "A sound is taken as one note; 4 s are heard of it, from where it begins. With -o the same line"
          + " again goes on where an interrupted run stopped.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth classify flute.wav recordings",
      "  A table of all samples of a folder:",
      "    synth classify samples -o samples.csv",
      "  The names of the sounds that are flutes:",
      "    synth classify samples --json | \\",
      "      jq -r '.[] | select(.family[0].label == \"flute\") | .input'",
      "",
      "Limits:",
      "  The model that comes with synth learned from the notes of two General MIDI",
      "  soundfonts. It knows no drums, no speech and no chords.",
      ""
    })
public final class ClassifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "SOUND",
      description = "Sounds, folders, notes in any form, patterns, or -.")
  private List<Path> sources;

  @Mixin private NamedInputs named;

  @Mixin private NoteOptions wanted;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write a table, .csv or .json, instead of printing.")
  private Path output;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Compare with the sounds' own labels: write how often the answers are right, and a confusion"
              + " matrix, to DIR.")
  private Path report;

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "Classifier to use: a file, or a run's folder (default: classifier, which comes"
              + " with synth).")
  private Path model = Path.of(ModelFiles.CLASSIFIER);

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing table.")
  private boolean force;

  @Mixin private DryRunOption dryRun;

  @Option(
      names = "--json",
      description = "Print the results, what report.json says, or the estimate, as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    long start = System.nanoTime();
    PrintWriter err = spec.commandLine().getErr();
    if (output != null && report != null) {
      throw new ParameterException(spec.commandLine(), "Give --output or --report, not both.");
    }
    try (InputLoop loop =
            output == null && report == null && !dryRun.wanted()
                ? new InputLoop(spec.commandLine(), json)
                : InputLoop.failures(spec.commandLine());
        LoadedModel loaded = LoadedModel.open(ModelFiles.of(model), threads.count());
        Progress bar = new Progress(err, "classifying", verbosity.quiet())) {
      if (verbosity.verbose()) {
        err.println("synth: classifying with " + loaded.classifierDescription() + ".");
      }
      if (output == null) {
        Interruption.advise(""); // nothing is kept
      }
      if (report != null) {
        ClassReport.check(report, force);
      }
      List<Note> notes = notes(loop);
      ClassifySounds classifying = new ClassifySounds(loaded, threads.count());
      if (dryRun.wanted()) {
        return estimate(classifying, notes, loop);
      }
      if (report != null) {
        ClassReport.checkLabels(notes);
      }
      Report listener = new Report(loop, bar, width(notes), report == null);
      if (output == null) {
        classifying.run(notes, listener);
      } else {
        write(classifying, notes, listener);
      }
      bar.clear();
      if (report != null) {
        String preset = loaded.saved().preset();
        Path written = listener.labels.write(report, preset, force);
        spec.commandLine().getOut().println(json ? listener.labels.json(preset) : written);
      }
      if (!verbosity.quiet()) {
        listener.summarize(err, (System.nanoTime() - start) / 1e9);
      }
      return loop.finish();
    }
  }

  private int estimate(ClassifySounds classifying, List<Note> notes, InputLoop loop)
      throws IOException {
    try (Progress bar = new Progress(spec.commandLine().getErr(), "reading", verbosity.quiet())) {
      WorkEstimate estimate =
          classifying.estimate(
              notes,
              output,
              force,
              bar::update,
              (note, failure) -> {
                bar.clear();
                loop.failed(InputLoop.result(note.audio()), failure);
              });
      bar.clear();
      return dryRun.print(estimate, output == null ? Path.of("") : output, loop, json);
    }
  }

  private void write(ClassifySounds classifying, List<Note> notes, Report listener)
      throws IOException {
    boolean made = classifying.run(notes, output, force, listener);
    listener.done += made ? 0 : notes.size();
    listener.bar.clear();
    if (json) {
      spec.commandLine()
          .getOut()
          .println(
              InputLoop.result(output)
                  .put("output", output.toString())
                  .put("sounds", notes.size()));
    } else {
      spec.commandLine().getOut().println(output);
    }
  }

  private List<Note> notes(InputLoop loop) throws IOException {
    List<Path> paths = new ArrayList<>();
    for (NamedInputs.Named input : named.expand(sources, loop::failed)) {
      paths.add(input.path());
    }
    List<Note> notes = new ArrayList<>();
    for (NoteOptions.Found found : wanted.openEach(paths, this::warn, verbosity.quiet())) {
      try {
        notes.add(found.note());
      } catch (IOException e) {
        loop.failed(InputLoop.result(found), e);
      }
    }
    return notes;
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(problem));
    }
  }

  private static int width(List<Note> notes) {
    int most = 40;
    return notes.stream()
        .mapToInt(note -> note.audio().toString().length())
        .filter(length -> length <= most)
        .max()
        .orElse(most);
  }

  /** A line of the table that people read. */
  private static String line(SoundClasses classes, int width) {
    String input = Printable.line(classes.input());
    String padded = input + " ".repeat(Math.max(0, width - input.length()));
    if (classes.silent()) {
      return padded + "  silent";
    }
    List<String> parts = new ArrayList<>();
    parts.add(part("%-16s", classes.pitch(), ""));
    parts.add(part("%-16s", classes.family(), ""));
    parts.add(part("%-15s", classes.source(), ""));
    parts.add(part("%-18s", classes.velocity(), "velocity "));
    parts.add(
        classes.qualities().stream()
            .map(SoundClasses.Guess::label)
            .collect(Collectors.joining(", ")));
    parts.removeIf(String::isBlank);
    return (padded + "  " + String.join("  ", parts)).stripTrailing();
  }

  /** The likeliest answer; of one that is not sure all that are told. */
  private static String part(
      String format, List<? extends SoundClasses.Guess<?>> guesses, String before) {
    if (guesses.isEmpty()) {
      return "";
    }
    String text =
        guesses.stream()
            .limit(SoundClasses.isSure(guesses) ? 1 : SoundClasses.GUESSES)
            .map(guess -> text(guess) + " " + percent(guess.probability()))
            .collect(Collectors.joining(", "));
    String unsure = SoundClasses.isSure(guesses) ? "" : "unsure: ";
    return String.format(Locale.ROOT, format, before + unsure + text);
  }

  private static String text(SoundClasses.Guess<?> guess) {
    return guess.name() == null ? guess.label().toString() : guess.name();
  }

  private static String percent(double probability) {
    return Math.round(100 * probability) + " %";
  }

  /** Tells of every sound as it is known. */
  private static final class Report implements ClassifySounds.Listener {
    private final InputLoop loop;
    private final Progress bar;
    private final int width;
    private final boolean printing;
    private final ClassReport labels = new ClassReport();
    private int told;
    private int done;

    Report(InputLoop loop, Progress bar, int width, boolean printing) {
      this.loop = loop;
      this.bar = bar;
      this.width = width;
      this.printing = printing;
    }

    @Override
    public void heard(Note note, Optional<ClassProbabilities> heard) {
      labels.add(note, heard);
    }

    @Override
    public void begins(int before, int total, Note first) {
      bar.update(before, total, first.audio().toString());
    }

    @Override
    public void classified(SoundClasses classes) {
      bar.clear();
      told++;
      if (printing) {
        loop.succeeded((ObjectNode) InputLoop.tree(classes), line(classes, width));
      }
    }

    @Override
    public void done(Note note) {
      done++;
    }

    @Override
    public String sentence(Exception failure) {
      return ExitCodes.sentence(failure);
    }

    @Override
    public void failed(Note note, Exception failure) {
      bar.clear();
      loop.failed(InputLoop.result(note.audio()), failure);
    }

    void summarize(PrintWriter err, double seconds) {
      err.printf(
          Locale.ROOT,
          "classify: %s%s, %d failed, in %s%n",
          Counted.of(told, "sound"),
          done == 0 ? "" : ", " + done + " known before",
          loop.failureCount(),
          Progress.clock(seconds));
    }
  }
}
