package dev.synth.train.data;

import dev.synth.io.Outputs;
import dev.synth.io.path.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Where analyses of notes, which take long, are kept: a folder of synth's {@link CacheFolder}, by a
 * checksum of all that decides them. Safe for use by several threads.
 */
public final class AnalysisFolder {
  private final String folder;
  private final String suffix;
  private final Consumer<String> problems;
  private final AtomicBoolean isKept = new AtomicBoolean(true);

  /**
   * A folder, which need not exist.
   *
   * @param folder its name
   * @param suffix how the names of its files end
   * @param problems receives a sentence, once, if analyses cannot be kept
   */
  public AnalysisFolder(String folder, String suffix, Consumer<String> problems) {
    this.folder = folder;
    this.suffix = suffix;
    this.problems = problems;
  }

  /** Reads an analysis. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads a file.
     *
     * @throws IOException if it is damaged or of another version
     */
    T read(Path file) throws IOException;
  }

  /**
   * The file of an analysis.
   *
   * @param checksum of all that decides it, in hexadecimal
   */
  public Path file(String checksum) {
    return CacheFolder.path()
        .resolve(folder)
        .resolve(checksum.substring(0, 2))
        .resolve(checksum + suffix);
  }

  /** What is kept in {@code file}; empty if it is to be made, as what is damaged is, too. */
  public static <T> Optional<T> read(Path file, Reader<T> reader) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.read(file));
    } catch (IOException e) {
      return Optional.empty(); // it is made again
    }
  }

  /** Keeps an analysis, where that is possible. */
  public void keep(Path file, byte[] bytes) {
    if (!isKept.get()) {
      return;
    }
    try {
      Outputs.createDirectory(file.getParent());
      Outputs.write(file, true, temporary -> Files.write(temporary, bytes));
    } catch (IOException e) {
      if (isKept.getAndSet(false)) {
        problems.accept(
            e.getMessage()
                + " So the analyses of notes cannot be kept, and each is made whenever it is"
                + " needed, which takes longer.");
      }
    }
  }
}
