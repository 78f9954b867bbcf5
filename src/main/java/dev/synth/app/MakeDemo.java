package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFolder;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
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
      embedding. Between the two lists lie others; here the model plays five of them, sample by
      sample. Its own flute and its own piano are at the ends, and what is between them was never
      recorded.</p>
      """;

  private final long start = System.nanoTime();
  private final Settings settings;
  private final List<Path> sounds;
  private final Path strip;
  private final Path page;

  /**
   * What is made.
   *
   * @param notes the folder of the two notes
   * @param output the folder
   * @param force whether an earlier demo there may be replaced
   */
  public record Settings(Path notes, Path output, Sampling sampling, int threads, boolean force) {}

  /**
   * What was made.
   *
   * @param sounds from the flute to the piano
   * @param strip of rainbowgrams
   * @param page that holds everything
   * @param secondsToSounds from the demo's beginning until the last sound was written
   */
  public record Result(List<Path> sounds, Path strip, Path page, double secondsToSounds) {}

  /**
   * A demo.
   *
   * @throws dev.synth.io.CannotCreateException if something is in the way
   */
  public MakeDemo(Settings settings) throws IOException {
    this.settings = settings;
    Path output = settings.output();
    this.sounds =
        IntStream.rangeClosed(1, STEPS)
            .mapToObj(step -> output.resolve(step(step - 1) + ".wav"))
            .toList();
    this.page = output.resolve("index.html");
    this.strip = output.resolve("rainbowgrams.png");
    Outputs.check(page, true);
  }

  /**
   * Makes what is missing of it.
   *
   * @param progress of the generation, of at most {@value #STEPS} notes at the same time
   * @throws dev.synth.io.CannotCreateException if something is in the way that synth did not make
   *     with the same settings
   */
  public Result run(LoadedModel model, ProgressListener progress) throws IOException {
    List<AudioClip> originals = new ArrayList<>();
    try (WorkFolder folder = WorkFolder.of(settings.output())) {
      checkReplaceable(folder, model);
      List<GenerationRequest> requests = requests(model, originals);
      writeSounds(model, folder, requests, progress);
      double seconds = (System.nanoTime() - start) / 1e9;
      List<AudioClip> morphs = new ArrayList<>();
      for (Path sound : sounds) {
        morphs.add(AudioFile.read(sound));
      }
      List<String> titles = new ArrayList<>();
      for (int i = 0; i < STEPS; i++) {
        int piano = 100 * i / (STEPS - 1);
        titles.add((100 - piano) + " % flute, " + piano + " % piano");
      }
      folder.make(
          strip,
          made(model, "strip"),
          settings.force(),
          file -> ListeningPage.writeStrip(file, titles, morphs));
      folder.make(
          page,
          made(model, "page"),
          settings.force(),
          file -> Files.writeString(file, html(originals, titles, morphs)));
      return new Result(sounds, strip, page, seconds);
    }
  }

  private void checkReplaceable(WorkFolder folder, LoadedModel model) throws IOException {
    for (int i = 0; i < STEPS; i++) {
      folder.check(sounds.get(i), made(model, step(i)), settings.force());
    }
    folder.check(strip, made(model, "strip"), settings.force());
    folder.check(page, made(model, "page"), settings.force());
  }

  private void writeSounds(
      LoadedModel model,
      WorkFolder folder,
      List<GenerationRequest> requests,
      ProgressListener progress)
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
    List<float[]> generated =
        model
            .synthesizer(settings.sampling().precision())
            .synthesize(missing.stream().map(requests::get).toList(), settings.threads(), progress);
    for (int i = 0; i < missing.size(); i++) {
      AudioClip clip = new AudioClip(generated.get(i), model.latent().sampleRateHz());
      folder.make(
          sounds.get(missing.get(i)),
          made(model, step(missing.get(i))),
          settings.force(),
          file ->
              WavFile.write(file, clip, WavFile.Encoding.PCM16, 1, new SamplerInfo(PITCH), true));
    }
  }

  private static String step(int index) {
    return "morph_" + (index + 1);
  }

  /** What decides {@code what}. */
  private Map<String, String> made(LoadedModel model, String what) throws IOException {
    Map<String, String> made = new LinkedHashMap<>(settings.sampling().settings());
    made.put("command", "demo");
    made.put("model", model.sha256());
    made.put("seed", String.valueOf(settings.sampling().seed()));
    made.put("what", what);
    return made;
  }

  private static String html(List<AudioClip> originals, List<String> titles, List<AudioClip> morphs)
      throws IOException {
    ListeningPage all = new ListeningPage("From a flute to a piano", INTRODUCTION);
    all.section("The two notes, as recorded");
    for (int i = 0; i < originals.size(); i++) {
      all.add(NOTES[i], originals.get(i));
    }
    all.section("The morph, as the model plays it");
    for (int i = 0; i < morphs.size(); i++) {
      all.add(titles.get(i), morphs.get(i));
    }
    return all.html();
  }

  /** What to play; the two notes themselves are added to {@code originals}. */
  private List<GenerationRequest> requests(LoadedModel model, List<AudioClip> originals)
      throws IOException {
    List<Embedding> ends = new ArrayList<>();
    List<EmbeddingInfo> infos = new ArrayList<>();
    for (String name : NOTES) {
      Path file = settings.notes().resolve(name + ".wav");
      originals.add(AudioFile.read(file));
      LatentInputs.Latent end = model.inputs().encode(file);
      ends.add(end.embedding());
      infos.add(end.info());
    }
    LatentFormat format = model.latent();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      double x = (double) i / (STEPS - 1);
      Embedding point = Interpolation.at(ends, x, 0, Interpolation.Mode.LINEAR);
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
