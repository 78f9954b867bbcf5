package dev.synth.io;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hidden file beside a target that a new content is written to, before it is moved over it. Its
 * name is short, whatever the target's, and tells whose it is: {@code
 * .synth-HOST-PROCESS-NUMBER.part}. It is gone when its writing fails and when the process is
 * interrupted; what a process that was killed leaves is deleted by the next that writes into the
 * same folder. It may be a folder, too, for a file whose name matters.
 */
public final class Temporary implements AutoCloseable {
  private static final Pattern NAME =
      Pattern.compile("\\.synth-(?<host>[0-9a-f]{12})-(?<process>\\d{1,19})-\\d+\\.part");

  /** Clocks of file systems and of processes may be this far apart. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();
  private static final Set<Path> SWEPT = ConcurrentHashMap.newKeySet();
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static volatile boolean ending;

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Temporary::deleteAll, "synth-temporaries"));
  }

  private final Path path;

  private Temporary(Path path) {
    this.path = path;
  }

  /** An empty file in {@code folder}, which exists. */
  static Temporary in(Path folder) throws IOException {
    return in(folder, Files::createFile);
  }

  /** An empty folder among the temporary files, whose content goes with it. */
  public static Temporary folder() throws IOException {
    return in(
        Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath(), Files::createDirectory);
  }

  private interface Creation {
    Path create(Path path, FileAttribute<?>... attributes) throws IOException;
  }

  private static Temporary in(Path folder, Creation creation) throws IOException {
    sweep(folder);
    long process = ProcessHandle.current().pid();
    Temporary temporary =
        new Temporary(
            folder.resolve(
                ".synth-" + Host.ID + "-" + process + "-" + NUMBER.incrementAndGet() + ".part"));
    OPEN.add(temporary.path);
    boolean created = false;
    try {
      delete(temporary.path); // of a process that had the same number
      creation.create(temporary.path);
      created = true;
    } finally {
      if (!created) {
        OPEN.remove(temporary.path);
      }
    }
    return temporary;
  }

  /** The file or folder. */
  public Path path() {
    return path;
  }

  /** Whether {@code file} is one that this process has open. */
  static boolean isOpen(Path file) {
    return OPEN.contains(file);
  }

  /** Moves it over {@code target}. */
  void moveTo(Path target) throws IOException {
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(path, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes it where it has not been moved. */
  @Override
  public void close() throws IOException {
    try {
      delete(path);
    } finally {
      OPEN.remove(path);
    }
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    }
    Files.deleteIfExists(path);
  }

  private static void deleteAll() {
    ending = true;
    for (Path file : OPEN) {
      try {
        delete(file);
      } catch (IOException e) {
        // The next process deletes it.
      }
    }
  }

  /**
   * Returns unless the process is ending: then a failure to write is nobody's concern, and its
   * sentence would be the last one read.
   */
  static void checkNotEnding() {
    while (ending) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // There is nobody to obey any more.
      }
    }
  }

  /** Deletes, once in each folder, what processes of this host that are dead have left there. */
  private static void sweep(Path folder) {
    if (!SWEPT.add(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ".synth-*.part")) {
      for (Path file : files) {
        if (isLeft(file)) {
          delete(file);
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      // A folder that cannot be listed, or another's file: it stays.
    }
  }

  /** Whether nobody writes to {@code file} any more, for sure. */
  private static boolean isLeft(Path file) throws IOException {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (OPEN.contains(file) || !name.matches() || !name.group("host").equals(Host.ID)) {
      return false;
    }
    ProcessHandle process = ProcessHandle.of(Long.parseLong(name.group("process"))).orElse(null);
    if (process == null || !process.isAlive()) {
      return true;
    }
    // A process that began after the file was last written to has another's number.
    Instant began = process.info().startInstant().orElse(Instant.MIN);
    Instant written = Files.getLastModifiedTime(file).toInstant();
    return began != Instant.MIN && written.plus(CLOCK_TOLERANCE).isBefore(began);
  }
}
