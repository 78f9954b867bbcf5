package dev.synth.cli.measure;

import dev.synth.app.estimate.ComparisonEstimate;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.InputLoop;
import dev.synth.cli.Progress;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.eval.generated.ComparisonPlan;
import dev.synth.eval.generated.ComparisonResult;
import dev.synth.eval.generated.NoteSet;
import dev.synth.eval.generated.SetComparison;
import dev.synth.eval.report.ComparisonReport;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.model.ModelFile;
import dev.synth.model.ModelFiles;
import dev.synth.model.classes.Classifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Measure how like the data sets of sounds are.",
    description = {
      "",
      "For sounds without an original to compare with, such as invented notes: whether a set as a"
          + " whole is like the data (bins that differ, Fréchet distance), whether its pitches are"
          + " right, how different its notes are, and how near they are to notes of the data. One"
          + " half of the data is what all are compared with; the other half is a set among the"
          + " others, and shows what each figure is at its best. The folder receives report.md,"
          + " report.json, and listen.html with notes of all sets side by side.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth compare train.txt invented --held-out test.txt -o comparison",
      "  Two models' sets, under names of their own:",
      "    synth compare train.txt gan=out1 wavenet=out2 --limit 500 -o comparison",
      "",
      "Limits:",
      "  A set of other pitches or instruments than the data's is unlike the data,",
      "  however good it sounds. Figures of small sets are rough.",
      ""
    })
