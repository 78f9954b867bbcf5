package dev.synth.cli;

import dev.synth.app.LoadedModel;
import dev.synth.app.MixEmbeddings;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ShapeOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.cli.option.pitch.PitchOption;
import dev.synth.cli.pipe.PipedOutput;
import dev.synth.cli.pipe.StandardInput;
import dev.synth.cli.provenance.SidecarOptions;
import dev.synth.io.PathNames;
import dev.synth.io.text.Counted;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code synth mix}. */
@Command(
    name = "mix",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Average, subtract, crossfade and stretch embeddings.",
    description = {
      "",
      "INPUTs are sounds or embeddings (.npy), cut to the shortest. FILE@W has the weight W;"
          + " inputs without one share, evenly, what is missing to a sum of 1. The sum is then"
          + " stretched, held, tiled, set to a length and shaped, if asked, and written as an"
          + " embedding, which synth decode plays.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  The average of three:",
      "    synth mix a.npy b.npy c.npy -o average.npy",
      "  Seven parts of one, three of the other:",
      "    synth mix a.npy@0.7 b.npy@0.3 -o mixed.npy",
      "  What turns a soft flute into a loud one, done to a violin:",
      "    synth mix loud_flute.npy violin.npy --minus soft_flute.npy \\",
      "        -o loud_violin.npy",
      "  From a flute to a piano within the third second, and twice as slow:",
      "    synth mix flute.wav piano.wav --crossfade 2s..3s --stretch 2 -o morph.npy",
      ""
    })
public final class MixCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT[@W]",
      description = "Sounds or embeddings, with weights; - is one on standard input.")
  private List<String> inputs;

  @Option(
      names = "--minus",
      paramLabel = "INPUT[@W]",
      description = "A sound or embedding to take away, W times (default: once); may be repeated.")
  private List<String> minus = new ArrayList<>();

  @Option(
      names = "--crossfade",
      paramLabel = "FROM..TO",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Of two inputs: the first until FROM, the second from TO, such as 1s..3s, and a raised"
              + " cosine between (without a value: from beginning to end).")
  private String crossfade;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE.npy",
      description = "The embedding to write, or - for standard output.")
  private Path output;

  @Mixin private ShapeOptions shape;

  @Mixin private PitchOption pitchOption;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing file.")
  private boolean force;

  @Mixin private SidecarOptions sidecars;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    PipedOutput piped = PipedOutput.of(spec.commandLine(), output, ".npy", false);
    output = piped.path();
    MixEmbeddings.Settings settings =
        new MixEmbeddings.Settings(
            terms(),
            crossfade(),
            shape.shape(),
            pitchOption.settings(),
            output,
            force,
            sidecars.marking(piped.isPiped()));
    MixEmbeddings.Mixture mixture;
    LatentFormat format;
    try (LoadedModel model = modelOption.open(threads)) {
      format = model.latent();
      mixture = MixEmbeddings.run(model, settings, this::remark);
    }
    if (!verbosity.quiet() && !piped.isPiped()) {
      int frames = mixture.embedding().frames();
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %s%s (%.3f s)%s%n",
              output,
              mixture.isNew() ? "" : "done before, ",
              Counted.of(frames, "frame"),
              frames * format.frameSeconds(),
              crossfade != null ? "" : ", weights " + text(mixture.weights()));
    }
    return piped.send(ExitCodes.OK);
  }

  private List<MixEmbeddings.Term> terms() throws IOException {
    List<MixEmbeddings.Term> terms = new ArrayList<>();
    for (String input : inputs) {
      terms.add(term(input));
    }
    for (String input : minus) {
      MixEmbeddings.Term term = term(input);
      double weight = term.weight() == null ? -1 : -term.weight();
      terms.add(new MixEmbeddings.Term(term.path(), weight));
    }
    return terms;
  }

  private static String text(double[] weights) {
    List<String> texts = new ArrayList<>();
    for (double weight : weights) {
      texts.add(String.valueOf(Math.rint(weight * 1e6) / 1e6));
    }
    return String.join(", ", texts);
  }

  /** A file of that very name has precedence over a weight. */
  private MixEmbeddings.Term term(String text) throws IOException {
    int at = text.lastIndexOf('@');
    if (at < 0 || Files.exists(PathNames.of(text))) {
      return new MixEmbeddings.Term(StandardInput.orFile(PathNames.of(text)), null);
    }
    try {
      double weight = Double.parseDouble(text.substring(at + 1));
      if (Double.isFinite(weight)) {
        Path path = StandardInput.orFile(PathNames.of(text.substring(0, at)));
        return new MixEmbeddings.Term(path, weight);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw usage("'" + text + "' has no plain number after its @; write FILE or FILE@0.5 (not 50%)");
  }

  private MixEmbeddings.Crossfade crossfade() {
    if (crossfade == null) {
      return null;
    }
    if (crossfade.isEmpty()) {
      return MixEmbeddings.Crossfade.WHOLE;
    }
    String[] sides = crossfade.split("\\.\\.(?=\\d)", -1);
    if (sides.length != 2) {
      throw usage("--crossfade: '" + crossfade + "' is not FROM..TO, such as 1s..3s");
    }
    try {
      return new MixEmbeddings.Crossfade(TimeLength.parse(sides[0]), TimeLength.parse(sides[1]));
    } catch (IllegalArgumentException e) {
      throw usage("--crossfade: " + e.getMessage());
    }
  }

  private void remark(String sentence) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.withFlags(sentence));
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
