package dev.synth.render;

import dev.synth.generate.GenerationRequest;
import dev.synth.io.WorkFolder;
import dev.synth.provenance.Ingredient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A note that is to be made, and everything that decides how it sounds. It is light: the embedding
 * is loaded when its turn comes.
 *
 * @param source what it is made from, for people
 * @param target the WAV file
 * @param samples how many will be generated
 * @param heldFrom samples after which an embedding's last frame is held; {@code samples} if it is
 *     not
 * @param made every setting that decides the file's content, by name
 * @param inputs that it is made from, besides the model
 * @param loader what to generate
 */
public record RenderJob(
    String source,
    Path target,
    int samples,
    int heldFrom,
    Map<String, String> made,
    List<Ingredient> inputs,
    Loader loader)
    implements WorkFolder.Job {
  /** A note of nothing that is told. */
  public RenderJob(
      String source,
      Path target,
      int samples,
      int heldFrom,
      Map<String, String> made,
      Loader loader) {
    this(source, target, samples, heldFrom, made, List.of(), loader);
  }

  /** A note in which nothing is held, of nothing that is told. */
  public RenderJob(
      String source, Path target, int samples, Map<String, String> made, Loader loader) {
    this(source, target, samples, samples, made, List.of(), loader);
  }

  /** The same, made of these. */
  public RenderJob of(List<Ingredient> ingredients) {
    return new RenderJob(source, target, samples, heldFrom, made, ingredients, loader);
  }

  /** Gives the request when it is needed. */
  @FunctionalInterface
  public interface Loader {
    /** Reads the embedding. */
    GenerationRequest load() throws IOException;
  }
}
