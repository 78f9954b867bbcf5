package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.Interpolate;
import dev.synth.app.LoadedModel;
import dev.synth.app.Sampling;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.NotesAtOnceOption;
import dev.synth.cli.option.SoundOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.option.pitch.CurveOptions;
import dev.synth.cli.option.pitch.PitchOption;
import dev.synth.cli.pipe.StandardInput;
import dev.synth.latent.Interpolation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth interpolate}. */
@Command(
    name = "interpolate",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Morph between two sounds, or over a grid of four.",
    description = {
      "",
      "Inputs are sounds or embeddings (.npy), cut to the shortest. Two make a line of"
          + " --steps points, both ends included; four make a --grid of N x N points, with the"
          + " first input top left, the second top right, the third bottom left, the fourth bottom"
          + " right. Every point becomes a WAV and an embedding; index.html is a page to listen to"
          + " them, and morph.json says what each is a mix of. The same line again makes what is"
          + " missing.",
      "",
      "Where the inputs differ in pitch, it glides from one to the other by semitones: halfway"
          + " from A3 to A4 is D#4. (An instant model plays what is between them, too.) --pitch"
          + " plays all points at one.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth interpolate flute.wav piano.wav --steps 5 -o morph",
      "  synth interpolate low.wav high.wav --pitch A3 -o morph",
      "  synth interpolate a.wav b.wav c.wav d.wav --grid 4 \\",
      "      --interpolation slerp -o grid",
      ""
    })
public final class InterpolateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Two or four sounds or embeddings; - is one on standard input.")
  private List<Path> inputs;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Points on a line, for two inputs (default: 5).")
  private Integer steps;

  @Option(
      names = "--grid",
      paramLabel = "N",
      description = "Points per side of a grid, for four inputs (default: 3).")
  private Integer grid;

  @Option(
      names = "--interpolation",
      defaultValue = "linear",
      paramLabel = "HOW",
      description =
          "How embeddings are mixed: linear, or slerp, along the arc between two directions"
              + " (default: ${DEFAULT-VALUE}).")
  private Interpolation.Mode mode;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the sounds and embeddings.")
  private Path output;

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

  @Option(names = "--json", description = "Print what morph.json says.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    Sampling sampling = options.sampling();
    for (int i = 0; i < inputs.size(); i++) {
      inputs.set(i, StandardInput.orFile(inputs.get(i)));
    }
    Interpolate.Settings settings =
        new Interpolate.Settings(
            inputs,
            pointsAside(),
            mode,
            sampling,
            pitchOption.settings(curve.curve()),
            soundOptions.processing(false).withLoop(looped),
            output,
            notesAtOnce.workers(threads),
            force);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try (InputLoop loop =
            json
                ? InputLoop.failures(spec.commandLine())
                : new InputLoop(spec.commandLine(), false);
        LoadedModel model = modelOption.open(threads);
        Interpolate interpolation = new Interpolate(model, settings, this::remark)) {
      if (verbosity.verbose()) {
        err.println(
            "synth: generating with " + model.synthesizerDescription(sampling.precision()) + ".");
      }
      int rateHz = model.latent().sampleRateHz();
      try (GenerationReport report = new GenerationReport(loop, err, verbosity.quiet(), rateHz)) {
        interpolation.run(report);
        int code = loop.finish();
        if (!verbosity.quiet()) {
          report.summarize("interpolate");
        }
        if (json) {
          out.println(described(interpolation, code));
        }
        return code;
      }
    }
  }

  private static String described(Interpolate interpolation, int code) throws IOException {
    if (code == ExitCodes.OK) {
      return interpolation.description();
    }
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode all = (ObjectNode) mapper.readTree(interpolation.description());
    all.put("result", "failed").put("error", "Not all points could be made; see standard error.");
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  private int pointsAside() {
    if (inputs.size() == 4) {
      if (steps != null) {
        throw usage("--steps wants two inputs; four make a grid, with --grid");
      }
      return grid == null ? 3 : grid;
    }
    if (grid != null) {
      throw usage("--grid wants four inputs; two make a line, with --steps");
    }
    return steps == null ? 5 : steps;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private void remark(String sentence) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(sentence));
    }
  }
}
