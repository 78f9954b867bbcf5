package dev.synth.app;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.ProgressListener;
import dev.synth.io.Outputs;
import dev.synth.latent.Embedding;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            .mapToObj(step -> output.resolve("morph_" + step + ".wav"))
            .toList();
    this.page = output.resolve("index.html");
    this.strip = output.resolve("rainbowgrams.png");
    List<Path> targets = new ArrayList<>(sounds);
    targets.addAll(List.of(page, strip));
    for (Path target : targets) {
      Outputs.check(target, settings.force());
    }
  }

  /**
   * Makes it.
   *
   * @param progress of the generation, {@value #STEPS} notes at the same time
   */
  public Result run(LoadedModel model, ProgressListener progress) throws IOException {
    List<AudioClip> originals = new ArrayList<>();
    List<AudioClip> morphs = new ArrayList<>();
    List<float[]> generated =
        model
            .synthesizer(settings.sampling().precision())
            .synthesize(requests(model, originals), settings.threads(), progress);
    for (int i = 0; i < STEPS; i++) {
      morphs.add(new AudioClip(generated.get(i), model.latent().sampleRateHz()));
      WavFile.write(sounds.get(i), morphs.get(i), WavFile.Encoding.PCM16, settings.force());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    List<String> titles = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      int piano = 100 * i / (STEPS - 1);
      titles.add((100 - piano) + " % flute, " + piano + " % piano");
    }
    ListeningPage.writeStrip(strip, titles, morphs, settings.force());
    String html = html(originals, titles, morphs);
    Outputs.write(page, settings.force(), temporary -> Files.writeString(temporary, html));
    return new Result(sounds, strip, page, seconds);
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
    for (String name : NOTES) {
      Path file = settings.notes().resolve(name + ".wav");
      originals.add(AudioFile.read(file));
      ends.add(model.inputs().encode(file).embedding());
    }
    LatentFormat format = model.latent();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      double x = (double) i / (STEPS - 1);
      Embedding point = Interpolation.at(ends, x, 0, Interpolation.Mode.LINEAR);
      requests.add(
          new GenerationRequest(
              point,
              PITCH,
              format.samples(point.frames()),
              settings.sampling().temperature(),
              settings.sampling().seed("morph_" + (i + 1))));
    }
    return requests;
  }
}
