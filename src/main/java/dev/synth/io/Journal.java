package dev.synth.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What a long work that was cut short leaves behind, in a hidden file: which work it was, then a
 * line for each part that is whole. It is gone when the work is done.
 */
public final class Journal {
  private final Path file;
  private final List<String> done;

  private Journal(Path file, List<String> done) {
    this.file = file;
    this.done = done;
  }

  /**
   * Goes on where an earlier run of the same work stopped, or begins.
   *
   * @param work tells this work from every other, in one line
   * @param output what is made, for messages
   * @param taken what is in the way of a new work, or null
   * @throws CannotCreateException if something is in the way that is not of this work, and {@code
   *     overwrite} is false
   */
  public static Journal begin(Path file, String work, Path output, Path taken, boolean overwrite)
      throws IOException {
    if (Files.exists(file)) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      String whole = text.substring(0, text.lastIndexOf('\n') + 1); // a line may be cut short
      List<String> lines = whole.lines().toList();
      if (!lines.isEmpty() && lines.get(0).equals(work)) {
        Outputs.write(file, true, part -> write(part, whole));
        return new Journal(file, lines.subList(1, lines.size()));
      }
      if (!overwrite) {
        throw new CannotCreateException(
            output + ": holds unfinished work of another kind; pass -f to begin anew.");
      }
    } else if (taken != null && !overwrite) {
      throw new CannotCreateException(taken + ": exists already; pass -f to overwrite it.");
    }
    Outputs.write(file, true, part -> write(part, work + "\n"));
    return new Journal(file, null);
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  /** Whether an earlier run made a part of this. */
  public boolean resumed() {
    return done != null;
  }

  /** The lines of the parts that an earlier run made. */
  public List<String> done() {
    return done == null ? List.of() : done;
  }

  /** Remembers, in ASCII, that a part is whole. */
  public void add(String line) throws IOException {
    Files.writeString(file, line + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
  }

  /** Forgets everything: the work is done. */
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
