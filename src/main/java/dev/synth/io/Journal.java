package dev.synth.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What a long work that was cut short leaves behind, in a hidden file: which work it was, then a
 * line for each part that is whole. It is gone when the work is done. One process writes it; where
 * several share a folder, and where what is done is to be known for ever, a {@link WorkFolder} does
 * the same.
 */
public final class Journal {
  private final Path file;
  private final String work;
  private final List<String> done;
  private final List<String> replaced;

  private Journal(Path file, String work, List<String> done, List<String> replaced) {
    this.file = file;
    this.work = work;
    this.done = done;
    this.replaced = replaced;
  }

  /**
   * Resumes what an earlier run of the same work began, or begins.
   *
   * @param work tells this work from every other, in one line
   * @param output what is made, for messages
   * @param taken what is in the way of a new work, or null
   * @throws CannotCreateException if something is in the way that is not of this work, and {@code
   *     overwrite} is false
   */
  public static Journal begin(Path file, String work, Path output, Path taken, boolean overwrite)
      throws IOException {
    List<String> replaced = List.of();
    if (Files.exists(file)) {
      List<String> lines = wholeLines(file);
      if (!lines.isEmpty() && lines.get(0).equals(work)) {
        Journal journal = new Journal(file, work, lines.subList(1, lines.size()), replaced);
        journal.rewrite(journal.done);
        return journal;
      }
      if (!overwrite) {
        throw new CannotCreateException(
            output + ": holds unfinished work of another kind; pass -f to begin anew.");
      }
      replaced = lines.isEmpty() ? lines : lines.subList(1, lines.size());
    } else if (taken != null && !overwrite) {
      throw new CannotCreateException(taken + ": exists already; pass -f to overwrite it.");
    }
    Journal journal = new Journal(file, work, null, replaced);
    journal.rewrite(List.of());
    return journal;
  }

  /** The last line may be cut short, as by a full disk; its part is then made again. */
  private static List<String> wholeLines(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  private void rewrite(List<String> parts) throws IOException {
    List<String> lines = new ArrayList<>(List.of(work));
    lines.addAll(parts);
    String text = String.join("\n", lines) + "\n";
    Outputs.write(file, true, part -> Files.writeString(part, text, StandardCharsets.UTF_8));
  }

  /** Whether an earlier run made a part of this. */
  public boolean resumed() {
    return done != null;
  }

  /** The lines of the parts that an earlier run made. */
  public List<String> done() {
    return done == null ? List.of() : done;
  }

  /** The lines of another work, unfinished, that this one replaces. */
  public List<String> replaced() {
    return replaced;
  }

  /** Forgets all lines of {@link #done} behind the first {@code count}: they make no sense. */
  public void keep(int count) throws IOException {
    if (count < done().size()) {
      rewrite(done.subList(0, count));
    }
  }

  /** Remembers, in one line, that a part is whole. */
  public void add(String line) throws IOException {
    Files.writeString(file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
  }

  /** Forgets everything: the work is done. */
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
