package dev.synth.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The files in a folder and its subfolders. Links are followed; what is hidden is passed over. What
 * cannot be looked into ends nothing: it is reported, once, and the search goes on.
 */
public final class FolderScan extends SimpleFileVisitor<Path> {
  private final Path folder;
  private final Predicate<Path> wanted;
  private final Consumer<IOException> problems;
  private final List<Path> found = new ArrayList<>();
  private final Set<Path> reported = new HashSet<>();

  private FolderScan(Path folder, Predicate<Path> wanted, Consumer<IOException> problems) {
    this.folder = folder;
    this.wanted = wanted;
    this.problems = problems;
  }

  /**
   * The regular files below {@code folder} that are wanted, as paths relative to it, in their
   * order.
   *
   * @param wanted asked with the path relative to {@code folder}
   * @param problems receives an exception with a sentence on each thing that keeps a wanted file,
   *     or a folder, from being read: a link that leads nowhere or in a circle, a folder that may
   *     not be looked into, and a pipe, socket or device called like a wanted file
   * @throws IOException if {@code folder} itself cannot be looked into
   */
  public static List<Path> files(
      Path folder, Predicate<Path> wanted, Consumer<IOException> problems) throws IOException {
    Path start = folder.toString().isEmpty() ? Path.of(".") : folder;
    FolderScan scan = new FolderScan(start, wanted, problems);
    Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, scan);
    scan.found.sort(Comparator.comparing(Path::toString).thenComparing(Comparator.naturalOrder()));
    return scan.found;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path at, BasicFileAttributes attributes) {
    return at.equals(folder) || !isHidden(at)
        ? FileVisitResult.CONTINUE
        : FileVisitResult.SKIP_SUBTREE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    Path relative = folder.relativize(file);
    if (isHidden(file)) {
      return FileVisitResult.CONTINUE;
    }
    if (attributes.isRegularFile()) {
      if (wanted.test(relative)) {
        found.add(relative);
      }
    } else if (attributes.isSymbolicLink()) {
      // It leads nowhere, so that nothing tells whether it is one to a file or to a folder.
      if (wanted.test(relative) || leadsToWanted(file)) {
        report(file, InputFile.missing(file));
      }
    } else if (wanted.test(relative)) {
      report(
          file, new BadDataException(file + ": is a pipe, socket or device, and no file to read."));
    }
    return FileVisitResult.CONTINUE;
  }

  /** Whether the link is named as a folder is, or leads to a name that is wanted. */
  private boolean leadsToWanted(Path link) {
    try {
      Path to = Files.readSymbolicLink(link);
      boolean folderName = link.getFileName().toString().indexOf('.') < 0;
      return folderName || (to.getFileName() != null && wanted.test(to.getFileName()));
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
    if (file.equals(folder)) {
      throw failure;
    }
    if (isHidden(file) || failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE; // gone since its folder was listed
    }
    report(
        file,
        failure instanceof FileSystemLoopException
            ? new IOException(
                file + ": is a link to a folder that it lies in, and is passed over; remove it.")
            : unreadable(file, failure));
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path at, IOException failure) {
    if (failure != null) {
      report(at, unreadable(at, failure));
    }
    return FileVisitResult.CONTINUE;
  }

  private static IOException unreadable(Path at, IOException failure) {
    String advice = failure instanceof AccessDeniedException ? "; have its owner allow that" : "";
    return new IOException(
        at + ": cannot be looked into (" + Outputs.reason(failure) + ")" + advice + ".", failure);
  }

  /** One thing is met on several ways where there are links to folders. */
  private void report(Path file, IOException problem) {
    Path real = file.toAbsolutePath().normalize();
    try {
      real = file.toAbsolutePath().getParent().toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      // Then by the way that it was met on.
    }
    if (reported.add(real)) {
      problems.accept(problem);
    }
  }

  private static boolean isHidden(Path file) {
    return file.getFileName() != null && file.getFileName().toString().startsWith(".");
  }
}
