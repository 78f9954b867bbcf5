package dev.synth.cli;

import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.ShapeOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.Outputs;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingOps;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import dev.synth.model.SavedModel;
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
          + " stretched, tiled, set to a length and shaped, if asked, and written as an embedding,"
          + " which synth decode plays.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  The average of three:",
      "    synth mix a.npy b.npy c.npy -o average.npy",
      "  Seven parts of one, three of the other:",
      "    synth mix a.npy@0.7 b.npy@0.3 -o mixed.npy",
      "  What turns a soft flute into a loud one, done to a violin:",
      "    synth mix loud_flute.npy violin.npy --minus soft_flute.npy -o loud_violin.npy",
      "  From a flute to a piano within the third second, and twice as slow:",
      "    synth mix flute.wav piano.wav --crossfade 2s..3s --stretch 2 -o morph.npy",
      ""
    })
public final class MixCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT[@W]",
      description = "Sounds or embeddings, with weights.")
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
      description = "The embedding to write.")
  private Path output;

  @Mixin private ShapeOptions shape;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite an existing file.")
  private boolean force;

  @Mixin private Verbosity verbosity;

  /** An input and its weight; null for its share of what is missing to 1. */
  private record Term(Path path, Double weight) {}

  @Override
  public Integer call() throws IOException {
    shape.check();
    List<Term> terms = new ArrayList<>();
    for (String input : inputs) {
      terms.add(term(input));
    }
    boolean weighted = terms.stream().anyMatch(term -> term.weight() != null);
    for (String input : minus) {
      Term term = term(input);
      terms.add(new Term(term.path(), term.weight() == null ? -1 : -term.weight()));
    }
    if (crossfade != null && (terms.size() != 2 || weighted || !minus.isEmpty())) {
      throw usage("--crossfade wants two inputs, without weights and --minus");
    }
    if (!LatentInputs.isEmbedding(output)) {
      throw usage("--output: " + output + " is to be an embedding; name it .npy");
    }
    Outputs.check(output, force);
    SavedModel model = modelOption.load();
    LatentFormat sizes = model.latent();
    LatentInputs loader = new LatentInputs(model, threads.count());
    List<Embedding> embeddings = new ArrayList<>();
    for (Term term : terms) {
      embeddings.add(loader.load(term.path()).embedding());
    }
    loader.close();
    warnOfLengths(terms, embeddings);
    double[] weights = weights(terms);
    Embedding sum =
        crossfade != null ? faded(embeddings, sizes) : EmbeddingOps.sum(embeddings, weights);
    Embedding mixed = shape.apply(sum, sizes);
    EmbeddingFile.write(output, mixed, force);
    if (!verbosity.quiet()) {
      spec.commandLine()
          .getOut()
          .printf(
              Locale.ROOT,
              "%s: %d frames (%.3f s)%s%n",
              output,
              mixed.frames(),
              (double) mixed.frames() * sizes.hopSamples() / sizes.sampleRateHz(),
              crossfade != null ? "" : ", weights " + text(weights));
    }
    return ExitCodes.OK;
  }

  private static String text(double[] weights) {
    List<String> texts = new ArrayList<>();
    for (double weight : weights) {
      texts.add(String.valueOf(Math.rint(weight * 1e6) / 1e6));
    }
    return String.join(", ", texts);
  }

  /** A file of that very name has precedence over a weight. */
  private Term term(String text) {
    int at = text.lastIndexOf('@');
    if (at < 0 || Files.exists(Path.of(text))) {
      return new Term(Path.of(text), null);
    }
    try {
      double weight = Double.parseDouble(text.substring(at + 1));
      if (Double.isFinite(weight)) {
        return new Term(Path.of(text.substring(0, at)), weight);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw usage("'" + text + "' has no number after its @; write FILE or FILE@0.5");
  }

  private double[] weights(List<Term> terms) {
    double given = 0;
    int open = 0;
    for (Term term : terms) {
      given += term.weight() == null ? 0 : term.weight();
      open += term.weight() == null ? 1 : 0;
    }
    double share = open == 0 ? 0 : (1 - given) / open;
    return terms.stream().mapToDouble(t -> t.weight() == null ? share : t.weight()).toArray();
  }

  private Embedding faded(List<Embedding> ends, LatentFormat sizes) {
    int frames = Interpolation.matchFrames(ends).get(0).frames();
    int from = 0;
    int to = frames;
    if (!crossfade.isEmpty()) {
      String[] sides = crossfade.split("\\.\\.(?=\\d)", -1);
      if (sides.length != 2) {
        throw usage("--crossfade: '" + crossfade + "' is no FROM..TO, such as 1s..3s");
      }
      try {
        from = TimeLength.parse(sides[0]).frames(sizes.sampleRateHz(), sizes.hopSamples());
        to = TimeLength.parse(sides[1]).frames(sizes.sampleRateHz(), sizes.hopSamples());
      } catch (IllegalArgumentException e) {
        throw usage("--crossfade: " + e.getMessage());
      }
      if (to <= from) {
        throw usage("--crossfade: " + crossfade + " ends before it begins");
      }
    }
    return EmbeddingOps.crossfade(ends.get(0), ends.get(1), from, to);
  }

  private void warnOfLengths(List<Term> terms, List<Embedding> embeddings) {
    int shortest = embeddings.stream().mapToInt(Embedding::frames).min().orElseThrow();
    for (int i = 0; i < terms.size() && !verbosity.quiet(); i++) {
      if (embeddings.get(i).frames() > shortest) {
        spec.commandLine()
            .getErr()
            .printf(
                Locale.ROOT,
                "synth: %s: is cut from %d frames to %d, the length of the shortest input.%n",
                terms.get(i).path(),
                embeddings.get(i).frames(),
                shortest);
      }
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
