package dev.synth.cli;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Generator;
import dev.synth.io.BadDataException;
import dev.synth.model.SynthModel;
import dev.synth.wavenet.WaveNetSpec;
import java.io.IOException;
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
import picocli.CommandLine.ParameterException;
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
          + " 512 samples a frame.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth decode embeddings/flute_embeddings.npy -o sounds",
      "  A calmer one, at the G above middle C:",
      "    synth decode flute_embeddings.npy --pitch 67 --temperature 0.8 -o sounds",
      ""
    })
public final class DecodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "EMBEDDING",
      description = "Embeddings that synth encode made, .npy.")
  private List<Path> embeddings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for the sounds (default: the current one).")
  private Path output;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of each sound, at most the embedding's (default: all of it).")
  private Double seconds;

  @Mixin private GenerationOptions options;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite existing files.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (seconds != null && !(seconds > 0)) {
      throw new ParameterException(spec.commandLine(), "--seconds must be more than 0.");
    }
    SynthModel model = modelOption.load();
    LatentInputs inputs = new LatentInputs(model, threads.count());
    InputLoop loop = new InputLoop(spec.commandLine(), json);
    Map<Path, GenerationRequest> requests = new LinkedHashMap<>();
    loop.forEach(
        embeddings,
        (path, result) -> {
          if (Files.isRegularFile(path) && !LatentInputs.isEmbedding(path)) {
            throw new BadDataException(
                path + ": is not an .npy file; make one of a sound with synth encode.");
          }
          Path target = output.resolve("gen_" + LatentInputs.stem(path) + ".wav");
          loop.claim(path, target, force);
          GenerationRequest request = request(model.spec(), inputs.read(path));
          requests.put(target, request);
          result.put("output", target.toString()).put("samples", request.samples());
          result.put("sampleRateHz", model.spec().sampleRateHz());
          return null;
        });
    List<float[]> sounds =
        Generation.run(
            Generator.of(model),
            new ArrayList<>(requests.values()),
            threads.count(),
            verbosity,
            spec.commandLine().getErr());
    int i = 0;
    for (Path target : requests.keySet()) {
      WavFile.write(
          target,
          new AudioClip(sounds.get(i++), model.spec().sampleRateHz()),
          options.encoding(),
          force);
      if (!json) {
        spec.commandLine().getOut().println(target);
      }
    }
    return loop.finish();
  }

  private GenerationRequest request(WaveNetSpec spec, LatentInputs.Latent latent)
      throws BadDataException {
    int available = latent.embedding().frames() * spec.hopSamples();
    int samples =
        seconds == null
            ? available
            : (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, Math.round(seconds * spec.sampleRateHz())));
    if (samples > available) {
      throw new BadDataException(
          latent.path()
              + ": lasts "
              + available / (double) spec.sampleRateHz()
              + " s, less than the --seconds wanted.");
    }
    int pitch = options.pitch().orElse(latent.pitch().orElse(WaveNetSpec.UNKNOWN_PITCH));
    return new GenerationRequest(
        latent.embedding(), pitch, samples, options.temperature(), options.seed());
  }
}
