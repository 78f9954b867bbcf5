package dev.synth.render;

import dev.synth.generate.GenerationRequest;
import dev.synth.io.WorkFolder;
import java.io.IOException;
import java.nio.file.Path;
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
 * @param loader what to generate
 */
public record RenderJob(
    String source, Path target, int samples, int heldFrom, Map<String, String> made, Loader loader)
    implements WorkFolder.Job {
  /** A note in which nothing is held. */
  public RenderJob(
      String source, Path target, int samples, Map<String, String> made, Loader loader) {
    this(source, target, samples, samples, made, loader);
  }

  /** Gives the request when it is needed. */
  @FunctionalInterface
  public interface Loader {
    /** Reads the embedding. */
    GenerationRequest load() throws IOException;
  }
}
