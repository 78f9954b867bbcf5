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
 * @param made every setting that decides the file's content, by name
 * @param loader what to generate
 */
public record RenderJob(
    String source, Path target, int samples, Map<String, String> made, Loader loader)
    implements WorkFolder.Job {
  /** Gives the request when it is needed. */
  @FunctionalInterface
  public interface Loader {
    /** Reads the embedding. */
    GenerationRequest load() throws IOException;
  }
}
