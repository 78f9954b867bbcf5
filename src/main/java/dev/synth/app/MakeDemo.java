package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.plot.ListeningPage;
import dev.synth.provenance.Ingredient;
import dev.synth.provenance.Origin;
import dev.synth.render.PostProcessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Makes a morph from a flute to a piano in five steps, of two notes that come with synth, with a
 * strip of rainbowgrams and a page to watch and listen to it.
 */
public final class MakeDemo {
  /** How many sounds it makes. */
  public static final int STEPS = 5;

  private static final String[] NOTES = {
    "flute_acoustic_073-060-100", "keyboard_acoustic_000-060-100"
  };
  private static final int PITCH = 60;
  private static final String INTRODUCTION =
      """
      <p>The model listens to two notes and writes down each as a short list of numbers, its
      embedding. Between the two lists lie others; here the model plays five of them. Its own flute
      and its own piano are at the ends, and what is between them was never recorded.</p>
      """;

  private final long start = System.nanoTime();
  private final Settings settings;
  private final Path strip;
  private final Path page;
  private double secondsToSound = Double.NaN;

  /**
   * What is made.
   *
   * @param notes the folder of the two notes
   * @param output the folder
   * @param processing of its sounds
   * @param force whether an earlier demo there may be replaced
   */
  public record Settings(
      Path notes,
      Path output,
      Sampling sampling,
      PostProcessing processing,
      int threads,
      boolean force) {}

  /**
   * A model that plays the morph.
   *
   * @param name of the model; its sounds' names begin with it, but for those of the first
   */
  public record Voice(String name, LoadedModel model) {}

  /**
   * What was made.
   *
   * @param sounds from the flute to the piano, model by model
   * @param strip of rainbowgrams of the first model's
   * @param page that holds everything
   * @param secondsToSound from the demo's beginning until the first model's sounds were written
   */
  public record Result(List<Path> sounds, Path strip, Path page, double secondsToSound) {}

  /** Told how the models get on. */
  @FunctionalInterface
  public interface Progress {
    /** The progress of what {@code voice} generates, of {@value #STEPS} notes. */
    ProgressListener of(Voice voice);
  }

  /**
   * A demo.
   *
   * @throws dev.synth.io.CannotCreateException if something is in the way
   */
  public MakeDemo(Settings settings) throws IOException {
    this.settings = settings;
    Path output = settings.output();
    this.page = output.resolve("index.html");
    this.strip = output.resolve("rainbowgrams.png");
    Outputs.check(page, true);
  }

  private Path sound(List<Voice> voices, int voice, int step) {
    String before = voice == 0 ? "" : voices.get(voice).name() + "_";
    return settings.output().resolve(before + step(step) + ".wav");
  }

  private List<Path> sounds(List<Voice> voices, int voice) {
    return IntStream.range(0, STEPS).mapToObj(step -> sound(voices, voice, step)).toList();
  }

  /**
   * Makes what is missing of it.
   *
   * @param voices the models, that whose sounds are wanted first at the front
   * @throws dev.synth.io.CannotCreateException if something is in the way that synth did not make
   *     with the same settings
   */
  public Result run(List<Voice> voices, Progress progress) throws IOException {
    List<Path> all = new ArrayList<>();
    try (WorkFolder folder = WorkFolder.of(settings.output())) {
      for (int v = 0; v < voices.size(); v++) {
        checkReplaceable(folder, voices.get(v).model(), sounds(voices, v));
      }
      folder.check(page, made(voices), settings.force());
      for (int v = 0; v < voices.size(); v++) {
        Voice voice = voices.get(v);
        List<Path> sounds = sounds(voices, v);
        writeSounds(voice.model(), folder, sounds, progress.of(voice));
        secondsToSound = v == 0 ? (System.nanoTime() - start) / 1e9 : secondsToSound;
        all.addAll(sounds);
      }
      draw(folder, voices);
      return new Result(all, strip, page, secondsToSound);
    }
  }

