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
import dev.synth.eval.NamedModel;
import dev.synth.eval.classes.ClassJudge;
import dev.synth.eval.report.EvaluationReport;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.model.ModelFile;
import dev.synth.model.ModelFiles;
import dev.synth.model.SavedModel;
import dev.synth.model.classes.Classifier;
import dev.synth.plot.Fonts;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.train.run.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
    header = "Measure how good models are on notes they have not seen.",
    description = {
      "",
      "Scores the notes (bits per sample, of models that can), plays each through the model and"
          + " compares it with its original (pitch, spectrum, loudness, noise, attack, clicks),"
          + " reads family and pitch off the embeddings, interpolates between notes, and measures"
          + " how fast it computes. Beside each figure stands what plain mu-law coding and"
          + " Griffin-Lim make of the same notes. The folder receives report.md, report.json,"
          + " pictures, and examples to listen to. A hundred notes of 4 s take a few minutes with a"
          + " small model.",
      "",
      "Several models, of any kinds and rates, stand side by side in one report: name them all"
          + " before the notes. All are measured on the same notes, and compared with the originals"
          + " at 16 kHz; one of a higher rate is compared at its own, too.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth eval runs/small/model.safetensors held-out/ -o report",
      "  Two models side by side:",
      "    synth eval runs/a runs/b held-out/ -o comparison",
      "  A quick look at NSynth's own test notes:",
      "    synth eval model.safetensors nsynth-test.tfrecord --limit 20 --seconds 2 \\",
      "        -o look",
      ""
    })
public final class EvalCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "Model to measure (.safetensors), or a run's folder for its model.")
  private Path firstModel;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[MODEL...] DATA",
      description =
          "More models to measure beside it, if any; then notes to measure on, in any form that"
              + " synth train takes.")
  private List<Path> others;

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
          "Notes to fit the Markov models on, such as the training notes (default: for each note"
              + " all the others).")
  private List<Path> markovData;

  @Option(
      names = "--classifier",
      paramLabel = "MODEL",
      description =
          "Classifier that is asked what it hears of the labels, as in synth classify (default:"
              + " the one that comes with synth).")
  private Path classifier = Path.of(ModelFiles.CLASSIFIER);

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
    int models = 0;
    while (models < others.size() && isModel(others.get(models))) {
      models++;
    }
    List<Path> files = new ArrayList<>(List.of(ModelFiles.of(firstModel)));
    others.subList(0, models).forEach(path -> files.add(ModelFiles.of(path)));
    List<Path> data = others.subList(models, others.size());
    if (data.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Missing required parameter: 'DATA'; notes to measure on follow the models.");
    }
    refuseModels(data);
    try (WorkFolder work = WorkFolder.of(output)) {
      return evaluate(plan, files, data, work);
    }
  }

  private int evaluate(EvaluationPlan plan, List<Path> files, List<Path> data, WorkFolder work)
      throws IOException {
    List<SavedModel> saved = new ArrayList<>();
    for (Path file : files) {
      saved.add(ModelFile.read(file));
    }
    List<NamedModel> models = new ArrayList<>();
    for (NamedModel model : NamedModel.of(files, saved)) {
      models.add(model.withTrainingNotes());
    }
    List<Note> notes = wanted.open(data, this::warn, verbosity.quiet());
    List<Note> reference = reference(models);
    Map<String, String> made = made(plan, files, data, notes, reference);
    Path found = EvaluationReport.find(work, output, models, made, force);
    if (dryRun.wanted()) {
      return estimate(models, plan, notes, reference, found != null);
    }
    if (found != null) {
      spec.commandLine().getOut().println(json ? EvaluationReport.json(output) : found.toString());
      return ExitCodes.OK;
    }
    Fonts.problem().ifPresent(this::warn);
    PrintWriter err = spec.commandLine().getErr();
    EvaluationResult result;
    try (Progress bar = new Progress(err, "evaluating", verbosity.quiet());
        Classifier heard = ModelFile.read(ModelFiles.of(classifier)).classifier(1);
        Evaluation evaluation =
            new Evaluation(
                models,
                plan,
                problem -> {
                  bar.clear();
                  warn(problem);
                },
                bar::update,
                UnaryOperator.identity(),
                new ClassJudge(heard))) {
      if (verbosity.verbose()) {
        err.println("synth: measuring with " + evaluation.description() + ".");
      }
      result = evaluation.run(notes, reference);
    }
    EvaluationReport report =
        new EvaluationReport(result, data.stream().map(Path::toString).toList());
    Path written = report.write(work, output, made, force);
    if (!verbosity.quiet()) {
      report.summary().forEach(err::println);
    }
    spec.commandLine().getOut().println(json ? report.json() : written.toString());
    return ExitCodes.OK;
  }

  private int estimate(
      List<NamedModel> models,
      EvaluationPlan plan,
      List<Note> notes,
      List<Note> reference,
      boolean isDone)
      throws IOException {
    try (Evaluation evaluation = new Evaluation(models, plan, this::warn, (done, all, what) -> {});
        InputLoop loop = InputLoop.failures(spec.commandLine())) {
      WorkEstimate estimate =
          new EvaluationEstimate(models, plan, output)
              .measure(notes, reference.size(), isDone, evaluation);
      return dryRun.print(estimate, output, loop, json);
    }
  }

  /** Notes for the Markov models, which are of use where a model has a likelihood only. */
  private List<Note> reference(List<NamedModel> models) throws IOException {
    if (markovData == null) {
      return List.of();
    }
    if (models.stream().noneMatch(NamedModel::canScore)) {
      warn("--markov-data is not used: none of the models can score how likely sounds are.");
      return List.of();
    }
    return new NoteOptions(spec).open(markovData, this::warn, verbosity.quiet());
  }

  private static boolean isModel(Path path) {
    return ModelFiles.isName(path)
        || path.toString().endsWith(ModelFile.ENDING)
        || new RunFolder(path).isRun();
  }

  private void refuseModels(List<Path> data) {
    for (Path each : data) {
      if (isModel(each)) {
        throw new ParameterException(
            spec.commandLine(),
            each + " is a model and comes after notes; name all models before the notes.");
      }
    }
  }

  /** What decides the report: the models, the notes' sounds and labels, and every setting. */
  private Map<String, String> made(
      EvaluationPlan plan,
      List<Path> files,
      List<Path> data,
      List<Note> notes,
      List<Note> reference)
      throws IOException {
    Map<String, String> made = new LinkedHashMap<>();
    made.put("command", "eval");
    List<String> hashes = new ArrayList<>();
    List<String> indices = new ArrayList<>();
    for (Path file : files) {
      hashes.add(Sha256.of(file));
      Path index = TrainingNotes.besides(file);
      indices.add(Files.exists(index) ? Sha256.of(index) : "none");
    }
    made.put("model", String.join(", ", hashes));
    made.put("training notes", String.join(", ", indices));
    made.put("names", joined(files) + " of " + data);
    made.put("notes", sha256(notes));
    made.put("markov-data", sha256(reference));
    made.put("classifier", Sha256.of(ModelFiles.of(classifier)));
    made.put("seconds", String.valueOf(plan.seconds()));
    made.put("pairs", String.valueOf(plan.pairs()));
    made.put("temperature", String.valueOf(plan.temperature()));
    made.put("seed", String.valueOf(plan.seed()));
    return made;
  }

  private static String joined(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
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
