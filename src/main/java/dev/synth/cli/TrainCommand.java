package dev.synth.cli;

import dev.synth.dataset.Note;
import dev.synth.io.Outputs;
import dev.synth.model.ModelFile;
import dev.synth.model.SynthModel;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.Trainer;
import dev.synth.train.TrainingPlan;
import dev.synth.train.TrainingProgress;
import dev.synth.wavenet.Preset;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
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
    header = "Train a model on notes.",
    description = {
      "",
      "DATA is an NSynth folder (examples.json and audio/), a TFRecord file or the name of its"
          + " shards, a folder of sounds, sounds (WAV, AIFF, FLAC, Ogg Vorbis, MP3), or a .txt list of these. The run's folder receives model.safetensors and log.jsonl.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A first try, in about a minute:",
      "    synth train nsynth-data --preset tiny --steps 300 --run runs/tiny",
      "  A model that plays in real time:",
      "    synth train notes/ --preset small --steps 20000 --batch 4 --run runs/small",
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
      description = "Folder for the model and the log.")
  private Path run;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      defaultValue = "small",
      description =
          "Size of the network: nsynth (Magenta's sizes, slow), small (plays in real time)"
              + " or tiny (to try things) (default: ${DEFAULT-VALUE}).")
  private Preset preset;

  @Option(
      names = "--steps",
      paramLabel = "N",
      defaultValue = "10000",
      description =
          "Optimiser steps; the learning rate falls over them (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "4",
      description = "Crops a step (default: ${DEFAULT-VALUE}).")
  private int batch;

  @Option(
      names = "--crop",
      paramLabel = "SAMPLES",
      defaultValue = "6144",
      description = "Samples a crop, whole frames of 512 (default: ${DEFAULT-VALUE}).")
  private int cropSamples;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "Adam's step size at the start (default: nsynth 2e-4, small 1e-3, tiny 2e-3).")
  private Double learningRate;

  @Option(
      names = "--input-noise",
      paramLabel = "CODES",
      defaultValue = "0",
      description =
          "Noise on what the decoder is told of the past, in mu-law codes; a few make its own"
              + " playing steadier (default: ${DEFAULT-VALUE}).")
  private double inputNoise;

  @Option(
      names = "--held-out",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description =
          "Share of the notes to measure on and never train on, 0 to 0.5 (default:"
              + " ${DEFAULT-VALUE}).")
  private double heldOutShare;

  @Option(
      names = "--validation",
      paramLabel = "DATA",
      description = "Notes to measure on instead of a share of the others, such as NSynth's own.")
  private List<Path> validation;

  @Option(
      names = "--evaluate-every",
      paramLabel = "STEPS",
      defaultValue = "250",
      description = "Steps between measurements on held-out notes (default: ${DEFAULT-VALUE}).")
  private int evaluateEvery;

  @Option(
      names = "--save-every",
      paramLabel = "STEPS",
      defaultValue = "500",
      description = "Steps between saves of the model (default: ${DEFAULT-VALUE}).")
  private int saveEvery;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description = "Start from this model's weights; its sizes replace --preset's.")
  private Path init;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description =
          "Of weights, held-out notes and crops; the same seed trains the same model (default:"
              + " ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private NoteOptions wanted;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite the run folder's model and log.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    Outputs.check(run.resolve(Trainer.MODEL_FILE), force);
    Outputs.check(run.resolve(Trainer.LOG_FILE), force);
    SynthModel initial = init == null ? null : ModelFile.read(init);
    TrainingPlan plan = plan(initial);
    MemoryEstimate memory = MemoryEstimate.of(plan);
    memory.check();
    PrintWriter err = spec.commandLine().getErr();
    List<Note> notes = wanted.open(data, this::warn, verbosity.quiet());
    List<Note> heldOut =
        validation == null ? List.of() : wanted.open(validation, this::warn, verbosity.quiet());
    Trainer trainer =
        new Trainer(plan, notes, heldOut, run, initial, BuildVersion.version(), this::warn);
    if (!verbosity.quiet()) {
      err.printf(
          Locale.ROOT,
          "%s: %,d parameters; notes: %d to train on, %d held out; seed %d; memory about %s%n",
          plan.preset(),
          plan.spec().parameterCount(),
          trainer.trainingNotes(),
          trainer.heldOutNotes(),
          seed,
          memory);
    }
    if (verbosity.verbose()) {
      err.println("synth: training with " + trainer.description() + ".");
    }
    try (Progress bar = new Progress(err, "training", verbosity.quiet())) {
      trainer.run(report(bar, err));
    }
    spec.commandLine().getOut().println(run.resolve(Trainer.MODEL_FILE));
    return ExitCodes.OK;
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + problem);
    }
  }

  private TrainingPlan plan(SynthModel initial) {
    try {
      return new TrainingPlan(
          initial == null ? preset.label() : initial.preset(),
          initial == null ? preset.spec() : initial.spec(),
          steps,
          batch,
          cropSamples,
          learningRate(initial),
          inputNoise,
          heldOutShare,
          evaluateEvery,
          saveEvery,
          seed,
          threads.count());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ".");
    }
  }

  /** The rate given, else the one that suits the sizes that are trained. */
  private double learningRate(SynthModel initial) {
    if (learningRate != null) {
      return learningRate;
    }
    return Arrays.stream(Preset.values())
        .filter(known -> initial != null && known.label().equals(initial.preset()))
        .findFirst()
        .orElse(preset)
        .learningRate();
  }

  private TrainingProgress report(Progress bar, PrintWriter err) {
    return new TrainingProgress() {
      @Override
      public void stepped(long step, double trainNats, double heldOutNats, double speed) {
        bar.update(step, steps, line(step, trainNats, heldOutNats, speed));
      }

      @Override
      public void evaluated(long step, double trainNats, double heldOutNats, double speed) {
        if (!verbosity.quiet()) {
          bar.clear();
          err.println(line(step, trainNats, heldOutNats, speed));
        }
      }
    };
  }

  private static String line(long step, double trainNats, double heldOutNats, double speed) {
    String heldOut =
        Double.isNaN(heldOutNats)
            ? ""
            : String.format(
                Locale.ROOT,
                ", held out %.3f nats (%.3f bits) a sample",
                heldOutNats,
                heldOutNats / Math.log(2));
    return String.format(
        Locale.ROOT,
        "step %d: train %.3f nats%s, %,.0f samples/s",
        step,
        trainNats,
        heldOut,
        speed);
  }
}
