package dev.synth.cli;

import dev.synth.cli.option.BatchOption;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.NamedInputs;
import dev.synth.cli.option.PitchOption;
import dev.synth.cli.option.ShapeOptions;
import dev.synth.cli.option.SoundOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.generate.GenerationRequest;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFailedException;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth decode}. */
@Command(
    name = "decode",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Turn embeddings into sounds.",
    description = {
      "",
      "Each NAME_embeddings.npy, float32 [frames, channels], becomes gen_NAME.wav: 16 kHz, mono,"
          + " 512 samples a frame. EMBEDDING is a file, a folder, whose folders are kept below DIR,"
          + " a pattern in quotes such as 'e/**/*.npy', or - for a list of these on standard"
          + " input.",
      "",
      "What an earlier run made with the same settings is not made again, so an interrupted run"
          + " goes on where it stopped. Two runs may share DIR.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth decode embeddings/flute_embeddings.npy -o sounds",
      "  A calmer one, at the G above middle C:",
      "    synth decode flute_embeddings.npy --pitch 67 --temperature 0.3 -o sounds",
      "  A folder of embeddings, twice as slow, ready for a sampler:",
      "    synth decode embeddings -o sounds --stretch 2 --peak -12 --fade-out 0.2s --rate 44100",
      ""
    })
public final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "EMBEDDING",
      description = "Embeddings that synth encode made, .npy; folders, patterns, or -.")
  private List<Path> embeddings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for the sounds (default: the current one).")
  private Path output;

  @Mixin private NamedInputs named;

  @Mixin private ShapeOptions shape;

  @Mixin private GenerationOptions options;

  @Mixin private PitchOption pitchOption;

  @Mixin private SoundOptions soundOptions;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Mixin private BatchOption batch;

  @Option(
      names = {"-f", "--force"},
      description = "Make anew what is done, and overwrite existing files.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    shape.check();
    PostProcessing processing = soundOptions.processing();
    SavedModel model = modelOption.load();
    PrintWriter err = spec.commandLine().getErr();
    Synthesizer synthesizer = options.synthesizer(model);
    if (verbosity.verbose()) {
      err.println("synth: generating with " + synthesizer.description() + ".");
    }
    int rateHz = model.spec().sampleRateHz();
    try (InputLoop loop = new InputLoop(spec.commandLine(), json);
        WorkFolder folder = WorkFolder.of(output);
        GenerationReport report = new GenerationReport(loop, err, verbosity.quiet(), rateHz)) {
      List<RenderJob> jobs = jobs(loop, model, processing);
      new Renderer(synthesizer, folder, processing, force)
          .run(jobs, threads.count(), batch.count(), report);
      int code = loop.finish();
      if (!verbosity.quiet()) {
        report.summarize("decode");
      }
      return code;
    }
  }

  private List<RenderJob> jobs(InputLoop loop, SavedModel model, PostProcessing processing)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("command", "decode");
    settings.put("model", modelOption.sha256());
    settings.putAll(options.settings());
    settings.putAll(shape.settings());
    settings.putAll(processing.settings());
    LatentInputs inputs = new LatentInputs(model, threads.count());
    List<RenderJob> jobs = new ArrayList<>();
    for (NamedInputs.Named input : named.expand(embeddings)) {
      try {
        for (NamedInputs.Named each : NamedInputs.embeddings(input)) {
          try {
            jobs.add(job(each, loop, inputs, model.latent(), settings));
          } catch (IOException | WorkFailedException e) {
            loop.failed(InputLoop.result(each.path()), e);
          }
        }
      } catch (IOException e) {
        loop.failed(InputLoop.result(input.path()), e);
      }
    }
    return jobs;
  }

  private RenderJob job(
      NamedInputs.Named input,
      InputLoop loop,
      LatentInputs inputs,
      LatentFormat sizes,
      Map<String, String> settings)
      throws IOException {
    Path path = input.path();
    if (Files.isRegularFile(path) && !LatentInputs.isEmbedding(path)) {
      throw new BadDataException(
          path + ": is not an .npy file; make one of a sound with synth encode.");
    }
    String name = LatentInputs.stem(path);
    Path target = output.resolve(input.folder()).resolve("gen_" + name + ".wav");
    loop.claim(path, target);
    LatentInputs.Latent latent = inputs.read(path);
    int frames = shape.frames(latent.embedding().frames(), sizes);
    int samples = shape.cut(Embedding.samples(frames, sizes.hopSamples()), sizes);
    int pitch = pitchOption.pitch().orElse(latent.pitch().orElse(GenerationRequest.UNKNOWN_PITCH));
    long seed = options.seed(name);
    Map<String, String> made = new LinkedHashMap<>(settings);
    made.put("embedding", Sha256.of(latent.embedding().values()));
    made.put("pitch", pitch == GenerationRequest.UNKNOWN_PITCH ? "unknown" : String.valueOf(pitch));
    made.put("seed", String.valueOf(seed));
    return new RenderJob(
        path.toString(),
        target,
        samples,
        made,
        () ->
            new GenerationRequest(
                shape.apply(inputs.read(path).embedding(), sizes),
                pitch,
                samples,
                options.temperature(),
                seed));
  }
}
