package dev.synth.dataset;

import java.util.function.Consumer;

/**
 * How notes are looked for.
 *
 * @param skipCorrupt whether damaged records are left out and reported, instead of ending the
 *     search
 * @param problems hears, as a sentence, of whatever is left out
 * @param progress hears how far a long search is
 */
public record SourceOptions(boolean skipCorrupt, Consumer<String> problems, Progress progress) {
  /** Hears how far a file is read that must be read whole before its notes are known. */
  @FunctionalInterface
  public interface Progress {
    /** {@code done} of {@code total} bytes of {@code file} are read. */
    void read(long done, long total, String file);
  }

  /** Damage ends the search; nobody watches. */
  public static SourceOptions strict(Consumer<String> problems) {
    return new SourceOptions(false, problems, (done, total, file) -> {});
  }
}
