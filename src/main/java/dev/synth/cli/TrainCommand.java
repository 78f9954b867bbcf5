package dev.synth.cli;

import dev.synth.cli.option.LearningOptions;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.Numbers;
import dev.synth.cli.option.RunPolicyOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.process.Signals;
import dev.synth.cli.runs.ForkedSettings;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.HeldOutTwins;
import dev.synth.dataset.inspect.NoteCheck;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.model.Datasheet;
import dev.synth.model.ModelFile;
import dev.synth.model.ModelFiles;
import dev.synth.provenance.sources.NoteSources;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainableKind;
import dev.synth.train.Trainer;
import dev.synth.train.TrainingEstimate;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.NoteSplit;
import dev.synth.train.run.Origin;
import dev.synth.train.run.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Train a model on notes, or resume a run.",
    description = {
      "",
      "DATA is an NSynth folder (examples.json and audio/), a TFRecord file or the name of its"
          + " shards, a folder of sounds, sounds (WAV, AIFF, FLAC, Ogg Vorbis, MP3), or a .txt list"
          + " of these.",
      "",
      "The run's folder receives model.safetensors, the log, checkpoints and generated notes. The"
          + " same command resumes from the last checkpoint, as if it had never stopped; other"
          + " settings in the same folder are refused. Ctrl-C finishes the step and saves; a second"
          + " one leaves at once.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A first try, in about a minute:",
      "    synth train nsynth-data --preset tiny --steps 300 --run runs/tiny",
      "  A model that plays in real time, for two hours; with --time 4h the same line",
      "  resumes:",
      "    synth train notes/ --steps 20000 --time 2h --run runs/small",
      "  From the model that comes with synth on to your own notes:",
      "    synth train mine/ --init instant --time 5m \\",
      "        --run runs/mine",
      "  The same run on from its last checkpoint, at another learning rate:",
      "    synth train notes/ --fork runs/small --learning-rate 2e-4 --steps 40000 \\",
      "        --run runs/slower",
      "  Low flutes and reeds of NSynth's own files:",
      "    synth train nsynth-train.tfrecord --validation nsynth-valid.tfrecord \\",
      "        --family flute,reed --pitch 36..72 --run runs/low",
      ""
    })