public final class CompareCommand implements Callable<Integer> {
  private static final String HELD_OUT = "held-out";

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "DATA",
      description = "Notes to be like, in any form that synth train takes.")
  private Path data;

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "[NAME=]SET",
      description =
          "Sounds to measure: a folder, a list or notes in any form; NAME is what the report calls"
              + " them (default: the file's name).")
  private List<String> sets = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the report.")
  private Path output;

  @Option(
      names = "--held-out",
      paramLabel = "DATA",
      description =
          "Notes like the data that no model was trained on: a set of their own, and what tells how"
              + " near to the data a new note may be.")
  private Path heldOut;

  @Mixin private NoteOptions wanted;

  @Option(
      names = "--bins",
      paramLabel = "K",
      defaultValue = "50",
      description = "Bins to sort the data into (default: ${DEFAULT-VALUE}).")
  private int bins;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "Notes are cut to this length (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--classifier",
      paramLabel = "MODEL",
      description = "Classifier that says what it hears (default: the one that comes with synth).")
  private Path classifier = Path.of(ModelFiles.CLASSIFIER);

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Of the data's halves and the bins; the same seed measures the same (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing report.")
  private boolean force;

  @Mixin private DryRunOption dryRun;

  @Option(names = "--json", description = "Print what report.json says, or the estimate, as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  /** A set as it is named on the command line. */
  private record Named(String name, Path path) {}

  @Override
  public Integer call() throws IOException {
    ComparisonPlan plan = plan();
    List<Named> named = named();
    NoteSet reference = open(new Named(data.toString(), data));
    NoteSet held = heldOut == null ? null : open(new Named(HELD_OUT, heldOut));
    List<NoteSet> others = new ArrayList<>();
    for (Named each : named) {
      others.add(open(each));
    }
    List<NoteSet> all = new ArrayList<>(List.of(reference));
    if (held != null) {
      all.add(held);
    }
    all.addAll(others);
    Path judge = ModelFiles.of(classifier);
    Map<String, String> made = made(plan, judge, all);
    try (WorkFolder work = WorkFolder.of(output);
        Classifier heard = ModelFile.read(judge).classifier(plan.threads())) {
      Path found = ComparisonReport.find(work, output, all.size(), made, force);
      if (dryRun.wanted()) {
        return estimate(plan, heard, all, found != null);
      }
      if (found != null) {
        print(json ? ComparisonReport.json(output) : found.toString());
        return ExitCodes.OK;
      }
      PrintWriter err = spec.commandLine().getErr();
      ComparisonResult result;
      try (Progress bar = new Progress(err, "comparing", verbosity.quiet())) {
        if (verbosity.verbose()) {
          err.println("synth: classifying with " + heard.description() + ".");
        }
        SetComparison comparison =
            new SetComparison(
                plan,
                heard,
                problem -> {
                  bar.clear();
                  warn(problem);
                },
                bar::update);
        result = comparison.run(reference, held, others);
      }
      if (result.isCoarse()) {
        warn(
            "half of the data, "
                + result.halfNotes()
                + " notes, are fewer than 10 a bin: few differences show; name more notes or set"
                + " the setting 'bins' lower.");
      }
      ComparisonReport report = new ComparisonReport(result, data.toString());
      Path written = report.write(work, output, made, force);
      if (!verbosity.quiet()) {
        report.summary().forEach(err::println);
      }
      print(json ? report.json() : written.toString());
      return ExitCodes.OK;
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
  }

  private int estimate(ComparisonPlan plan, Classifier heard, List<NoteSet> all, boolean isDone)
      throws IOException {
    SetComparison comparison =
        new SetComparison(plan, heard, this::warn, (done, total, what) -> {});
    List<Note> notes = all.stream().flatMap(set -> set.notes().stream()).toList();
    try (InputLoop loop = InputLoop.failures(spec.commandLine())) {
      WorkEstimate estimate =
          ComparisonEstimate.of(
              comparison,
              plan,
              notes,
              all.size(),
              isDone,
              output,
              (note, failure) -> loop.failed(note.audio().source(), failure));
      return dryRun.print(estimate, output, loop, json);
    }
  }

  private NoteSet open(Named set) throws IOException {
    return new NoteSet(set.name(), wanted.open(List.of(set.path()), this::warn, verbosity.quiet()));
  }

  private List<Named> named() {
    List<Named> named = new ArrayList<>();
    Set<String> names = new HashSet<>(Set.of(SetComparison.OTHER_HALF));
    if (heldOut != null) {
      names.add(HELD_OUT);
    }
    for (String text : sets) {
      Named set = named(text);
      if (!names.add(set.name())) {
        throw usage("two sets are called '" + set.name() + "'; name them apart, as NAME=SET");
      }
      named.add(set);
    }
    if (named.isEmpty() && heldOut == null) {
      throw usage("Missing required parameter: '[NAME=]SET'; name what to compare with the data");
    }
    return named;
  }

  /** A file's name may have a '=', too. */
  private static Named named(String text) {
    int equals = text.indexOf('=');
    if (equals > 0 && equals + 1 < text.length() && !Files.exists(Path.of(text))) {
      return new Named(text.substring(0, equals), Path.of(text.substring(equals + 1)));
    }
    Path path = Path.of(text);
    Path last = path.toAbsolutePath().normalize().getFileName();
    return new Named(last == null ? text : last.toString(), path);
  }

  /** What decides the report; of each sound the place, the size and the time of its last change. */
  private Map<String, String> made(ComparisonPlan plan, Path judge, List<NoteSet> all)
      throws IOException {
    StringBuilder sounds = new StringBuilder();
    for (NoteSet set : all) {
      sounds.append(set.name()).append('\n');
      for (Note note : set.notes()) {
        Path source = note.audio().source();
        sounds.append(note.audio()).append(note.labels()).append(note.audio().sizeBytes());
        if (Files.exists(source)) {
          sounds.append(' ').append(Files.getLastModifiedTime(source).toMillis());
        }
        sounds.append('\n');
      }
    }
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "compare");
    made.put("sets", Sha256.of(sounds.toString()));
    made.put("held-out", String.valueOf(heldOut != null));
    made.put("classifier", Sha256.of(judge));
    made.put("bins", String.valueOf(plan.bins()));
    made.put("seconds", String.valueOf(plan.seconds()));
    made.put("seed", String.valueOf(plan.seed()));
    return made;
  }

  private ComparisonPlan plan() {
    try {
      return new ComparisonPlan(bins, seconds, seed, threads.count());
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(problem));
    }
  }
}
