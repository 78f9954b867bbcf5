package dev.synth.cli;

import dev.synth.app.LoadedModel;
import dev.synth.app.RenderGrid;
import dev.synth.app.Sampling;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.GridOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.NotesAtOnceOption;
import dev.synth.cli.option.Numbers;
import dev.synth.cli.option.ShapeOptions;
import dev.synth.cli.option.SoundOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.option.YamlArguments;
import dev.synth.latent.TimeShape;
import dev.synth.render.PostProcessing;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth grid}. */
@Command(
    name = "grid",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Render grids of mixtures, as instruments.",
    description = {
      "",
      "Every point between four instruments (or two) at every pitch becomes DIR/wav/NAME.wav;"
          + " manifest.csv and manifest.json say what each is. Instruments of them: SFZ for"
          + " samplers, presets for Decent Sampler, a pads file for an Open NSynth Super.",
      "",
      "Notes that are sustained have a loop, so that samplers play them for as long as a key is"
          + " held; notes that die away have none. Every WAV keeps its root note.",
      "",
      "FILE.yaml gives any of the options below by their long names; paths in it are relative to"
          + " it, and command-line options override the file. The same line again"
          + " makes what is missing.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  What it would take:",
      "    synth grid grid.yaml --dry-run",
      "  An instrument to play, from two sounds:",
      "    synth grid --corners flute.wav organ.wav --pitches C3..C6/3 --length 3s \\",
      "      --forms sfz,dspreset -o flute-organ",
      "  From folders of notes at several pitches, without a file:",
      "    synth grid --corners flute piano bass strings --size 9 --pitches 24..84/4 \\",
      "      --interpolation distance --peak-db -12 --forms sfz,pads -o pads",
      ""
    })
public final class GridCommand implements Callable<Integer> {
  private static final Set<String> PATHS = Set.of("--corners", "--output", "--model");

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE.yaml",
      description = "Options in a file, such as corners: [a.wav, b.wav, c.wav, d.wav].")
  private Path file;

  @Mixin private GridOptions grid;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder for everything that is made.")
  private Path output;

  @Mixin private DryRunOption dryRun;

  @Mixin private ShapeOptions shape;

  @Mixin private GenerationOptions options;

  @Mixin private SoundOptions soundOptions;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Mixin private NotesAtOnceOption notesAtOnce;

  @Option(
      names = {"-f", "--force"},
      description = "Redo finished files, and overwrite existing ones.")
  private boolean force;

  @Option(names = "--json", description = "Print the results, or the plan, as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  private boolean fileIsRead;

  @Override
  public Integer call() throws IOException {
    if (file != null && !fileIsRead) {
      return withFile();
    }
    if (output == null) {
      throw usage("Missing required option: '--output=DIR'");
    }
    Sampling sampling = options.sampling();
    TimeShape time = shape.shape();
    PostProcessing processing =
        soundOptions.processing(shape.isLengthSet()).withLoop(grid.wantsLoop());
    RenderGrid.Settings settings =
        new RenderGrid.Settings(
            grid.plan(sampling.seed()),
            output,
            time,
            sampling,
            processing,
            grid.samplers(),
            grid.padLength(),
            notesAtOnce.workers(threads),
            force);
    try (LoadedModel model = modelOption.open(threads);
        RenderGrid rendering = new RenderGrid(model, settings)) {
      return dryRun.wanted() ? plan(rendering) : render(model, rendering, sampling);
    }
  }

  /** The command once more, with the command line's options, which override the file's. */
  private int withFile() throws IOException {
    CommandLine line = spec.commandLine();
    List<String> typed = spec.root().commandLine().getParseResult().originalArgs();
    List<String> arguments =
        new ArrayList<>(typed.subList(typed.indexOf(spec.name()) + 1, typed.size()));
    arguments.addAll(
        YamlArguments.read(file, spec, line.getParseResult(), PATHS, Set.of("--corners")));
    GridCommand complete = new GridCommand();
    complete.fileIsRead = true;
    CommandLine again = new CommandLine(complete).setOut(line.getOut()).setErr(line.getErr());
    again.setCaseInsensitiveEnumValuesAllowed(true);
    Numbers.register(again);
    try {
      again.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw usage(file + ": " + e.getMessage().replaceFirst("\\.$", ""));
    }
    try {
      return complete.call();
    } catch (ParameterException e) {
      throw new ParameterException(line, e.getMessage(), e); // this one is called synth grid
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private int render(LoadedModel model, RenderGrid rendering, Sampling sampling)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (verbosity.verbose()) {
      err.println(
          "synth: generating with " + model.synthesizerDescription(sampling.precision()) + ".");
    }
    try (Progress bar = new Progress(err, "encoding", verbosity.quiet())) {
      rendering.encodeCorners(bar::update);
    }
    int rateHz = model.latent().sampleRateHz();
    try (InputLoop loop = new InputLoop(spec.commandLine(), json);
        GenerationReport report = new GenerationReport(loop, err, verbosity.quiet(), rateHz)) {
      boolean whole = rendering.render(report);
      int code = loop.finish();
      if (!verbosity.quiet()) {
        report.summarize("grid");
        if (whole && grid.wantsLoop()) {
          err.printf(
              Locale.ROOT,
              "grid: %d of %d notes have a loop; the others die away, are uneven or short%n",
              rendering.loops(),
              rendering.notes());
        }
      }
      if (!whole) {
        err.println(
            "synth: Notes are missing, so neither manifest nor instruments are written; run the"
                + " same line again.");
      }
      return code;
    }
  }

  private int plan(RenderGrid rendering) throws IOException {
    try (InputLoop loop = InputLoop.failures(spec.commandLine())) {
      WorkEstimate estimate =
          rendering.estimate((job, e) -> loop.failed(InputLoop.result(job.source()), e));
      return dryRun.print(estimate, output, loop, json);
    }
  }
}
