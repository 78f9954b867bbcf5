package dev.synth.app;

import dev.synth.generate.GenerationRequest;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFolder;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeShape;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Plays embeddings into a folder, one sound a file; see {@link Renderer} for what is resumed. */
public final class DecodeEmbeddings {
  private final LoadedModel model;
  private final LatentFormat format;
  private final Settings settings;
  private final WorkFolder folder;
  private final Map<String, String> common = new LinkedHashMap<>();

  /**
   * What is made.
   *
   * @param output the folder
   * @param pitch MIDI, of all sounds; else their names tell, else it is unknown
   * @param force whether to make anew what is done
   */
  public record Settings(
      Path output,
      TimeShape shape,
      Sampling sampling,
      OptionalInt pitch,
      PostProcessing processing,
      Workers workers,
      boolean force) {}

  /**
   * Decoding with {@code model}.
   *
   * @throws BadDataException if models of its kind have no embeddings
   */
  public DecodeEmbeddings(LoadedModel model, Settings settings) throws IOException {
    this.model = model;
    this.format = model.latent();
    this.settings = settings;
    this.folder = WorkFolder.of(settings.output());
    common.put("command", "decode");
    common.put("model", model.sha256());
    common.putAll(settings.sampling().settings());
    common.putAll(settings.shape().settings());
    common.putAll(settings.processing().settings());
  }

  /**
   * The sound that {@code embedding} becomes.
   *
   * @param folder where below the output folder
   */
  public Path target(Path embedding, Path folder) {
    String name = "gen_" + LatentInputs.stem(embedding) + ".wav";
    return settings.output().resolve(folder).resolve(name);
  }

  /**
   * Refuses what is not named as an embedding is.
   *
   * @throws BadDataException if it is another file
   */
  public void check(Path embedding) throws BadDataException {
    if (Files.isRegularFile(embedding) && !LatentInputs.isEmbedding(embedding)) {
      throw new BadDataException(
          embedding + ": is not an .npy file; make one of a sound with synth encode.");
    }
  }

  /**
   * The job of making {@code target} of an embedding, which is read to know that it is good, and
   * once more when its turn comes.
   *
   * @throws BadDataException if the file is no embedding of this model
   */
  public RenderJob job(Path embedding, Path target) throws IOException {
    LatentInputs inputs = model.inputs();
    LatentInputs.Latent latent = inputs.read(embedding);
    TimeShape shape = settings.shape();
    int frames = shape.frames(latent.embedding().frames(), format);
    int samples = shape.cut(format.samples(frames), format);
    int pitch = settings.pitch().orElse(latent.pitch().orElse(GenerationRequest.UNKNOWN_PITCH));
    double temperature = settings.sampling().temperature();
    long seed = settings.sampling().seed(LatentInputs.stem(embedding));
    Map<String, String> made = new LinkedHashMap<>(common);
    made.put("embedding", Sha256.of(latent.embedding().values()));
    made.put("pitch", pitch == GenerationRequest.UNKNOWN_PITCH ? "unknown" : String.valueOf(pitch));
    made.put("seed", String.valueOf(seed));
    return new RenderJob(
        embedding.toString(),
        target,
        samples,
        made,
        () ->
            new GenerationRequest(
                shape.apply(inputs.read(embedding).embedding(), format),
                pitch,
                samples,
                temperature,
                seed));
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
