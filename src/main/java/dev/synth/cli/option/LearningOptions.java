package dev.synth.cli.option;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import dev.synth.latent.LatentFormat;
import dev.synth.model.ModelKinds;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.TrainingDefaults;
import dev.synth.train.BatchPlan;
import dev.synth.train.LearningPlan;
import dev.synth.train.MeasuringPlan;
import dev.synth.train.TrainableKind;
import dev.synth.train.TrainingPlan;
import dev.synth.train.optim.Schedule;
import dev.synth.train.run.PrecisionChoice;
import dev.synth.train.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What decides what a run learns: a run is resumed only under the same. */
public final class LearningOptions {
  @ArgGroup(validate = false, heading = "%nWhat is trained, and how long:%n", order = 1)
  private Basics basics = new Basics();

  @ArgGroup(validate = false, heading = "%nHow it is measured:%n", order = 2)
  private Measuring measuring = new Measuring();

  @ArgGroup(validate = false, heading = "%nHow it learns:%n", order = 3)
  private Learning learning = new Learning();

  /** A model that has learned learns on in smaller steps, so as not to forget. */
  private static final double INIT_RATE = 0.1;

  /** The options a first run needs. */
  private static final class Basics {
    @Option(
        names = "--preset",
        paramLabel = "NAME",
        completionCandidates = PresetNames.class,
        description =
            "What is trained, and of which size: instant (partials and noise at 48 kHz), instant16"
                + " (at 16 kHz), instant-tiny (to try things); or a WaveNet: nsynth (Magenta's"
                + " sizes, slow), small (plays in real time), tiny (to try things) (default:"
                + " small).")
    private String preset;

    @Option(
        names = "--spec",
        paramLabel = "FILE",
        description =
            "Sizes that no preset has: a JSON file of kind, training and spec, as"
                + " docs/training.md shows.")
    private Path specFile;

    @Option(
        names = "--set",
        paramLabel = "SIZE=VALUE",
        mapFallbackValue = "",
        description =
            "Change one size of the preset or file, such as width=96; may be given several times.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
        names = "--steps",
        paramLabel = "N",
        description =
            "Optimiser steps; the learning rate falls over them (default: ${DEFAULT-VALUE}).")
    private int steps = 10_000;

    @Option(
        names = "--batch",
        paramLabel = "N",
        description = "Crops per step (default: the preset's; small 4, instant 32).")
    private Integer batch;

    @Option(
        names = "--accumulate",
        paramLabel = "PARTS",
        description =
            "Accumulate the gradients of a step over PARTS parts: less memory, the same step"
                + " (default: ${DEFAULT-VALUE}).")
    private int parts = 1;

    @Option(
        names = "--crop",
        paramLabel = "SAMPLES",
        description =
            "Samples per crop, whole frames of the embedding (default: the preset's; small 12"
                + " frames of 512, instant 32 of 1536).")
    private Integer cropSamples;

    @Option(
        names = "--seed",
        paramLabel = "SEED",
        description =
            "Of weights, held-out notes and crops; the same seed trains the same model (default:"
                + " ${DEFAULT-VALUE}).")
    private long seed = 1;
  }

  /** The options about held-out notes. */
  private static final class Measuring {
    @Option(
        names = "--held-out",
        paramLabel = "SHARE",
        description =
            "Share of the notes to measure on and never train on, 0 to 0.5 (default:"
                + " ${DEFAULT-VALUE}).")
    private double heldOutShare = 0.05;

    @Option(
        names = "--held-out-instruments",
        description = "Hold out whole instruments, about that share of the notes.")
    private boolean heldOutInstruments;

    @Option(
        names = "--evaluate-every",
        paramLabel = "STEPS",
        description = "Steps between measurements on held-out notes (default: ${DEFAULT-VALUE}).")
    private int evaluateEvery = 250;

