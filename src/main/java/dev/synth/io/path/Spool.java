package dev.synth.io.path;

import dev.synth.io.Outputs;
import dev.synth.io.Temporary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file among the temporary ones that stands for a pipe: what comes through it is copied there, as
 * readers of sounds go back and forth, and what goes out by it is made there first. Messages call
 * it by what it stands for. It is gone when it is closed or the process ends.
 */
public final class Spool implements AutoCloseable {
  private static final Map<String, String> WORDS = new ConcurrentHashMap<>();

  private final Temporary folder;
  private final Path file;

  /**
   * A file that does not exist yet, alone in its folder.
   *
   * @param name of the file
   * @param words what it stands for, such as standard input
   */
  public Spool(String name, String words) throws IOException {
    this.folder = Temporary.folder();
    this.file = folder.path().resolve(name);
    WORDS.put(file.toString(), words);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * Copies all of {@code in} into the file, whatever its size in the memory of a buffer.
   *
   * @throws dev.synth.io.FileSystemFullException if there is no room
   */
  public void fill(InputStream in) throws IOException {
    Outputs.write(file, true, to -> Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING));
  }

  /** {@code text} with what such files stand for in place of their paths. */
  public static String inWords(String text) {
    String said = text;
    for (Map.Entry<String, String> each : WORDS.entrySet()) {
      said = said.replace(each.getKey(), each.getValue());
    }
    return said;
  }

  /** Deletes the file and what lies beside it. */
  @Override
  public void close() throws IOException {
    WORDS.remove(file.toString());
    folder.close();
  }
}