  /** The pictures and the page, which take longer than the sounds. */
  private void draw(WorkFolder folder, List<Voice> voices) throws IOException {
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      int piano = 100 * i / (STEPS - 1);
      titles.add((100 - piano) + " % flute, " + piano + " % piano");
    }
    ListeningPage listening = new ListeningPage("From a flute to a piano", INTRODUCTION);
    listening.section("The two notes, as recorded");
    for (String name : NOTES) {
      listening.add(name, AudioFile.read(note(name)));
    }
    for (int v = 0; v < voices.size(); v++) {
      Voice voice = voices.get(v);
      listening.section(
          "The morph, as the model " + (voices.size() == 1 ? "" : voice.name() + " ") + "plays it");
      List<AudioClip> morphs = new ArrayList<>();
      for (Path sound : sounds(voices, v)) {
        AudioClip morph = AudioFile.read(sound);
        listening.add(titles.get(morphs.size()), morph);
        morphs.add(morph);
      }
      if (v == 0) {
        folder.make(
            strip,
            made(voice.model(), "strip"),
            settings.force(),
            file -> ListeningPage.writeStrip(file, titles, morphs));
      }
    }
    String html = listening.html();
    folder.make(page, made(voices), settings.force(), file -> Files.writeString(file, html));
  }

  private void checkReplaceable(WorkFolder folder, LoadedModel model, List<Path> sounds)
      throws IOException {
    for (int i = 0; i < STEPS; i++) {
      folder.check(sounds.get(i), made(model, step(i)), settings.force());
    }
    folder.check(strip, made(model, "strip"), settings.force());
  }

  private void writeSounds(
      LoadedModel model, WorkFolder folder, List<Path> sounds, ProgressListener progress)
      throws IOException {
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      if (settings.force() || !folder.isDone(sounds.get(i), made(model, step(i)))) {
        missing.add(i);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    List<Ingredient> ingredients = new ArrayList<>();
    List<GenerationRequest> requests = requests(model, ingredients);
    List<float[]> generated =
        model
            .synthesizer(settings.sampling().precision())
            .synthesize(missing.stream().map(requests::get).toList(), settings.threads(), progress);
    PostProcessing processing =
        settings.processing().withMarking(settings.processing().marking().by(model.madeBy()));
    for (int i = 0; i < missing.size(); i++) {
      Path target = sounds.get(missing.get(i));
      Map<String, String> made = made(model, step(missing.get(i)));
      AudioClip played = new AudioClip(generated.get(i), model.latent().sampleRateHz());
      AudioClip clip = processing.apply(played, model.latent().hopSamples(), made);
      Origin origin = new Origin(made, ingredients);
      folder.make(
          target,
          made,
          settings.force(),
          file -> processing.write(file, target, clip, PlayedPitch.of(PITCH), origin, true));
    }
  }

  private static String step(int index) {
    return "morph_" + (index + 1);
  }

  /** What decides {@code what}. */
  private Map<String, String> made(LoadedModel model, String what) throws IOException {
    Map<String, String> made = new LinkedHashMap<>(settings.sampling().settings());
    made.putAll(settings.processing().settings());
    made.put("command", "demo");
    made.put("model", model.sha256());
    made.put("seed", String.valueOf(settings.sampling().seed()));
    made.put("what", what);
    return made;
  }

  /** What decides the page. */
  private Map<String, String> made(List<Voice> voices) throws IOException {
    Map<String, String> made = made(voices.get(0).model(), "page");
    for (Voice voice : voices.subList(1, voices.size())) {
      made.put("model " + voice.name(), voice.model().sha256());
    }
    return made;
  }

  private Path note(String name) {
    return settings.notes().resolve(name + ".wav");
  }

  /** What to play. */
  private List<GenerationRequest> requests(LoadedModel model, List<Ingredient> ingredients)
      throws IOException {
    List<LatentInputs.Latent> ends = new ArrayList<>();
    List<Embedding> embeddings = new ArrayList<>();
    List<EmbeddingInfo> infos = new ArrayList<>();
    for (String name : NOTES) {
      LatentInputs.Latent end = model.inputs().encode(note(name));
      ends.add(end);
      embeddings.add(end.embedding());
      infos.add(end.info());
    }
    ingredients.addAll(LatentInputs.ingredients(ends));
    LatentFormat format = model.latent();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      double x = (double) i / (STEPS - 1);
      Embedding point = Interpolation.at(embeddings, x, 0, Interpolation.Mode.LINEAR);
      EmbeddingInfo info =
          EmbeddingInfo.mixed(infos, new double[] {1 - x, x}, OptionalDouble.of(PITCH));
      requests.add(
          new GenerationRequest(
              point,
              PlayedPitch.of(PITCH),
              format.samples(point.frames()),
              settings.sampling().temperature(),
              settings.sampling().seed(step(i)),
              LatentInputs.level(info, settings.sampling())));
    }
    return requests;
  }
}