    @Option(
        names = "--patience",
        paramLabel = "N",
        description =
            "Stop after N measurements without a new best; 0 never does (default:"
                + " ${DEFAULT-VALUE}).")
    private int patience;
  }

  /** The options of the optimiser. */
  private static final class Learning {
    @Option(
        names = "--learning-rate",
        paramLabel = "RATE",
        description =
            "Adam's step size after any warm-up (default: the preset's; nsynth 2e-4, small 1e-3,"
                + " tiny 2e-3, instant 3e-3; a tenth of it with --init).")
    private Double learningRate;

    @Option(
        names = "--schedule",
        paramLabel = "SHAPE",
        description =
            "How the rate falls: paper (in Magenta's four steps, down to a tenth), cosine (to zero)"
                + " or constant (default: the preset's; small paper, instant cosine; constant with"
                + " --init).")
    private String schedule;

    @Option(
        names = "--warm-up",
        paramLabel = "STEPS",
        description =
            "Steps over which the rate rises at first (default: a hundredth of --steps for cosine,"
                + " else 0).")
    private Integer warmUpSteps;

    @Option(
        names = "--clip",
        paramLabel = "NORM",
        description =
            "Clip gradients to this norm; 0 does not clip (default: the preset's; small 0, instant"
                + " 1).")
    private Double clipNorm;

    @Option(
        names = "--ema",
        paramLabel = "DECAY",
        description =
            "Evaluation and export use an exponential moving average of the weights with this"
                + " decay; 0 takes the weights as they are (default: the preset's; small 0.9999,"
                + " instant 0.999).")
    private Double averageDecay;

    @Option(
        names = "--initial-share",
        paramLabel = "SHARE",
        description =
            "With --init, share of the initial weights in the model that is saved, 0 to 1: more keeps more"
                + " of what it knew, less learns more (default: the preset's; small 0, instant"
                + " 0.4).")
    private Double initialShare;

    @Option(
        names = "--input-noise",
        paramLabel = "SHARE",
        description =
            "Add errors to the decoder's context, against exposure bias: hums and whistles up to"
                + " this share of a crop's level, and a level that is off; targets are a little better."
                + " About 0.5 makes its own playing steady (default: ${DEFAULT-VALUE}: no errors at"
                + " all).")
    private double inputNoise;

    @Option(
        names = "--precision",
        paramLabel = "KIND",
        defaultValue = "auto",
        description =
            "What products of matrices are computed in: float, or bf16, with sums and weights in"
                + " float: several times as fast where the CPU has units for it (Intel's AMX). auto"
                + " takes bf16 there, else float; a run keeps what it began with (default:"
                + " ${DEFAULT-VALUE}).")
    private PrecisionChoice precision;
  }

  /** The seed. */
  long seed() {
    return basics.seed;
  }

  /**
   * What is trained, from nothing or from {@code initial}'s weights.
   *
   * @param initial a model whose sizes are used, or null
   * @throws IOException with a sentence, where a file or a size cannot be
   * @throws IllegalArgumentException with a sentence on options that exclude each other
   */
  private Preset preset(SavedModel initial) throws IOException {
    if (initial != null) {
      if (basics.specFile != null || !basics.changes.isEmpty()) {
        throw new IllegalArgumentException(
            "--init and --fork bring their own sizes; leave out --spec and --set");
      }
      if (basics.preset != null && !basics.preset.equalsIgnoreCase(initial.preset())) {
        throw new IllegalArgumentException(
            "--init and --fork bring the sizes of their model, here "
                + Printable.value(initial.preset())
                + ", which are not those of --preset "
                + basics.preset
                + "; leave out --preset");
      }
      Preset known = known(initial.preset()).orElse(initial.kind().presets().get(0));
      return new Preset(initial.preset(), initial.spec(), known.training());
    }
    return sizes(basics.preset, "small", basics.specFile, basics.changes);
  }

