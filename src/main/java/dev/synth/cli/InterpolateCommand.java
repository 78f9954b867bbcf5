package dev.synth.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.cli.option.GenerationOptions;
import dev.synth.cli.option.ModelOption;
import dev.synth.cli.option.PitchOption;
import dev.synth.cli.option.SoundOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.generate.GenerationRequest;
import dev.synth.io.Outputs;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.model.SavedModel;
import dev.synth.render.PostProcessing;
import java.io.IOException;
import java.io.PrintWriter;
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
          + " right. Every point becomes a WAV and an embedding; morph.json says what each is a mix"
          + " of.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth interpolate flute.wav piano.wav --steps 5 -o morph",
      "  synth interpolate a.wav b.wav c.wav d.wav --grid 4 --mode slerp -o grid",
      ""
    })
public final class InterpolateCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All points are kept in memory until they are written; so many are more than anyone hears. */
  private static final int STEPS_MAX = 1024;

  private static final int GRID_MAX = 32;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "INPUT",
      description = "Two or four sounds or embeddings.")
  private List<Path> inputs;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "Points on a line, for two inputs (default: 5).")
  private Integer steps;

  @Option(
      names = "--grid",
      paramLabel = "N",
      description = "Points a side of a grid, for four inputs (default: 3).")
  private Integer grid;

  @Option(
      names = "--mode",
      defaultValue = "linear",
      paramLabel = "MODE",
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

  @Mixin private SoundOptions soundOptions;

  @Mixin private ModelOption modelOption;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite existing files.")
  private boolean force;

  @Option(names = "--json", description = "Print what morph.json says.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  /** A point of the line or grid. */
  private record Point(String name, double x, double y, Embedding embedding, int pitch) {}

  @Override
  public Integer call() throws IOException {
    checkUsage();
    PostProcessing processing = soundOptions.processing();
    Path manifest = output.resolve("morph.json");
    Outputs.check(manifest, force);
    SavedModel model = modelOption.load();
    LatentInputs loader = new LatentInputs(model, threads.count());
    List<LatentInputs.Latent> corners = new ArrayList<>();
    for (Path input : inputs) {
      corners.add(loader.load(input));
    }
    loader.close();
    List<Point> points = inputs.size() == 2 ? line(corners) : grid(corners);
    for (Point point : points) {
      Outputs.check(sound(point), force);
      Outputs.check(LatentInputs.embeddingPath(output, point.name()), force);
    }
    PrintWriter err = spec.commandLine().getErr();
    warnOfLengths(corners, err);
    LatentFormat format = model.latent();
    List<GenerationRequest> requests =
        points.stream().map(point -> request(format, point)).toList();
    List<float[]> sounds =
        Generation.run(options.synthesizer(model), requests, threads.count(), verbosity, err);
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      EmbeddingFile.write(
          LatentInputs.embeddingPath(output, point.name()), point.embedding(), force);
      AudioClip clip = new AudioClip(sounds.get(i), format.sampleRateHz());
      processing.write(sound(point), processing.apply(clip, format.hopSamples()), force);
      if (!json) {
        spec.commandLine().getOut().println(sound(point));
      }
    }
    String description = describe(model, points);
    Outputs.write(manifest, force, file -> Files.writeString(file, description + "\n"));
    if (json) {
      spec.commandLine().getOut().println(description);
    }
    return ExitCodes.OK;
  }

  private void checkUsage() {
    if (inputs.size() != 2 && inputs.size() != 4) {
      throw usage("Give two inputs for a line or four for a grid, not " + inputs.size());
    }
    if (inputs.size() == 2 && grid != null) {
      throw usage("--grid wants four inputs; two make a line, with --steps");
    }
    if (inputs.size() == 4 && steps != null) {
      throw usage("--steps wants two inputs; four make a grid, with --grid");
    }
    int most = inputs.size() == 2 ? STEPS_MAX : GRID_MAX;
    if (pointsAside() < 2 || pointsAside() > most) {
      throw usage((steps != null ? "--steps" : "--grid") + " must be from 2 to " + most);
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private int pointsAside() {
    if (inputs.size() == 2) {
      return steps == null ? 5 : steps;
    }
    return grid == null ? 3 : grid;
  }

  private void warnOfLengths(List<LatentInputs.Latent> corners, PrintWriter err) {
    int shortest = corners.stream().mapToInt(c -> c.embedding().frames()).min().orElseThrow();
    for (LatentInputs.Latent corner : corners) {
      if (corner.embedding().frames() > shortest && !verbosity.quiet()) {
        err.printf(
            Locale.ROOT,
            "synth: %s: is cut from %d frames to %d, the length of the shortest input.%n",
            corner.path(),
            corner.embedding().frames(),
            shortest);
      }
    }
  }

  private List<Point> line(List<LatentInputs.Latent> ends) {
    int count = pointsAside();
    List<Embedding> mixed =
        Interpolation.line(ends.get(0).embedding(), ends.get(1).embedding(), count, mode);
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double x = (double) i / (count - 1);
      points.add(new Point("morph_" + number(i + 1, count), x, 0, mixed.get(i), pitch(ends, x, 0)));
    }
    return points;
  }

  private List<Point> grid(List<LatentInputs.Latent> corners) {
    int count = pointsAside();
    List<Embedding> mixed =
        Interpolation.grid(
            corners.get(0).embedding(),
            corners.get(1).embedding(),
            corners.get(2).embedding(),
            corners.get(3).embedding(),
            count,
            mode);
    List<Point> points = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      for (int column = 0; column < count; column++) {
        double x = (double) column / (count - 1);
        double y = (double) row / (count - 1);
        String name = "morph_" + number(row + 1, count) + "_" + number(column + 1, count);
        points.add(new Point(name, x, y, mixed.get(row * count + column), pitch(corners, x, y)));
      }
    }
    return points;
  }

  private static String number(int value, int last) {
    return String.format(Locale.ROOT, "%0" + Integer.toString(last).length() + "d", value);
  }

  /** The pitch given, else that of the inputs, gliding by semitones where they differ. */
  private int pitch(List<LatentInputs.Latent> corners, double x, double y) {
    if (pitchOption.pitch().isPresent()) {
      return pitchOption.pitch().getAsInt();
    }
    double pitch = 0;
    for (int i = 0; i < corners.size(); i++) {
      if (corners.get(i).pitch().isEmpty()) {
        return GenerationRequest.UNKNOWN_PITCH;
      }
      pitch += weight(i, x, y) * corners.get(i).pitch().getAsInt();
    }
    return (int) Math.round(pitch);
  }

  /**
   * Bilinear weight of corner {@code i}: A top left, B top right, C bottom left, D bottom right.
   */
  private static double weight(int i, double x, double y) {
    return (i % 2 == 0 ? 1 - x : x) * (i < 2 ? 1 - y : y);
  }

  private GenerationRequest request(LatentFormat sizes, Point point) {
    return new GenerationRequest(
        point.embedding(),
        point.pitch(),
        Embedding.samples(point.embedding().frames(), sizes.hopSamples()),
        options.temperature(),
        options.seed(point.name()));
  }

  private Path sound(Point point) {
    return output.resolve(point.name() + ".wav");
  }

  private String describe(SavedModel model, List<Point> points) throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("model", modelOption.path().toString());
    all.put("preset", model.preset());
    all.put("mode", mode.name().toLowerCase(Locale.ROOT));
    all.put("seed", options.seed());
    options.settings().forEach(all::put);
    ArrayNode sources = all.putArray("inputs");
    inputs.forEach(input -> sources.add(input.toString()));
    ArrayNode list = all.putArray("points");
    for (Point point : points) {
      ObjectNode node = list.addObject().put("name", point.name());
      ArrayNode weights = node.putArray("weights");
      for (int i = 0; i < inputs.size(); i++) {
        weights.add(weight(i, point.x(), point.y()));
      }
      if (point.pitch() != GenerationRequest.UNKNOWN_PITCH) {
        node.put("pitch", point.pitch());
      }
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }
}
