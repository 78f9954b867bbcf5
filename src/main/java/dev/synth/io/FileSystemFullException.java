package dev.synth.io;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A file system takes nothing more: what is tried next fails as well, so a batch ends here. The
 * message names the file and the file system, and says how to continue. The command line exits with
 * 74.
 */
public final class FileSystemFullException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What systems say of it, in English; bin/synth sees to the language. */
  private static final List<String> FULL =
      List.of("no space left", "quota exceeded", "not enough space on the disk");

  private FileSystemFullException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same, with another sentence behind it. */
  public FileSystemFullException with(String sentence) {
    return new FileSystemFullException(getMessage() + " " + sentence, getCause());
  }

  /**
   * What {@code failure} is called when {@code target} was being written: this exception where the
   * file system is full; else, where the system's words name no file, those words with the file;
   * else itself.
   */
  static IOException explain(Path target, IOException failure) {
    String reason = Outputs.reason(failure);
    String lower = reason.toLowerCase(Locale.ROOT);
    if (!(failure instanceof FileSystemFullException)
        && !(failure instanceof BadDataException)
        && FULL.stream().anyMatch(lower::contains)) {
      return new FileSystemFullException(
          target
              + ": cannot be written ("
              + reason.replaceAll("\\.$", "")
              + where(target)
              + "); make room there and give the same command again: it goes on with what is"
              + " missing.",
          failure);
    }
    boolean nameless =
        lower.equals("file too large")
            || lower.equals("input/output error")
            || lower.equals("read-only file system")
            || lower.equals("stale file handle");
    return nameless
        ? new IOException(target + ": cannot be written (" + reason + ").", failure)
        : failure;
  }

  /** The file system of {@code target}, as the end of a phrase; empty where it is unknown. */
  private static String where(Path target) {
    try {
      FileStore store = store(target);
      return store == null ? "" : " on " + store;
    } catch (IOException e) {
      return "";
    }
  }

  /** The file system that {@code target} lies in or would; null if nothing of its path exists. */
  static FileStore store(Path target) throws IOException {
    Path there = target.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null ? null : Files.getFileStore(there);
  }
}
