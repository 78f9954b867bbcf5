package dev.synth.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;

/**
 * Writes files whole or not at all: to a temporary name beside the target, then moved over it. What
 * is no file is not replaced: see {@link OutputPlace}.
 */
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
   * @throws CannotCreateException if {@code target} is a directory, a pipe or a disk, or exists and
   *     {@code overwrite} is false, or its folder is no folder or may not be written to
   */
  public static void check(Path target, boolean overwrite) throws CannotCreateException {
    place(target, overwrite);
  }

  private static OutputPlace place(Path target, boolean overwrite) throws CannotCreateException {
    // A folder on the way that is a file has a sentence of its own.
    checkFolder(target.toAbsolutePath().getParent());
    OutputPlace place = OutputPlace.of(target);
    if (place.exists() && !overwrite) {
      throw new CannotCreateException(target + ": exists already; pass -f to overwrite it.");
    }
    if (!place.isStream()) {
      checkWritable(place.file().toAbsolutePath().getParent());
    }
    return place;
  }

  /** Whether what is written to {@code target} goes into a device or pipe, and is no file. */
  public static boolean isStream(Path target) throws CannotCreateException {
    return OutputPlace.of(target).isStream();
  }

  /** How many bytes can still be written where {@code target} lies or would. */
  public static long freeBytes(Path target) throws IOException {
    FileStore store = FileSystemFullException.store(target);
    return store == null ? Long.MAX_VALUE : store.getUsableSpace();
  }

  /** What {@code writer} writes, by way of a temporary file. */
  public static byte[] bytes(Writer writer) throws IOException {
    try (Temporary temporary = Temporary.in(temporaryFolder())) {
      writer.writeTo(temporary.path());
      return Files.readAllBytes(temporary.path());
    }
  }

  private static Path temporaryFolder() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  /**
   * The regular file that is replaced when {@code target} is written: itself, or what it links to.
   *
   * @throws CannotCreateException if there is something that is no file
   */
  static Path file(Path target) throws CannotCreateException {
    OutputPlace place = OutputPlace.of(target);
    if (place.isStream()) {
      throw new CannotCreateException(
          target + ": is a device and no file; name another folder for the output.");
    }
    return place.file();
  }

  /** Fails when {@code folder} is neither there nor could be made. */
  private static void checkFolder(Path folder) throws CannotCreateException {
    Path there = existing(folder);
    if (there != null && !Files.isDirectory(there)) {
      throw new CannotCreateException(
          folder + ": cannot be created as a directory (" + there + " is a file).");
    }
  }

  private static void checkWritable(Path folder) throws CannotCreateException {
    Path there = existing(folder);
    if (there != null && !Files.isWritable(there)) {
      String reason = isReadOnly(there) ? "read-only file system" : "permission denied";
      throw new CannotCreateException(there + ": cannot be written to (" + reason + ").");
    }
  }

  private static boolean isReadOnly(Path folder) {
    try {
      return Files.getFileStore(folder).isReadOnly();
    } catch (IOException e) {
      return false;
    }
  }

  private static Path existing(Path folder) {
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }

  /**
   * Creates {@code directory} and its parents.
   *
   * @throws CannotCreateException if it cannot be created or a file is in the way
   * @throws FileSystemFullException if there is no room
   */
  public static void createDirectory(Path directory, FileAttribute<?>... attributes)
      throws IOException {
    try {
      Files.createDirectories(directory, attributes);
    } catch (IOException e) {
      IOException full = FileSystemFullException.explain(directory, e);
      throw full instanceof FileSystemFullException
          ? full
          : new CannotCreateException(
              directory + ": cannot be created as a directory (" + reason(e) + ").");
    }
  }

  /**
   * Runs {@code writer} on a temporary file beside {@code target} and moves the result into place;
   * on any failure the temporary file is deleted and {@code target} is left as it was. What writes
   * a part of such a file through this method again writes it at once.
   *
   * @throws CannotCreateException as {@link #check}, or if the folder cannot be created
   * @throws FileSystemFullException if there is no room
   */
  public static void write(Path target, boolean overwrite, Writer writer) throws IOException {
    if (Temporary.isOpen(target)) {
      writer.writeTo(target);
      return;
    }
    OutputPlace place = place(target, overwrite);
    try {
      if (place.isStream()) {
        writeInto(place, writer);
      } else {
        replace(place, writer);
      }
    } catch (IOException e) {
      Temporary.checkNotEnding();
      throw FileSystemFullException.explain(target, e);
    }
  }

  private static void replace(OutputPlace place, Writer writer) throws IOException {
    Path folder = place.file().toAbsolutePath().getParent();
    createDirectory(folder);
    try (Temporary temporary = temporary(place, folder)) {
      writer.writeTo(temporary.path());
      temporary.moveTo(place.file());
    }
  }

  private static Temporary temporary(OutputPlace place, Path folder) throws IOException {
    try {
      return Temporary.in(folder);
    } catch (IOException e) {
      IOException full = FileSystemFullException.explain(place.target(), e);
      throw full instanceof FileSystemFullException
          ? full
          : new CannotCreateException(place.target() + ": cannot be created (" + reason(e) + ").");
    }
  }

  /** Made whole elsewhere, as a writer may go back and forth. */
  private static void writeInto(OutputPlace place, Writer writer) throws IOException {
    try (Temporary temporary = Temporary.in(temporaryFolder())) {
      writer.writeTo(temporary.path());
      try (OutputStream out = place.open()) {
        Files.copy(temporary.path(), out);
      }
    }
  }

  /**
   * Deletes the file that {@code target} is or links to, if there is one.
   *
   * @throws CannotCreateException if there is something that is no file
   */
  public static void delete(Path target) throws IOException {
    Files.deleteIfExists(file(target));
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

  /** The shortest true description of an I/O failure. */
  public static String reason(IOException e) {
    if (e instanceof FileSystemFullException && e.getCause() instanceof IOException cause) {
      return reason(cause);
    }
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