public final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "DATA", description = "Notes to learn.")
  private List<Path> data;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the run; an existing run is resumed.")
  private Path run;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description =
          "Start from the weights of this model, of a run's, or of one that comes with synth"
              + " (instant, wavenet); it brings its sizes.")
  private Path init;

  @Option(
      names = "--fork",
      paramLabel = "RUN",
      description =
          "Start from another run's last checkpoint, with its optimiser's state and step: its"
              + " settings hold but for those that are given, such as --learning-rate.")
  private Path fork;

  @Option(
      names = "--dry-run",
      description =
          "Take a few steps to say how long the run would take, and of what memory and disk; write"
              + " nothing.")
  private boolean dryRun;

  @Option(
      names = "--validation",
      paramLabel = "DATA",
      description = "Notes to measure on instead of a share of the others, such as NSynth's own.")
  private List<Path> validation;

  @Option(
      names = "--allow-overlap",
      description = "Let --validation have notes that are trained on; their loss tells little.")
  private boolean allowOverlap;

  @Option(
      names = {"-l", "--licence"},
      paramLabel = "SOURCE=TEXT",
      description =
          "Licence of the notes of a source, and whom to name, for the model's file. SOURCE is a"
              + " soundfont's file name, or that of the notes' file or folder. May be given several"
              + " times.")
  private Map<String, String> licences = new LinkedHashMap<>();

  @Mixin private LearningOptions learning;

  @ArgGroup(validate = false, heading = "%nHow the run is kept:%n", order = 4)
  private RunPolicyOptions keeping = new RunPolicyOptions();

  @Mixin private NoteOptions wanted;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Start over: delete what the run's folder has of a run.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  private boolean forkIsRead;

  @Override
  public Integer call() throws IOException {
    if (fork != null && !forkIsRead) {
      return withForksSettings();
    }
    // A folder that cannot be written to is reported before anything is read.
    Outputs.check(run.resolve(RunFolder.MODEL), true);
    init = init == null ? null : ModelFiles.of(init);
    Origin origin = origin();
    TrainingPlan plan;
    RunPolicy policy;
    TrainableKind kind;
    try {
      plan = learning.plan(origin.model(), force ? null : begun());
      policy = keeping.policy(threads.count(), force);
      kind = TrainableKind.of(plan.spec());
      kind.check(plan);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), ExitCodes.withFlags(e.getMessage() + "."), e);
    }
    MemoryEstimate memory = kind.memory(plan, policy);
    memory.check();
    List<Note> notes = wanted.open(data, this::warn, verbosity.quiet());
    List<Note> heldOut = validation == null ? List.of() : validationNotes();
    NoteSplit split = NoteSplit.of(plan, notes, heldOut, allowOverlap, this::warn);
    Datasheet datasheet = NoteSources.datasheet(split.training(), split.heldOut().size(), licences);
    Trainer trainer =
        new Trainer(
            plan,
            policy,
            split,
            run,
            origin,
            inputs(origin),
            origin.model() == null ? datasheet : datasheet.with(origin.model().datasheet()),
            environment(),
            this::warn);
    if (trainer.firstStep() >= plan.steps() && fork != null && !new RunFolder(run).isRun()) {
      throw new ParameterException(
          spec.commandLine(),
          fork
              + " has taken "
              + Counted.of(trainer.firstStep(), "step")
              + "; give more in --steps.");
    }
    if (!verbosity.quiet()) {
      introduce(plan, split, memory, trainer);
    }
    if (dryRun) {
      print(trainer.estimate(), policy);
      return ExitCodes.OK;
    }
    if (trainer.firstStep() == 0) {
      findTwins(split, plan.seed());
    }
    return train(trainer, plan);
  }

  private void findTwins(NoteSplit split, long seed) throws IOException {
    HeldOutTwins twins =
        HeldOutTwins.find(split.training(), split.heldOut(), seed, threads.count());
    String compared =
        Counted.of(twins.heldOut(), "held-out note")
            + " compared with "
            + Counted.of(twins.training(), "training note")
            + " of the same pitches: ";
    if (!twins.found().isEmpty()) {
      NoteCheck.Finding first = twins.found().get(0);
      warn(
          compared
              + (twins.found().size() == 1 ? "1 sounds" : twins.found().size() + " sound")
              + " the same, such as "
              + Printable.line(first.place())
              + ", which "
              + first.detail()
              + "; so the held-out loss is better than on new notes. 'synth data check --twins'"
              + " finds all of them.");
    } else if (!verbosity.quiet() && twins.heldOut() > 0) {
      spec.commandLine().getErr().println(compared + "no two sound the same.");
    }
  }

  private RunFolder begun() throws IOException {
    RunFolder folder = new RunFolder(run);
    return folder.isRun() ? folder : null;
  }

  private Origin origin() throws IOException {
    if (fork != null && init != null) {
      throw new ParameterException(spec.commandLine(), "Give --init or --fork, not both.");
    }
    if (fork != null) {
      return Origin.forkOf(fork);
    }
    return init == null ? Origin.NOTHING : Origin.of(ModelFile.read(init));
  }

  /** The command once more, with the settings of the run that is forked where none are typed. */
  private int withForksSettings() throws IOException {
    CommandLine line = spec.commandLine();
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    List<String> arguments =
        new ArrayList<>(typed.subList(typed.indexOf(spec.name()) + 1, typed.size()));
    arguments.addAll(ForkedSettings.arguments(fork, line.getParseResult()));
    TrainCommand complete = new TrainCommand();
    complete.forkIsRead = true;
    CommandLine again = new CommandLine(complete).setOut(line.getOut()).setErr(line.getErr());
    again.setCaseInsensitiveEnumValuesAllowed(true);
    Numbers.register(again);
    try {
      again.parseArgs(arguments.toArray(String[]::new));
      return complete.call();
    } catch (ParameterException e) {
      throw new ParameterException(line, e.getMessage(), e); // this one is called synth train
    }
  }

  private void print(TrainingEstimate estimate, RunPolicy policy) throws IOException {
    double seconds = Math.min(estimate.seconds(), policy.secondsLimit());
    Path existing = run.toAbsolutePath();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "about %s for %s (%.3g s per step, %.3g s per measurement)%n"
                + "about %.1f MB on disk in %s, where %.1f GB are free%n",
            Progress.clock(seconds),
            Counted.of(estimate.steps(), "step"),
            estimate.stepSeconds(),
            estimate.measureSeconds(),
            estimate.diskBytes() / 1e6,
            run,
            Files.getFileStore(existing).getUsableSpace() / 1e9);
  }

  private int train(Trainer trainer, TrainingPlan plan) throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Path model = run.resolve(RunFolder.MODEL);
    try (Progress bar = new Progress(err, "training", verbosity.quiet());
        Signals signals = new Signals(code -> onSignal(bar))) {
      TrainReport report = new TrainReport(bar, err, verbosity.quiet(), plan.steps());
      Trainer.End end = trainer.run(report, () -> signals.exitCode() != 0);
      bar.clear();
      if (end == Trainer.End.STOPPED) {
        warn("Stopped and saved; the same command resumes from here.");
        return signals.exitCode();
      }
      if (end == Trainer.End.TIME && !verbosity.quiet()) {
        err.println("The time is up; the same command with a longer --time resumes from here.");
      } else if (end == Trainer.End.PATIENCE && !verbosity.quiet()) {
        err.println("The held-out loss has not fallen for long; the best model is kept.");
      }
    }
    spec.commandLine().getOut().println(model);
    return ExitCodes.OK;
  }

  private void onSignal(Progress bar) {
    if (!verbosity.quiet()) {
      bar.clear();
      warn("Finishing the step and saving; Ctrl-C again leaves at once.");
    }
  }

  private List<Note> validationNotes() throws IOException {
    try {
      return wanted.open(validation, this::warn, verbosity.quiet());
    } catch (BadDataException e) {
      throw new BadDataException("The setting 'validation': " + e.getMessage(), e);
    }
  }

  private void introduce(TrainingPlan plan, NoteSplit split, MemoryEstimate memory, Trainer trainer)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%s: %,d parameters; notes: %d to train on, %d held out; seed %d; memory about %s%n",
        Printable.value(plan.preset()),
        plan.spec().parameterCount(),
        split.training().size(),
        split.heldOut().size(),
        plan.seed(),
        memory);
    if (trainer.firstStep() > 0) {
      err.printf(
          Locale.ROOT,
          "%s: %s step %,d of %,d, at learning rate %s%n",
          run,
          fork != null && !new RunFolder(run).isRun()
              ? "forked from " + fork + " at"
              : "resuming from",
          trainer.firstStep(),
          plan.steps(),
          BigDecimal.valueOf(plan.learning().schedule().at(trainer.firstStep()))
              .round(new MathContext(3))
              .toPlainString());
    }
    if (verbosity.verbose()) {
      err.println("synth: training with " + trainer.description() + ".");
    }
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(problem));
    }
  }

  /** What else decides the run than the notes and the plan. */
  private Map<String, String> inputs(Origin origin) throws IOException {
    if (fork == null) {
      return init == null ? Map.of() : Map.of("init", Sha256.of(init));
    }
    // A run that is resumed was forked at the step it was, however far the other one is by now.
    String name = fork.toAbsolutePath().normalize() + " at step ";
    RunFolder folder = new RunFolder(run);
    String before = folder.isRun() && !force ? folder.settings().text("fork") : "";
    return Map.of("fork", before.startsWith(name) ? before : name + origin.step());
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("version", BuildVersion.version());
    environment.put("revision", SourceRevision.find());
    environment.put("java", Runtime.version().toString());
    environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("data", String.join(" ", data.stream().map(Path::toString).toList()));
    return environment;
  }
}
