package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.WavFile;
import dev.synth.cli.option.BatchOption;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.GridOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ShapeOptions;
import dev.synth.cli.option.SoundOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.option.YamlArguments;
import dev.synth.generate.GenerationRequest;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import dev.synth.render.SpeedTest;
import dev.synth.render.grid.GridPlan;
import dev.synth.render.grid.PadFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
          + " samplers, or a pads file for an Open NSynth Super.",
      "",
      "FILE.yaml gives any of the options below by their long names; paths in it are relative to"
          + " it, and the command line goes before it. The same line again makes what is missing.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  What it would take:",
      "    synth grid grid.yaml --dry-run",
      "  From folders of notes at several pitches, without a file:",
      "    synth grid --corners flute piano bass strings --size 9 --pitches 24..84/4 \\",
      "      --interpolation distance --peak -12 --forms sfz,pads -o pads",
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

  @Option(
      names = "--dry-run",
      description = "Check everything, measure the speed for a few seconds, print the plan.")
  private boolean dryRun;

  @Mixin private ShapeOptions shape;

  @Mixin private GenerationOptions options;

  @Mixin private SoundOptions soundOptions;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Mixin private BatchOption batch;

  @Option(
      names = {"-f", "--force"},
      description = "Make anew what is done, and overwrite existing files.")
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
    shape.check();
    PostProcessing processing = soundOptions.processing();
    GridPlan plan = grid.plan(options.seed());
    SavedModel model = modelOption.load();
    LatentFormat sizes = model.latent();
    PadFile pad = pad(plan, processing, sizes);
    LatentInputs inputs = new LatentInputs(model, threads.count());
    GridSources sources = new GridSources(plan, output, inputs, shape, sizes);
    Map<String, String> settings = settings(processing);
    GridFiles files = new GridFiles(plan, output, settings, grid.wants(GridOptions.Form.SFZ), pad);
    List<RenderJob> jobs = jobs(plan, sources, sizes, settings);
    Synthesizer synthesizer = options.synthesizer(model);
    try (inputs;
        WorkFolder folder = WorkFolder.of(output)) {
      if (!force) {
        files.check(folder);
      }
      return dryRun
          ? dryRun(jobs, folder, synthesizer, sizes, processing, files)
          : render(jobs, folder, synthesizer, sizes, processing, files, sources);
    }
  }

  /** The command once more, with what is typed and what the file has besides. */
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

  /** The pads file that is wanted, or null; it can only be of sound as the device plays it. */
  private PadFile pad(GridPlan plan, PostProcessing processing, LatentFormat sizes) {
    if (!grid.wants(GridOptions.Form.PADS)) {
      return null;
    }
    if (processing.stereo()
        || processing.encoding() == WavFile.Encoding.FLOAT32
        || (processing.rateHz() != null && processing.rateHz() != sizes.sampleRateHz())) {
      throw usage(
          "--forms pads wants sound as the device plays it, mono, 16 bits, "
              + sizes.sampleRateHz()
              + " Hz; leave out --stereo, --float and --rate");
    }
    if (grid.padLength().amount() == 0) {
      throw usage("--pad-length must be more than 0");
    }
    try {
      int rowSamples = grid.padLength().samples(sizes.sampleRateHz(), sizes.hopSamples());
      return new PadFile(plan.size(), plan.pitches().size(), rowSamples);
    } catch (IllegalArgumentException e) {
      throw usage("--pad-length: " + e.getMessage());
    }
  }

  private Map<String, String> settings(PostProcessing processing) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("command", "grid");
    settings.put("model", modelOption.sha256());
    settings.put("interpolation", grid.interpolationName());
    settings.putAll(options.settings());
    settings.putAll(shape.settings());
    settings.putAll(processing.settings());
    return settings;
  }

  private List<RenderJob> jobs(
      GridPlan plan, GridSources sources, LatentFormat sizes, Map<String, String> settings) {
    List<RenderJob> jobs = new ArrayList<>();
    for (GridPlan.Cell cell : plan.cells()) {
      int samples = shape.cut(Embedding.samples(sources.frames(cell), sizes.hopSamples()), sizes);
      Map<String, String> made = new LinkedHashMap<>(settings);
      made.put("corners", sources.content(cell));
      made.put("weights", java.util.Arrays.toString(cell.weights()));
      made.put("pitch", String.valueOf(cell.pitch()));
      made.put("seed", String.valueOf(cell.seed()));
      jobs.add(
          new RenderJob(
              cell.name(),
              output.resolve(cell.file()),
              samples,
              made,
              () ->
                  new GenerationRequest(
                      plan.mix().mix(sources.embeddings(cell), cell.x(), cell.y()),
                      cell.pitch(),
                      samples,
                      options.temperature(),
                      cell.seed())));
    }
    return jobs;
  }

  private int render(
      List<RenderJob> jobs,
      WorkFolder folder,
      Synthesizer synthesizer,
      LatentFormat sizes,
      PostProcessing processing,
      GridFiles files,
      GridSources sources)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    if (verbosity.verbose()) {
      err.println("synth: generating with " + synthesizer.description() + ".");
    }
    try (Progress bar = new Progress(err, "encoding", verbosity.quiet())) {
      sources.encode(folder, modelOption.sha256(), force, bar);
    }
    int rateHz = sizes.sampleRateHz();
    int code;
    try (InputLoop loop = new InputLoop(spec.commandLine(), json);
        GenerationReport report = new GenerationReport(loop, err, verbosity.quiet(), rateHz)) {
      new Renderer(synthesizer, folder, processing, force)
          .run(jobs, threads.count(), batch.count(), report);
      code = loop.finish();
      if (!verbosity.quiet()) {
        report.summarize("grid");
      }
    }
    if (code == ExitCodes.OK) {
      files.write(folder);
    } else {
      err.println(
          "synth: Notes are missing, so neither manifest nor instruments are written; run the same"
              + " line again.");
    }
    return code;
  }

  private int dryRun(
      List<RenderJob> jobs,
      WorkFolder folder,
      Synthesizer synthesizer,
      LatentFormat sizes,
      PostProcessing processing,
      GridFiles files)
      throws IOException {
    int rateHz = sizes.sampleRateHz();
    long samples = 0;
    long samplesToDo = 0;
    int toDo = 0;
    long bytes = files.bytes();
    for (RenderJob job : jobs) {
      samples += job.samples();
      bytes += processing.bytes(job.samples(), rateHz);
      if (force || !folder.isDone(job.target(), job.made())) {
        toDo++;
        samplesToDo += job.samples();
      }
    }
    int atOnce = synthesizer.notesAtOnce(Math.max(1, toDo), threads.count(), batch.count());
    double speed =
        SpeedTest.samplesPerSecond(synthesizer, threads.count(), Math.min(atOnce, jobs.size()));
    ObjectNode plan = new ObjectMapper().createObjectNode();
    plan.put("notes", jobs.size()).put("notesToDo", toDo);
    plan.put("soundSeconds", (double) samples / rateHz).put("diskBytes", bytes);
    plan.put("notesAtOnce", atOnce);
    plan.put("memoryBytes", atOnce * synthesizer.bytesPerNote());
    plan.put("samplesPerSecond", speed).put("realTimeFactor", speed / rateHz);
    plan.put("estimatedSeconds", samplesToDo / speed);
    if (json) {
      spec.commandLine().getOut().println(plan.toPrettyString());
      return ExitCodes.OK;
    }
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%d notes, %s of sound, %,.1f MB on disk; %d are to do%n"
                + "%d at once on %d threads, %,.0f MB of memory%n"
                + "measured just now: %.2f x real time; about %s for all that is to do%n",
            jobs.size(),
            Progress.clock((double) samples / rateHz),
            bytes / 1e6,
            toDo,
            atOnce,
            Math.min(atOnce, threads.count()),
            atOnce * synthesizer.bytesPerNote() / 1e6,
            speed / rateHz,
            Progress.clock(samplesToDo / speed));
    return ExitCodes.OK;
  }
}
