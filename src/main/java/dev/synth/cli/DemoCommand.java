package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LoadedModel;
import dev.synth.app.MakeDemo;
import dev.synth.app.Sampling;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.provenance.MarkOptions;
import dev.synth.generate.ProgressListener;
import dev.synth.model.ModelFiles;
import dev.synth.plot.Fonts;
import dev.synth.render.PostProcessing;
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
    footer = {"  synth demo", "  synth demo -o flute-to-piano", ""})
public final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "synth-demo",
      description = "Folder for the demo (default: ${DEFAULT-VALUE}).")
  private Path output;

  @Mixin private GenerationOptions options;

  @Mixin private MarkOptions marks;

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
    Path home = Path.of(System.getProperty("synth.home", "."));
    Sampling sampling = options.sampling();
    MakeDemo demo =
        new MakeDemo(
            new MakeDemo.Settings(
                home.resolve("nsynth-data").resolve("audio"),
                output,
                sampling,
                PostProcessing.NONE.withMarking(marks.marking()),
                threads.count(),
                force));
    if (!verbosity.quiet()) {
      Fonts.problem().ifPresent(problem -> err.println("synth: " + problem));
    }
    MakeDemo.Result result;
    List<MakeDemo.Voice> voices = voices();
    try (Progress bar = new Progress(err, "generating", verbosity.quiet())) {
      if (verbosity.verbose()) {
        for (MakeDemo.Voice voice : voices) {
          String with = voice.model().synthesizerDescription(sampling.precision());
          err.println("synth: " + voice.name() + " generates with " + with + ".");
        }
      }
      result = demo.run(voices, voice -> speed(bar, voice));
    } finally {
      for (MakeDemo.Voice voice : voices) {
        voice.model().close();
      }
    }
    print(result);
    return ExitCodes.OK;
  }

  /** The model that is named, or all that come with synth. */
  private List<MakeDemo.Voice> voices() throws IOException {
    if (modelOption.isGiven()) {
      LoadedModel model = modelOption.open(threads);
      return List.of(new MakeDemo.Voice(model.saved().kind().name(), model));
    }
    List<MakeDemo.Voice> voices = new ArrayList<>();
    for (String name : ModelFiles.PLAYERS) {
      Path file = ModelFiles.of(Path.of(name));
      voices.add(new MakeDemo.Voice(name, LoadedModel.open(file, threads.count())));
    }
    return voices;
  }

  private static ProgressListener speed(Progress bar, MakeDemo.Voice voice) {
    int rateHz = voice.model().saved().spec().sampleRateHz();
    long start = System.nanoTime();
    return (done, total) -> {
      double speed = done / ((System.nanoTime() - start) / 1e9);
      bar.update(
          done,
          total,
          String.format(
              Locale.ROOT,
              "%s: %d notes, %,.0f samples/s, %.2f x real time",
              voice.name(),
              MakeDemo.STEPS,
              speed,
              speed / rateHz));
    };
  }

  private void print(MakeDemo.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode node = new ObjectMapper().createObjectNode();
      node.put("page", result.page().toString()).put("strip", result.strip().toString());
      var paths = node.putArray("sounds");
      result.sounds().forEach(sound -> paths.add(sound.toString()));
      node.put("secondsToSound", result.secondsToSound());
      out.println(node.toPrettyString());
      return;
    }
    result.sounds().forEach(out::println);
    out.println(result.strip());
    out.println(result.page());
    if (!verbosity.quiet()) {
      spec.commandLine()
          .getErr()
          .printf(
              Locale.ROOT,
              "The first five sounds were there after %.1f s. Open %s in a browser to listen to and"
                  + " see them.%n",
              result.secondsToSound(),
              result.page().toAbsolutePath().normalize());
    }
  }
}
