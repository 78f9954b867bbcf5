package dev.synth.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PitchSettings;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.BadSettingException;
import dev.synth.io.JobLoop;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.io.path.Destination;
import dev.synth.io.path.Spool;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.plot.ListeningPage;
import dev.synth.provenance.Ingredient;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.function.Consumer;

/**
 * Renders the points of a line between two sounds or embeddings, or of a square between four, into
 * a folder: an embedding and a sound each, and, when all are there, {@value #MANIFEST}, which says
 * what each is a mixture of. Points are mixed when their turn comes. The same again makes what is
 * missing.
 */
public final class Interpolate implements AutoCloseable {
  /** The description of all points, in the folder. */
  public static final String MANIFEST = "morph.json";

  /** More of a line, or of a side, than anyone can tell apart. */
  private static final int LINE_MAX = 1024;

  private static final int SIDE_MAX = 32;

  /** More sounds than this are no page to listen to. */
  private static final int PAGE_MAX = 64;

  private static final String PAGE = "index.html";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LoadedModel model;
  private final Settings settings;
  private final LatentFormat format;
  private final WorkFolder folder;
  private final List<Embedding> corners = new ArrayList<>();
  private final List<PlayedPitch> pitches = new ArrayList<>();
  private final boolean anyPitch;
  private final List<EmbeddingInfo> infos = new ArrayList<>();
  private final List<Ingredient> ingredients = new ArrayList<>();
  private final List<Point> points = new ArrayList<>();
  private final Map<String, String> common = new LinkedHashMap<>();

  /**
   * What is made.
   *
   * @param inputs two, the ends of a line; or four: top left, top right, bottom left, bottom right
   * @param pointsAside points of the line, or of a side of the square, ends included
   * @param pitch of all points; where it gives none, that of the inputs, on a straight way from one
   *     to the other, to the nearest semitone unless the model plays any pitch
   * @param output the folder
   * @param force whether to make anew what is done
   */
  public record Settings(
      List<Path> inputs,
      int pointsAside,
      Interpolation.Mode mode,
      Sampling sampling,
      PitchSettings pitch,
      PostProcessing processing,
      Path output,
      Workers workers,
      boolean force) {
    /**
     * Checks the numbers.
     *
     * @throws BadSettingException if one of them cannot be
     */
    public Settings {
      inputs = List.copyOf(inputs);
      if (inputs.size() != 2 && inputs.size() != 4) {
        throw new BadSettingException(
            "Give two inputs for a line or four for a grid, not " + inputs.size());
      }
      int most = inputs.size() == 2 ? LINE_MAX : SIDE_MAX;
      if (pointsAside < 2 || pointsAside > most) {
        throw new BadSettingException(
            "The setting '"
                + (inputs.size() == 2 ? "steps" : "grid")
                + "' must be from 2 to "
                + most);
      }
    }
  }

  /**
   * A point of the line or square.
   *
   * @param number its place, such as morph_2, which its seed is of
   * @param name of its files: its place and its mixture
   */
  private record Point(String number, String name, double x, double y) {}

  /** The embedding of a point, as a file that is to be made. */
  private record EmbeddingJob(Point point, Path target, Map<String, String> made)
      implements WorkFolder.Job {}

  /**
   * Prepares the points: reads or encodes every input.
   *
   * @param remarks receives a sentence on each input that is cut to the length of the shortest
   * @throws dev.synth.io.CannotCreateException if a description is in the way that synth did not
   *     make
   */
  public Interpolate(LoadedModel model, Settings settings, Consumer<String> remarks)
      throws IOException {
    model.check(settings.pitch(), settings.sampling().precision());
    this.model = model;
    this.settings = settings;
    this.format = model.latent();
    this.folder = WorkFolder.of(Destination.of(settings.output(), null).folder());
    if (!settings.force()) {
      folder.checkReplaceable(settings.output().resolve(PAGE));
    }
    List<LatentInputs.Latent> loaded = model.inputs().load(settings.inputs(), remarks);
    for (LatentInputs.Latent input : loaded) {
      corners.add(input.embedding());
      infos.add(input.info());
    }
    ingredients.addAll(LatentInputs.ingredients(loaded));
    anyPitch = model.playsAnyPitch(settings.sampling().precision());
    pitches.addAll(pitches(loaded));
    int count = settings.pointsAside();
    for (int row = 0; row < (corners.size() == 2 ? 1 : count); row++) {
      for (int column = 0; column < count; column++) {
        points.add(point(row, column, count));
      }
    }
    common.put("command", "interpolate");
    common.put("model", model.sha256());
    common.put("interpolation", mode());
    StringBuilder content = new StringBuilder();
    corners.forEach(corner -> content.append(Sha256.of(corner.values())));
    common.put("corners", content.toString());
    // Other points in the same folder would be mixed up with these.
    if (!settings.force() && folder.begin(manifest(), all(), false) == WorkFolder.State.TO_DO) {
      folder.end(manifest());
    }
  }

