package dev.synth.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files whole or not at all: to a temporary name beside the target, then moved over it. */
public final class Outputs {
  private Outputs() {}

  /** What writes the bytes of one output. */
  @FunctionalInterface
  public interface Writer {
    /** Writes everything to {@code file}, which is a temporary name. */
    void writeTo(Path file) throws IOException;
  }

  /**
   * Fails when {@code target} may not be written, before any work is spent on it.
   *
   * @throws CannotCreateException if {@code target} is a directory, or exists and {@code overwrite}
   *     is false, or its folder is no folder or may not be written to
   */
  public static void check(Path target, boolean overwrite) throws CannotCreateException {
    if (Files.isDirectory(target)) {
      throw new CannotCreateException(target + ": is a directory; name a file for the output.");
    }
    if (!overwrite && Files.exists(target)) {
      throw new CannotCreateException(target + ": exists already; pass -f to overwrite it.");
    }
    checkFolder(target.toAbsolutePath().getParent());
  }

  /** Fails when {@code folder} is neither there nor could be made. */
  private static void checkFolder(Path folder) throws CannotCreateException {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    if (there != null && !Files.isDirectory(there)) {
      throw new CannotCreateException(
          folder + ": cannot be created as a directory (" + there + " is a file).");
    }
    if (there != null && !Files.isWritable(there)) {
      throw new CannotCreateException(there + ": cannot be written to (permission denied).");
    }
  }

  /**
   * Creates {@code directory} and its parents.
   *
   * @throws CannotCreateException if it cannot be created or a file is in the way
   */
  public static void createDirectory(Path directory) throws CannotCreateException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new CannotCreateException(
          directory + ": cannot be created as a directory (" + reason(e) + ").");
    }
  }

  /**
   * Runs {@code writer} on a temporary file beside {@code target} and moves the result into place;
   * on any failure the temporary file is deleted and {@code target} is left as it was.
   *
   * @throws CannotCreateException as {@link #check}, or if the folder cannot be created
   */
  public static void write(Path target, boolean overwrite, Writer writer) throws IOException {
    check(target, overwrite);
    Path parent = target.toAbsolutePath().getParent();
    createDirectory(parent);
    Path temporary =
        parent.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    try {
      Files.deleteIfExists(temporary);
      Files.createFile(temporary);
    } catch (IOException e) {
      throw new CannotCreateException(target + ": cannot be created (" + reason(e) + ").");
    }
    try {
      writer.writeTo(temporary);
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Waits until the content of {@code file} is on the disk itself. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Waits until the names in {@code folder} are on the disk itself, where the system can do that:
   * only then does a file that was moved there outlive a loss of power.
   */
  public static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows opens no folders; it keeps its own journal of names.
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The shortest true description of an I/O failure. */
  public static String reason(IOException e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof java.nio.file.FileAlreadyExistsException) {
      return "a file is in the way";
    }
    if (e instanceof java.nio.file.FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
