package dev.synth.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a long work that was cut short leaves behind, in a hidden file: which work it was, then a
 * line for each part that is whole. It is gone when the work is done. One process at a time does
 * the work; where several are to share it, and where what is done is to be known for ever, a {@link
 * WorkFolder} does the same.
 */
public final class Journal implements AutoCloseable {
  private final Path file;
  private final LockedFile content;
  private final String work;
  private final List<String> done;
  private final List<String> replaced;

  private Journal(
      Path file, LockedFile content, String work, List<String> done, List<String> replaced) {
    this.file = file;
    this.content = content;
    this.work = work;
    this.done = done;
    this.replaced = replaced;
  }

  /**
   * Resumes what an earlier run of the same work began, or begins; nobody else can until this is
   * closed.
   *
   * @param work tells this work from every other, in one line
   * @param output what is made, for messages
   * @param taken what is in the way of a new work, or null
   * @throws CannotCreateException if something is in the way that is not of this work, and {@code
   *     overwrite} is false; or if another process is at a work there
   */
  public static Journal begin(Path file, String work, Path output, Path taken, boolean overwrite)
      throws IOException {
    if (!Files.exists(file) && !overwrite) {
      refuse(List.of(), output, taken);
    }
    LockedFile content = open(file, output);
    boolean begun = false;
    try {
      List<String> lines = wholeLines(content.read());
      Journal journal;
      if (!lines.isEmpty() && lines.get(0).equals(work)) {
        List<String> done = List.copyOf(lines.subList(1, lines.size()));
        journal = new Journal(file, content, work, done, List.of());
        content.cut(journal.bytes(done.size()));
      } else {
        journal = begin(file, content, work, output, lines, taken, overwrite);
      }
      begun = true;
      return journal;
    } finally {
      if (!begun) {
        content.close();
      }
    }
  }

  /**
   * The lines of the parts that an earlier run of the same work made, as {@link #begin} would find
   * them; begins nothing.
   *
   * @throws CannotCreateException if something is in the way that is not of this work, and {@code
   *     overwrite} is false
   */
  public static List<String> look(
      Path file, String work, Path output, Path taken, boolean overwrite) throws IOException {
    List<String> lines = Files.exists(file) ? wholeLines(Files.readAllBytes(file)) : List.of();
    if (!lines.isEmpty() && lines.get(0).equals(work)) {
      return List.copyOf(lines.subList(1, lines.size()));
    }
    if (!overwrite) {
      refuse(lines, output, taken);
    }
    return List.of();
  }

  private static LockedFile open(Path file, Path output) throws IOException {
    Outputs.createDirectory(file.toAbsolutePath().getParent());
    LockedFile content;
    try {
      content = LockedFile.open(file);
    } catch (IOException e) {
      IOException full = FileSystemFullException.explain(file, e);
      throw full instanceof FileSystemFullException
          ? full
          : new CannotCreateException(file + ": cannot be written to (" + Outputs.reason(e) + ").");
    }
    if (content == null) {
      throw new CannotCreateException(
          output
              + ": another synth is making this at the moment; wait until it has ended, or name"
              + " another output.");
    }
    return content;
  }

  private static Journal begin(
      Path file,
      LockedFile content,
      String work,
      Path output,
      List<String> lines,
      Path taken,
      boolean overwrite)
      throws IOException {
    if (!overwrite) {
      if (lines.isEmpty() && taken != null) {
        content.delete();
      }
      refuse(lines, output, taken);
    }
    content.cut(0);
    List<String> replaced = lines.isEmpty() ? lines : lines.subList(1, lines.size());
    Journal journal = new Journal(file, content, work, null, replaced);
    journal.add(work);
    return journal;
  }

  /** Fails if there are lines of another work, or something is in the way. */
  private static void refuse(List<String> lines, Path output, Path taken)
      throws CannotCreateException {
    if (!lines.isEmpty()) {
      throw new CannotCreateException(
          output + ": holds unfinished work of another kind; pass -f to begin anew.");
    }
    if (taken != null) {
      throw new CannotCreateException(taken + ": exists already; pass -f to overwrite it.");
    }
  }

  /** The last line may be cut short, as by a full disk; its part is then made again. */
  private static List<String> wholeLines(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Where the first {@code parts} lines of those that were found end. */
  private long bytes(int parts) {
    long bytes = line(work).length;
    for (String part : done().subList(0, parts)) {
      bytes += line(part).length;
    }
    return bytes;
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
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
      content.cut(bytes(count));
    }
  }

  /** Remembers, in one line, that a part is whole. */
  public void add(String line) throws IOException {
    try {
      content.append(line(line));
    } catch (IOException e) {
      throw FileSystemFullException.explain(file, e);
    }
  }

  /** Forgets everything: the work is done. */
  public void finish() throws IOException {
    content.delete();
  }

  /** Leaves what is done to the next run, unless the work is done. */
  @Override
  public void close() throws IOException {
    content.close();
  }
}