  /** What decides which points there are. */
  private Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>(common);
    all.put("points", String.valueOf(points.size()));
    return all;
  }

  private Point point(int row, int column, int count) {
    double x = (double) column / (count - 1);
    double y = corners.size() == 2 ? 0 : (double) row / (count - 1);
    String number =
        "morph_"
            + (corners.size() == 2 ? "" : number(row + 1, count) + "_")
            + number(column + 1, count);
    StringBuilder name = new StringBuilder(number);
    double[] weights = Interpolation.weights(corners.size(), x, y);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] > 0) {
        name.append('_').append(LatentInputs.shortName(settings.inputs().get(i))).append('-');
        name.append(Math.round(100 * weights[i])).append("pct");
      }
    }
    return new Point(number, name.toString(), x, y);
  }

  private static String number(int value, int last) {
    return String.format(Locale.ROOT, "%0" + Integer.toString(last).length() + "d", value);
  }

  private Path manifest() {
    return settings.output().resolve(MANIFEST);
  }

  private String mode() {
    return settings.mode().name().toLowerCase(Locale.ROOT);
  }

  private double[] weights(Point point) {
    return Interpolation.weights(corners.size(), point.x(), point.y());
  }

  private Embedding mix(Point point) {
    return Interpolation.at(corners, point.x(), point.y(), settings.mode());
  }

  /**
   * The pitch of each input. One that has none takes the mean of the others.
   *
   * @throws dev.synth.io.BadDataException if none is known
   */
  private List<PlayedPitch> pitches(List<LatentInputs.Latent> loaded) throws IOException {
    OptionalDouble mean = loaded.stream().flatMapToDouble(e -> e.pitch().stream()).average();
    List<PlayedPitch> all = new ArrayList<>();
    for (LatentInputs.Latent each : loaded) {
      boolean others = settings.pitch().given().isEmpty() && mean.isPresent();
      String name = each.path().toString();
      PlayedPitch pitch =
          others
              ? settings.pitch().steady(each.pitch().orElse(Math.round(mean.getAsDouble())), name)
              : model.inputs().playedPitch(each.path(), each.info(), settings.pitch());
      int frames = corners.stream().mapToInt(Embedding::frames).min().orElseThrow();
      PlayedPitch moving = settings.pitch().moving(pitch, frames, format, name);
      model.check(moving, name, settings.sampling().precision());
      all.add(moving);
    }
    return all;
  }

  private PlayedPitch pitch(Point point) {
    return PlayedPitch.mean(pitches, weights(point), anyPitch);
  }

  private EmbeddingInfo info(Point point) {
    return EmbeddingInfo.mixed(infos, weights(point), pitch(point).midi());
  }

  /**
   * Makes the points that are missing, and describes all when all are there.
   *
   * @param listener learns what becomes of each sound
   * @throws IOException if an embedding cannot be written
   */
  public void run(Renderer.Listener listener) throws IOException {
    List<RenderJob> jobs = points.stream().map(this::renderJob).toList();
    writeEmbeddings();
    int failures =
        model.render(
            jobs,
            folder,
            settings.sampling(),
            settings.processing(),
            settings.workers(),
            settings.force(),
            listener);
    if (failures == 0) {
      String description = description() + "\n";
      write(manifest(), all(), description);
      if (points.size() <= PAGE_MAX) {
        writePage(description);
      }
    }
  }

  /** The sounds with their pictures, to listen to in a browser. */
  private void writePage(String description) throws IOException {
    Path file = settings.output().resolve(PAGE);
    Map<String, String> made =
        Map.of("command", "interpolate", "description", Sha256.of(description));
    if (!settings.force() && folder.isDone(file, made)) {
      return;
    }
    StringJoiner names = new StringJoiner(", ");
    settings.inputs().forEach(input -> names.add(LatentInputs.stem(input)));
    ListeningPage page = new ListeningPage("A morph between " + names, "");
    page.section("As the model plays them");
    for (Point point : points) {
      AudioClip clip = AudioFile.read(settings.output().resolve(point.name() + ".wav"));
      page.add(point.name(), clip);
    }
    String html = page.html();
    write(file, made, html);
  }

  /** Writes a text, unless another process is at it; processes that share the folder write it. */
  private void write(Path file, Map<String, String> made, String text) throws IOException {
    if (folder.begin(file, made, true) == WorkFolder.State.TO_DO) {
      try {
        folder.write(file, made, temporary -> Files.writeString(temporary, text));
      } finally {
        folder.end(file);
      }
    }
  }

  private void writeEmbeddings() throws IOException {
    Marking marking = settings.processing().marking().by(model.madeBy());
    List<EmbeddingJob> jobs = new ArrayList<>();
    for (Point point : points) {
      Map<String, String> made = new LinkedHashMap<>(common);
      made.put("weights", Arrays.toString(weights(point)));
      Path target = LatentInputs.embeddingPath(settings.output(), point.name());
      jobs.add(new EmbeddingJob(point, target, made));
    }
    JobLoop.Memory<EmbeddingJob> memory = folder.memory(settings.force());
    new JobLoop<>(jobs, memory, new FirstFailureStops<EmbeddingJob>())
        .run(
            job ->
                folder.write(
                    job.target(),
                    job.made(),
                    file -> {
                      EmbeddingFile.write(file, mix(job.point()), info(job.point()), true);
                      marking.besideEmbedding(
                          job.target(), file, new Origin(job.made(), ingredients));
                    }));
  }

  /** What keeps one embedding from being written keeps them all, and the sounds too. */
  private static final class FirstFailureStops<J> implements JobLoop.Listener<J> {
    @Override
    public void done(J job) {}

    @Override
    public void failed(J job, Exception failure) {
      JobLoop.stop(failure);
    }
  }

  private RenderJob renderJob(Point point) {
    int frames = corners.stream().mapToInt(Embedding::frames).min().orElseThrow();
    int samples = format.samples(frames);
    PlayedPitch pitch = pitch(point);
    long seed = settings.sampling().seed(point.number());
    Map<String, String> made = new LinkedHashMap<>(common);
    made.putAll(settings.sampling().settings());
    made.putAll(settings.processing().settings());
    made.put("weights", Arrays.toString(weights(point)));
    made.put("pitch", pitch.toString());
    made.putAll(settings.pitch().settings());
    made.put("seed", String.valueOf(seed));
    OutputLevel level = LatentInputs.level(info(point), settings.sampling());
    if (level.gainDb() != 0) {
      made.put("gain", String.valueOf(level.gainDb()));
    }
    return new RenderJob(
            point.name(),
            settings.output().resolve(point.name() + ".wav"),
            samples,
            made,
            () ->
                new GenerationRequest(
                    mix(point), pitch, samples, settings.sampling().temperature(), seed, level))
        .of(ingredients);
  }

  /** All points as JSON. */
  public String description() throws IOException {
    ObjectNode all = JSON.createObjectNode();
    all.put("model", model.file().toString());
    all.put("preset", model.saved().preset());
    all.put("mode", mode());
    all.put("seed", settings.sampling().seed());
    settings.sampling().settings().forEach(all::put);
    ArrayNode sources = all.putArray("inputs");
    settings.inputs().forEach(input -> sources.add(Spool.inWords(input.toString())));
    ArrayNode list = all.putArray("points");
    for (Point point : points) {
      ObjectNode node = list.addObject().put("name", point.name());
      ArrayNode weights = node.putArray("weights");
      for (double weight : weights(point)) {
        weights.add(weight);
      }
      PlayedPitch pitch = pitch(point);
      if (pitch.isKnown()) {
        node.put("pitch", new BigDecimal(pitch.toString()));
      }
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all);
  }

  /** Gives up the folder. */
  @Override
  public void close() throws IOException {
    folder.close();
  }
}
