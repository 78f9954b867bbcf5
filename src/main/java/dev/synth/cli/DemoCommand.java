package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.generate.GenerationRequest;
import dev.synth.io.Outputs;
import dev.synth.latent.Embedding;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.plot.Fonts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code synth demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Hear and see a morph from a flute to a piano.",
    description = {
      "",
      "Encodes two of the notes that come with synth, goes from one to the other in five steps, and"
          + " writes the sounds, a strip of rainbowgrams and a page with players and pictures, to be"
          + " opened in a browser.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {"  synth demo", "  synth demo --temperature 1 -o rougher", ""})
public final class DemoCommand implements Callable<Integer> {
  private static final String[] NOTES = {
    "flute_acoustic_073-060-100", "keyboard_acoustic_000-060-100"
  };
  private static final int STEPS = 5;
  private static final int PITCH = 60;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "synth-demo",
      description = "Folder for the demo (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Mixin private GenerationOptions options;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing demo.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    Path page = output.resolve("index.html");
    Path strip = output.resolve("rainbowgrams.png");
    List<Path> targets = new ArrayList<>();
    for (int i = 1; i <= STEPS; i++) {
      targets.add(output.resolve("morph_" + i + ".wav"));
    }
    for (Path target : targets) {
      Outputs.check(target, force);
    }
    Outputs.check(page, force);
    Outputs.check(strip, force);
    if (!verbosity.quiet()) {
      Fonts.problem().ifPresent(problem -> err.println("synth: " + problem));
    }
    long start = System.nanoTime();
    SavedModel model = modelOption.load();
    int rateHz = model.spec().sampleRateHz();
    List<AudioClip> originals = new ArrayList<>();
    List<AudioClip> morphs = new ArrayList<>();
    List<float[]> sounds =
        Generation.run(
            options.synthesizer(model),
            requests(model, originals),
            threads.count(),
            verbosity,
            err);
    for (int i = 0; i < STEPS; i++) {
      morphs.add(new AudioClip(sounds.get(i), rateHz));
      WavFile.write(targets.get(i), morphs.get(i), WavFile.Encoding.PCM16, force);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    DemoPage demo = new DemoPage(NOTES, originals, morphs);
    demo.writeStrip(strip, force);
    demo.writePage(page, force);
    if (json) {
      ObjectNode result = new ObjectMapper().createObjectNode();
      result.put("page", page.toString()).put("strip", strip.toString());
      var paths = result.putArray("sounds");
      targets.forEach(target -> paths.add(target.toString()));
      result.put("secondsToSounds", seconds);
      spec.commandLine().getOut().println(result.toPrettyString());
      return ExitCodes.OK;
    }
    PrintWriter out = spec.commandLine().getOut();
    targets.forEach(out::println);
    out.println(strip);
    out.println(page);
    if (!verbosity.quiet()) {
      err.printf(
          Locale.ROOT,
          "The five sounds were there after %.1f s. Open %s in a browser to hear and see them.%n",
          seconds,
          page.toAbsolutePath().normalize());
    }
    return ExitCodes.OK;
  }

  /** What to play; the two notes themselves are added to {@code originals}. */
  private List<GenerationRequest> requests(SavedModel model, List<AudioClip> originals)
      throws IOException {
    LatentInputs inputs = new LatentInputs(model, threads.count());
    List<Embedding> ends = new ArrayList<>();
    Path home = Path.of(System.getProperty("synth.home", "."));
    for (String name : NOTES) {
      Path file = home.resolve("nsynth-data").resolve("audio").resolve(name + ".wav");
      originals.add(AudioFile.read(file));
      ends.add(inputs.encode(file).embedding());
    }
    inputs.close();
    LatentFormat sizes = model.latent();
    List<GenerationRequest> requests = new ArrayList<>();
    for (Embedding point :
        Interpolation.line(ends.get(0), ends.get(1), STEPS, Interpolation.Mode.LINEAR)) {
      requests.add(
          new GenerationRequest(
              point,
              PITCH,
              Embedding.samples(point.frames(), sizes.hopSamples()),
              options.temperature(),
              options.seed("morph_" + (requests.size() + 1))));
    }
    return requests;
  }
}
