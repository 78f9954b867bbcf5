package dev.synth.cli;

import dev.synth.app.estimate.EvaluationEstimate;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.eval.Evaluation;
import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.report.EvaluationReport;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.plot.Fonts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth eval}. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Measure how good a model is on notes it has not seen.",
    description = {
      "",
      "Scores the notes (bits per sample), plays each through the model and compares it with its"
          + " original (pitch, spectrum, loudness, noise, clicks), reads family and pitch off the"
          + " embeddings, and interpolates between notes. Beside each figure stands what plain"
          + " mu-law coding and Griffin-Lim make of the same notes. The folder receives report.md,"
          + " report.json and pictures. A hundred notes of 4 s take a few minutes with a small"
          + " model.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth eval runs/small/model.safetensors held-out/ -o report",
      "  A quick look at NSynth's own test notes:",
      "    synth eval model.safetensors nsynth-test.tfrecord --limit 20 --seconds 2 -o look",
      ""
    })
public final class EvalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MODEL", description = "Model to measure (.safetensors).")
  private Path modelFile;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "DATA",
      description = "Notes to measure on, in any form that synth train takes.")
  private List<Path> data;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the report.")
  private Path output;

  @Mixin private NoteOptions wanted;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "Notes are cut to this length (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "4",
      description = "Lines of interpolation to measure, at most (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--markov-data",
      paramLabel = "DATA",
      description =
          "Notes to fit the Markov models on, such as the training notes (default: for each note all"
              + " the others).")
  private List<Path> markovData;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = GenerationOptions.DEFAULT_TEMPERATURE,
      converter = GenerationOptions.Temperature.class,
      description = "Of the sampling, as in synth decode (default: ${DEFAULT-VALUE}).")
  private double temperature;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Of the sampling and of all other choices; the same seed measures the same (default:"
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

  @Override
  public Integer call() throws IOException {
    EvaluationPlan plan = plan();
    refuseModels();
    try (WorkFolder work = WorkFolder.of(output)) {
      return evaluate(plan, work);
    }
  }

  private int evaluate(EvaluationPlan plan, WorkFolder work) throws IOException {
    Path file = ModelFile.in(modelFile);
    SavedModel model = ModelFile.read(file);
    List<Note> notes = wanted.open(data, this::warn, verbosity.quiet());
    List<Note> reference =
        markovData == null
            ? List.of()
            : new NoteOptions(spec).open(markovData, this::warn, verbosity.quiet());
    Map<String, String> made = made(plan, file, notes, reference);
    Path found = EvaluationReport.find(work, output, made, force);
    if (dryRun.wanted()) {
      return estimate(model, plan, notes, reference, found != null);
    }
    if (found != null) {
      spec.commandLine().getOut().println(json ? EvaluationReport.json(output) : found.toString());
      return ExitCodes.OK;
    }
    Fonts.problem().ifPresent(this::warn);
    PrintWriter err = spec.commandLine().getErr();
    EvaluationResult result;
    try (Progress bar = new Progress(err, "evaluating", verbosity.quiet());
        Evaluation evaluation =
            new Evaluation(
                model,
                plan,
                problem -> {
                  bar.clear();
                  warn(problem);
                },
                bar::update)) {
      if (verbosity.verbose()) {
        err.println("synth: measuring with " + evaluation.description() + ".");
      }
      result = evaluation.run(notes, reference);
    }
    EvaluationReport report =
        new EvaluationReport(result, file.toString(), data.stream().map(Path::toString).toList());
    Path written = report.write(work, output, made, force);
    if (!verbosity.quiet()) {
      report.summary().forEach(err::println);
    }
    spec.commandLine().getOut().println(json ? report.json() : written.toString());
    return ExitCodes.OK;
  }

  private int estimate(
      SavedModel model, EvaluationPlan plan, List<Note> notes, List<Note> reference, boolean isDone)
      throws IOException {
    try (Evaluation evaluation = new Evaluation(model, plan, this::warn, (done, all, what) -> {});
        InputLoop loop = InputLoop.failures(spec.commandLine())) {
      WorkEstimate estimate =
          new EvaluationEstimate(model, plan, output)
              .measure(notes, reference.size(), isDone, evaluation);
      return dryRun.print(estimate, output, loop, json);
    }
  }

  /** A second model among the data is meant to be compared, which one run does not do. */
  private void refuseModels() {
    for (Path each : data) {
      if (each.toString().endsWith(".safetensors")) {
        throw new ParameterException(
            spec.commandLine(),
            each
                + " is a model, not notes; synth eval measures one model a run: measure it in a run"
                + " of its own, with another --output, and compare the reports.");
      }
    }
  }

  /** What decides the report: the model, the notes' sounds and labels, and every setting. */
  private Map<String, String> made(
      EvaluationPlan plan, Path file, List<Note> notes, List<Note> reference) throws IOException {
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "eval");
    made.put("model", Sha256.of(file));
    made.put("names", file + " of " + data);
    made.put("notes", sha256(notes));
    made.put("markov-data", sha256(reference));
    made.put("seconds", String.valueOf(plan.seconds()));
    made.put("pairs", String.valueOf(plan.pairs()));
    made.put("temperature", String.valueOf(plan.temperature()));
    made.put("seed", String.valueOf(plan.seed()));
    return made;
  }

  private static String sha256(List<Note> notes) throws IOException {
    StringBuilder content = new StringBuilder();
    for (Note note : notes) {
      content.append(note.name()).append(note.labels()).append(sound(note)).append('\n');
    }
    return Sha256.of(content.toString());
  }

  private static String sound(Note note) throws IOException {
    try {
      return Sha256.of(note.audio().read().samples());
    } catch (BadDataException | NoInputException e) {
      return "unreadable"; // which is told when it is measured
    }
  }

  private EvaluationPlan plan() {
    try {
      return new EvaluationPlan(seconds, temperature, seed, pairs, threads.count());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ".");
    }
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(problem));
    }
  }
}