  /**
   * The sizes that {@code --preset}, {@code --spec} and {@code --set} mean.
   *
   * @param preset a preset's name, or null
   * @param byDefault the preset where neither it nor a file is given
   * @param specFile a file of sizes, or null
   * @param changes of single sizes
   * @throws IOException with a sentence, where the file cannot be
   * @throws IllegalArgumentException with a sentence on the option that cannot be
   */
  public static Preset sizes(
      String preset, String byDefault, Path specFile, Map<String, String> changes)
      throws IOException {
    if (specFile != null) {
      if (preset != null) {
        throw new IllegalArgumentException("give --preset or --spec, not both");
      }
      return Preset.read(specFile, changes);
    }
    for (Map.Entry<String, String> change : changes.entrySet()) {
      if (change.getKey().isEmpty() || change.getValue().isEmpty()) {
        throw new IllegalArgumentException(
            "--set wants SIZE=VALUE, such as width=96, got "
                + change.getKey()
                + (change.getKey().isEmpty() ? "=" + change.getValue() : ""));
      }
    }
    String name = preset == null ? byDefault : preset.toLowerCase(Locale.ROOT);
    Preset known =
        known(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--preset must be "
                            + String.join(" or ", new PresetNames())
                            + ", got "
                            + preset));
    try {
      return known.with(changes);
    } catch (BadDataException e) {
      // What was typed is at fault, and no file.
      String sentence = e.getMessage().replaceFirst("\\.$", "");
      throw new IllegalArgumentException("--set: " + sentence, e);
    }
  }

  private static Optional<Preset> known(String name) {
    return ModelKinds.presets().stream().filter(preset -> preset.name().equals(name)).findFirst();
  }

  /**
   * The plan the options make.
   *
   * @param initial a model whose sizes are used, or null
   * @param begun the folder of the run that is to be resumed; null for a new one
   * @throws IOException with a sentence, where a file or a size cannot be
   * @throws IllegalArgumentException with a sentence on the option that cannot be
   */
  public TrainingPlan plan(SavedModel initial, RunFolder begun) throws IOException {
    Preset preset = preset(initial);
    TrainingDefaults defaults = preset.training();
    String shape = orElse(learning.schedule, initial == null ? defaults.schedule() : "constant");
    int warmUp = shape.equalsIgnoreCase("cosine") ? basics.steps / 100 : 0;
    Schedule schedule =
        new Schedule(
            Schedule.Shape.named(shape),
            orElse(
                learning.learningRate, defaults.learningRate() * (initial == null ? 1 : INIT_RATE)),
            basics.steps,
            orElse(learning.warmUpSteps, warmUp));
    int hop = preset.spec().latent().map(LatentFormat::hopSamples).orElse(1);
    return new TrainingPlan(
        preset.name(),
        preset.spec(),
        basics.seed,
        new BatchPlan(
            orElse(basics.batch, defaults.batch()),
            basics.parts,
            orElse(basics.cropSamples, defaults.cropFrames() * hop)),
        new LearningPlan(
            schedule,
            orElse(learning.clipNorm, defaults.clipNorm()),
            orElse(learning.averageDecay, defaults.averageDecay()),
            learning.inputNoise,
            initialShare(initial, defaults),
            learning.precision.of(TrainableKind.of(preset.spec()).mixesPrecision(), begun)),
        new MeasuringPlan(
            measuring.heldOutShare,
            measuring.heldOutInstruments,
            measuring.evaluateEvery,
            measuring.patience));
  }

  private double initialShare(SavedModel initial, TrainingDefaults defaults) {
    if (initial == null && learning.initialShare != null && learning.initialShare > 0) {
      throw new IllegalArgumentException(
          "--initial-share is of the model that --init starts from; give one, or leave it out");
    }
    return initial == null ? 0 : orElse(learning.initialShare, defaults.initialShare());
  }

  private static <T> T orElse(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /** For completion. */
  public static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ModelKinds.presets().stream().map(Preset::name).iterator();
    }
  }
}
