package dev.synth.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Why an input that was named cannot be read. */
public final class InputFile {
  /** What git-annex keeps contents under; a link there stands for one that is not fetched. */
  private static final String ANNEX = ".git/annex/objects/";

  private InputFile() {}

  /**
   * Fails unless {@code file} can be opened and read to its end: it is there, no folder, and no
   * named pipe, which may have no writer, or device.
   *
   * @throws NoInputException with what it is instead
   */
  public static void check(Path file) throws NoInputException {
    if (!Files.exists(file)) {
      throw missing(file);
    }
    if (Files.isDirectory(file)) {
      throw new NoInputException(file + ": is a directory; name a file in it.");
    }
    if (!Files.isRegularFile(file)
        && !file.toString().matches("/(dev|proc/self)/(fd/\\d+|stdin)")) {
      throw new NoInputException(file + ": is a pipe or device; save it to a file first.");
    }
  }

  /** A sentence on {@code file}, which does not exist: a link that leads nowhere says where to. */
  public static NoInputException missing(Path file) {
    return new NoInputException(file + ": " + problem(file, "no such file") + ".");
  }

  /**
   * The same, as the end of a sentence.
   *
   * @param otherwise what is said where there is no link
   */
  public static String problem(Path file, String otherwise) {
    if (!Files.isSymbolicLink(file)) {
      return otherwise;
    }
    String to;
    try {
      to = PathNames.text(Files.readSymbolicLink(file));
    } catch (IOException e) {
      return otherwise;
    }
    return to.replace('\\', '/').contains(ANNEX)
        ? "its content is not here; fetch it with git annex get, or datalad get"
        : "is a link to " + to + ", which is not there";
  }
}
