package dev.synth.cli;

import dev.synth.app.DecodeEmbeddings;
import dev.synth.app.LoadedModel;
import dev.synth.app.Sampling;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.NamedInputs;
import dev.synth.cli.option.NotesAtOnceOption;
import dev.synth.cli.option.ShapeOptions;
import dev.synth.cli.option.SoundOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.option.pitch.CurveOptions;
import dev.synth.cli.option.pitch.PitchOption;
import dev.synth.cli.pipe.PipedOutput;
import dev.synth.io.WorkFailedException;
import dev.synth.io.path.Destination;
import dev.synth.render.RenderJob;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
      "Each NAME_embeddings.npy, float32 [frames, channels], becomes gen_NAME.wav: mono, 32 ms a"
          + " frame, at the model's rate, 48 kHz with instant, 16 kHz with wavenet. A sound is encoded first. INPUT is a file, a folder of"
          + " embeddings, whose folders are kept below DIR, a pattern in quotes such as"
          + " 'e/**/*.npy', or - for standard input: an embedding, a sound, or a list of these.",
      "",
      "Notes are played at the pitch kept with the embedding, else that in its name; without any,"
          + " --pitch is needed.",
      "",
      "What an earlier run made with the same settings is not made again, so an interrupted run"
          + " is resumed. Two runs may share DIR.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth decode embeddings/flute_embeddings.npy -o sounds",
      "  A recording, encoded and decoded in one step:",
      "    synth decode flute.wav -o flute_decoded.wav",
      "  Through pipes:",
      "    synth decode - -o - < flute_embeddings.npy > flute_decoded.wav",
      "  At the G above middle C:",
      "    synth decode flute_embeddings.npy --pitch G4 -o sounds",
      "  With an instant model, a quarter tone above A3, sliding up to it:",
      "    synth decode flute_embeddings.npy --pitch A3+50 --glide -2..0,0.2s -o sounds",
      "  A note that is held for 20 seconds:",
      "    synth decode flute_embeddings.npy --hold 20s -o sounds",
      "  A folder of embeddings, twice as slow, ready for a sampler:",
      "    synth decode embeddings -o sounds --stretch 2 --peak-db -12 \\",
      "        --fade-out 0.2s --rate 44100",
      ""
    })
public final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Embeddings (.npy) or sounds; folders, patterns, or -.")
  private List<Path> inputs;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description =
          "Folder for the sounds, or, of one input, the sound's file, .wav (default: the current"
              + " folder), or - for standard output.")
  private Path output;

  @Mixin private NamedInputs named;

  @Mixin private ShapeOptions shape;

  @Mixin private GenerationOptions options;

  @Mixin private PitchOption pitchOption;

  @Mixin private CurveOptions curve;

  @Mixin private SoundOptions soundOptions;

  @Option(
      names = "--loop",
      description =
          "Give sustained notes a loop, which samplers repeat while a key is held; its end is faded"
              + " into its beginning.")
  private boolean looped;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Mixin private NotesAtOnceOption notesAtOnce;

  @Option(
      names = {"-f", "--force"},
      description = "Redo finished files, and overwrite existing ones.")
  private boolean force;

  @Mixin private DryRunOption dryRun;

  @Option(names = "--json", description = "Print the results, or the estimate, as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    Sampling sampling = options.sampling();
    PipedOutput piped = PipedOutput.of(spec.commandLine(), output, ".wav", json);
    output = piped.path();
    DecodeEmbeddings.Settings settings =
        new DecodeEmbeddings.Settings(
            Destination.of(output, ".wav"),
            shape.shape(),
            sampling,
            pitchOption.settings(curve.curve()),
            soundOptions.processing(shape.isLengthSet()).withLoop(looped),
            notesAtOnce.workers(threads),
            force);
    PrintWriter err = spec.commandLine().getErr();
    try (InputLoop loop = InputLoop.beside(piped, spec.commandLine(), dryRun, json);
        LoadedModel model = modelOption.open(threads)) {
      DecodeEmbeddings decoding = new DecodeEmbeddings(model, settings);
      List<RenderJob> jobs = jobs(decoding, loop);
      if (verbosity.verbose()) {
        err.println(
            "synth: generating with " + model.synthesizerDescription(sampling.precision()) + ".");
      }
      if (dryRun.wanted()) {
        WorkEstimate estimate =
            decoding.estimate(jobs, (job, e) -> loop.failed(InputLoop.result(job.source()), e));
        return dryRun.print(estimate, output, loop, json);
      }
      int rateHz = model.latent().sampleRateHz();
      try (GenerationReport report = new GenerationReport(loop, err, verbosity.quiet(), rateHz)) {
        decoding.run(jobs, report);
        int code = loop.finish();
        if (!verbosity.quiet()) {
          report.summarize("decode");
        }
        return piped.send(code);
      }
    }
  }

  private List<RenderJob> jobs(DecodeEmbeddings decoding, InputLoop loop) throws IOException {
    List<NamedInputs.Named> files = new ArrayList<>();
    for (NamedInputs.Named input : named.expand(inputs, loop::failed)) {
      try {
        files.addAll(NamedInputs.embeddings(input, loop::failed));
      } catch (IOException e) {
        loop.failed(InputLoop.result(input.path()), e);
      }
    }
    Destination.of(output, ".wav").check(files.size());
    List<RenderJob> jobs = new ArrayList<>();
    for (NamedInputs.Named file : files) {
      try {
        Path target = decoding.target(file.path(), file.folder());
        RenderJob job =
            decoding.job(file.path(), target, facts -> loop.remark(facts, verbosity.quiet()));
        loop.claim(file.path(), target);
        jobs.add(job);
      } catch (IOException | WorkFailedException e) {
        loop.failed(InputLoop.result(file.path()), e);
      }
    }
    return jobs;
  }
}
