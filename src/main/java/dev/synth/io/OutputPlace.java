package dev.synth.io;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * What stands where an output is to go. Links are followed: what they point to is replaced, not the
 * link. A terminal, {@code /dev/null} and the like, and what {@code /dev/stdout} stands for, are
 * written into. What cannot take a file whole, such as a named pipe, is refused.
 *
 * @param target as it was named
 * @param file the regular file to replace or to make; null for what is written into
 * @param exists whether there is such a file
 */
record OutputPlace(Path target, Path file, boolean exists) {
  private static final int LINKS_MAX = 40;
  private static final int TYPE_MASK = 0170000;
  private static final int PIPE = 0010000;
  private static final int CHARACTER_DEVICE = 0020000;

  /** The file names of standard output, which a program shares with others. */
  private static final Set<String> STANDARD_OUTPUT =
      Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");

  /**
   * Looks at {@code target}.
   *
   * @throws CannotCreateException if it is a folder, or something that cannot be written to
   */
  static OutputPlace of(Path target) throws CannotCreateException {
    try {
      BasicFileAttributes there = Files.readAttributes(target, BasicFileAttributes.class);
      if (there.isDirectory()) {
        throw new CannotCreateException(target + ": is a directory; name a file for the output.");
      }
      if (isDescriptor(target) || (there.isOther() && takesBytes(target))) {
        return new OutputPlace(target, null, false);
      }
      if (!there.isRegularFile()) {
        throw new CannotCreateException(
            target + ": is a pipe, socket or disk and no file; name a file for the output.");
      }
      return new OutputPlace(
          target, Files.isSymbolicLink(target) ? target.toRealPath() : target, true);
    } catch (NoSuchFileException e) {
      return new OutputPlace(target, pointedTo(target), false);
    } catch (CannotCreateException e) {
      throw e;
    } catch (IOException e) {
      // A loop of links, or a folder on the way that may not be looked into or is none.
      throw new CannotCreateException(target + ": cannot be created (" + Outputs.reason(e) + ").");
    }
  }

  private static boolean isDescriptor(Path target) {
    String name = target.toString();
    return STANDARD_OUTPUT.contains(name) || name.matches("/(dev|proc/self)/fd/\\d+");
  }

  /** Whether it is a device for characters; disks are none. */
  private static boolean takesBytes(Path target) throws IOException {
    try {
      int type = (int) Files.getAttribute(target, "unix:mode") & TYPE_MASK;
      // A pipe without a name has its reader; with one, opening could wait for ever.
      boolean nameless = type == PIPE && target.toString().startsWith("/proc/");
      return type == CHARACTER_DEVICE || nameless;
    } catch (UnsupportedOperationException | IllegalArgumentException e) {
      return false; // no Unix
    }
  }

  /** The file that would be made by writing to {@code target}, where nothing is. */
  private static Path pointedTo(Path target) throws CannotCreateException {
    Path at = target;
    try {
      for (int links = 0; Files.isSymbolicLink(at) && links < LINKS_MAX; links++) {
        at = at.toAbsolutePath().resolveSibling(Files.readSymbolicLink(at));
      }
    } catch (IOException e) {
      throw new CannotCreateException(target + ": cannot be created (" + Outputs.reason(e) + ").");
    }
    Path folder = at.toAbsolutePath().getParent();
    if (!at.equals(target) && !Files.isDirectory(folder)) {
      throw new CannotCreateException(
          target + ": is a link to " + at + ", whose folder does not exist; remove the link.");
    }
    return at;
  }

  /** Whether bytes are written into what is there, so that nothing is replaced. */
  boolean isStream() {
    return file == null;
  }

  /** Opens what is written into. */
  OutputStream open() throws IOException {
    return STANDARD_OUTPUT.contains(target.toString())
        ? new FileOutputStream(FileDescriptor.out)
        : Files.newOutputStream(target, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }
}
