package dev.synth.app;

import dev.synth.app.estimate.RenderEstimate;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.dataset.Note;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.PitchSettings;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFolder;
import dev.synth.io.path.Destination;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeShape;
import dev.synth.model.Synthesizer;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Plays embeddings, or sounds that are encoded first, one sound a file; see {@link Renderer} for
 * what is resumed.
 */
public final class DecodeEmbeddings {
  private final LoadedModel model;
  private final LatentFormat format;
  private final Settings settings;
  private final WorkFolder folder;
  private final Map<String, String> common = new LinkedHashMap<>();
  private final Map<Path, SoundFacts> sounds = new HashMap<>(); // that are encoded, by target

  /**
   * What is made.
   *
   * @param output the folder; or, of one input, a .wav file
   * @param pitch of all sounds; where it gives none, that of the embedding, the name, or the sound
   * @param force whether to make anew what is done
   */
  public record Settings(
      Destination output,
      TimeShape shape,
      Sampling sampling,
      PitchSettings pitch,
      PostProcessing processing,
      Workers workers,
      boolean force) {}

  /**
   * Decoding with {@code model}.
   *
   * @throws BadDataException if models of its kind have no embeddings
   * @throws dev.synth.io.BadSettingException if the model cannot play the pitch that is set
   */
  public DecodeEmbeddings(LoadedModel model, Settings settings) throws IOException {
    model.check(settings.pitch(), settings.sampling().precision());
    this.model = model;
    this.format = model.latent();
    this.settings = settings;
    this.folder = WorkFolder.of(settings.output().folder());
    common.put("command", "decode");
    common.put("model", model.sha256());
    common.putAll(settings.sampling().settings());
    common.putAll(settings.shape().settings());
    common.putAll(settings.processing().settings());
  }

  /**
   * The sound that {@code input} becomes.
   *
   * @param folder where below the output folder
   */
  public Path target(Path input, Path folder) {
    return settings.output().resolve(folder.resolve("gen_" + LatentInputs.stem(input) + ".wav"));
  }

  /**
   * The job of making {@code target} of an embedding or a sound, which is read to know that it is
   * good, and once more when its turn comes.
   *
   * @param analysed receives what is known about a sound
   * @throws BadDataException if the file is neither a sound nor an embedding of this model, or if
   *     its pitch is not known
   */
  public RenderJob job(Path input, Path target, Consumer<SoundFacts> analysed) throws IOException {
    LatentInputs inputs = model.inputs();
    LatentInputs.Facts facts = inputs.facts(input);
    TimeShape shape = settings.shape();
    int frames = shape.frames(facts.frames(), format);
    int samples = shape.cut(format.samples(frames), format);
    PlayedPitch steady = inputs.playedPitch(input, facts.info(), settings.pitch());
    PlayedPitch pitch = settings.pitch().moving(steady, frames, format, input.toString());
    model.check(pitch, input.toString(), settings.sampling().precision());
    if (facts.sound() != null && settings.pitch().given().isEmpty()) {
      analysed.accept(facts.sound());
    }
    if (facts.sound() != null) {
      sounds.put(target, facts.sound());
    }
    double temperature = settings.sampling().temperature();
    long seed = settings.sampling().seed(LatentInputs.stem(input));
    Map<String, String> made = new LinkedHashMap<>(common);
    made.put(facts.sound() == null ? "embedding" : "sound", facts.sha256());
    made.put("pitch", pitch.toString());
    made.putAll(settings.pitch().settings());
    made.put("seed", String.valueOf(seed));
    OutputLevel level = LatentInputs.level(facts.info(), settings.sampling());
    if (level.gainDb() != 0) {
      made.put("gain", String.valueOf(level.gainDb()));
    }
    RenderJob job =
        new RenderJob(
            input.toString(),
            target,
            samples,
            shape.heldFrom(facts.frames(), format),
            made,
            () ->
                new GenerationRequest(
                    shape.apply(inputs.load(input).embedding(), format),
                    pitch,
                    samples,
                    temperature,
                    seed,
                    level));
    return job.of(List.of(LatentInputs.ingredient(input, facts)));
  }

  /**
   * Measures the speed for a few seconds and says what it would take to {@link #run}; makes
   * nothing.
   *
   * @param jobs of this
   * @param failed receives each that cannot be made
   */
  public WorkEstimate estimate(List<RenderJob> jobs, BiConsumer<RenderJob, Exception> failed)
      throws IOException {
    Synthesizer synthesizer = model.synthesizer(settings.sampling().precision());
    RenderEstimate estimate =
        new RenderEstimate(synthesizer, settings.processing(), settings.workers());
    try (folder) {
      List<SoundFacts> encoded =
          estimate.count(jobs, folder, settings.force(), failed).stream()
              .map(job -> sounds.get(job.target()))
              .filter(Objects::nonNull)
              .toList();
      long samples = encoded.stream().mapToLong(SoundFacts::samples).sum();
      double seconds = 0;
      if (samples > 0) {
        List<Note> notes = encoded.stream().map(SoundFacts::note).toList();
        seconds = samples / EncodeSounds.Trial.of(model, notes, samples).samplesPerSecond();
      }
      return estimate.measure(settings.output().folder(), seconds);
    }
  }

  /** Plays all that is not done. */
  public void run(List<RenderJob> jobs, Renderer.Listener listener) throws IOException {
    try (folder) {
      model.render(
          jobs,
          folder,
          settings.sampling(),
          settings.processing(),
          settings.workers(),
          settings.force(),
          listener);
    }
  }
}
