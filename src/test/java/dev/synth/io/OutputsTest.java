package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputsTest {
  @TempDir private Path dir;

  private static String refusal(Path target, boolean overwrite) {
    return assertThrows(CannotCreateException.class, () -> Outputs.check(target, overwrite))
        .getMessage();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aFileIsWrittenWithItsFolders() throws IOException {
    Path target = dir.resolve("a").resolve("b").resolve("c.txt");
    Outputs.check(target, false);
    assertFalse(Files.exists(dir.resolve("a")), "checking makes nothing");
    Outputs.write(target, false, file -> Files.writeString(file, "one"));
    assertEquals("one", Files.readString(target));
    Outputs.write(target, true, file -> Files.writeString(file, "two"));
    assertEquals("two", Files.readString(target));
    assertEquals(1, target.getParent().toFile().list().length, "no temporary file is left");
  }

  @Test
  void whatIsThereIsReplacedOnlyIfAsked() throws IOException {
    Path target = Files.writeString(dir.resolve("a.txt"), "mine");
    assertTrue(refusal(target, false).contains("exists already"));
    assertThrows(
        CannotCreateException.class,
        () -> Outputs.write(target, false, file -> Files.writeString(file, "theirs")));
    assertEquals("mine", Files.readString(target));
    Outputs.check(target, true);
    assertTrue(refusal(dir, true).contains("is a directory"));
    assertTrue(refusal(target.resolve("b"), true).contains(target + " is a file"));
    assertThrows(CannotCreateException.class, () -> Outputs.createDirectory(target.resolve("b")));
  }

  @Test
  void aFailureLeavesEverythingAsItWas() throws IOException {
    Path target = Files.writeString(dir.resolve("a.txt"), "mine");
    IOException full = new IOException("disk full");
    IOException thrown =
        assertThrows(
            IOException.class,
            () ->
                Outputs.write(
                    target,
                    true,
                    file -> {
                      Files.writeString(file, "half");
                      assertEquals("mine", Files.readString(target), "until all is written");
                      throw full;
                    }));
    assertEquals(full, thrown);
    assertEquals("mine", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
    assertThrows(
        IllegalStateException.class,
        () ->
            Outputs.write(
                dir.resolve("b.txt"),
                true,
                file -> {
                  throw new IllegalStateException("fault");
                }));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void whatIsOnTheDiskCanBeWaitedFor() throws IOException {
    Path file = Files.writeString(dir.resolve("a.txt"), "a");
    Outputs.sync(file);
    Outputs.syncFolder(dir);
    Outputs.syncFolder(dir.resolve("none"));
    assertThrows(IOException.class, () -> Outputs.sync(dir.resolve("none")));
  }

  private static int sh(String command, Object... arguments)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of("sh", "-c", command, "sh"));
    Stream.of(arguments).map(Object::toString).forEach(line::add);
    return new ProcessBuilder(line).redirectErrorStream(true).start().waitFor();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatALinkPointsToIsReplacedAndNotTheLink() throws IOException {
    Path real = Files.writeString(Files.createDirectory(dir.resolve("far")).resolve("a"), "old");
    Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("far/a"));
    assertTrue(refusal(link, false).contains("exists already"));
    Outputs.write(link, true, file -> Files.writeString(file, "new"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));

    Path dangling = Files.createSymbolicLink(dir.resolve("dangling"), Path.of("far/b"));
    Outputs.write(dangling, false, file -> Files.writeString(file, "new"));
    assertTrue(Files.isSymbolicLink(dangling));
    assertEquals("new", Files.readString(dir.resolve("far/b")));

    Path lost = Files.createSymbolicLink(dir.resolve("lost"), Path.of("none/b"));
    assertTrue(refusal(lost, true).contains("none/b, whose folder does not exist"));
    Path loop = Files.createSymbolicLink(dir.resolve("loop"), Path.of("loop"));
    assertTrue(refusal(loop, true).startsWith(loop + ": cannot be created ("));
    assertEquals(List.of("dangling", "far", "link", "loop", "lost"), names());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void whatIsNoFileIsNeverReplaced() throws Exception {
    Path pipe = dir.resolve("pipe");
    assumeTrue(sh("mkfifo \"$1\"", pipe) == 0, "no mkfifo");
    for (boolean force : List.of(false, true)) {
      assertTrue(refusal(pipe, force).contains("is a pipe, socket or disk"));
    }
    Path device = Path.of("/dev/null");
    Outputs.write(device, false, file -> Files.writeString(file, "gone"));
    Path full = Path.of("/dev/full");
    if (Files.exists(full)) {
      IOException failure =
          assertThrows(
              IOException.class,
              () -> Outputs.write(full, true, file -> Files.writeString(file, "much")));
      assertTrue(failure.getMessage().startsWith("/dev/full: cannot be written ("));
    }
    Path null2 = dir.resolve("null2");
    if (sh("mknod \"$1\" c 1 3", null2) == 0) { // root can
      Outputs.write(null2, true, file -> Files.writeString(file, "gone"));
      assertFalse(Files.isRegularFile(null2));
      CannotCreateException refused =
          assertThrows(CannotCreateException.class, () -> Outputs.file(null2));
      assertTrue(refused.getMessage().contains("is a device"));
      Files.delete(null2);
    }
    assertEquals(List.of("pipe"), names());
  }

  @Test
  void aNameMayBeAsLongAsTheFileSystemAllows() throws IOException {
    Path target = dir.resolve("b".repeat(255));
    Outputs.write(
        target,
        false,
        file -> {
          assertTrue(file.getFileName().toString().length() < 100);
          Outputs.write(file, true, same -> Files.writeString(same, same.equals(file) + "!"));
          assertEquals(1, names().size(), "one temporary file, not two");
        });
    assertEquals("true!", Files.readString(target));
  }

  @Test
  void whatDeadProcessesLeftIsSwept() throws Exception {
    Process dead = new ProcessBuilder(java(), "-version").redirectErrorStream(true).start();
    dead.getInputStream().readAllBytes();
    dead.waitFor();
    String host = Host.ID;
    Path left = dir.resolve(".synth-" + host + "-" + dead.pid() + "-1.part");
    Path parent = dir.resolve(".synth-" + host + "-" + ProcessHandle.current().pid() + "-999.part");
    Path reused = dir.resolve(".synth-" + host + "-" + ProcessHandle.current().pid() + "-998.part");
    Path elsewhere = dir.resolve(".synth-0123456789ab-" + dead.pid() + "-1.part");
    Path other = dir.resolve(".x.tfrecord." + dead.pid() + ".part");
    for (Path file : List.of(left, parent, reused, elsewhere, other)) {
      Files.writeString(file, "half");
    }
    Files.setLastModifiedTime(reused, FileTime.fromMillis(0));
    Outputs.write(dir.resolve("a"), false, file -> Files.writeString(file, "a"));
    assertFalse(Files.exists(left), "of a process that is dead");
    assertFalse(Files.exists(reused), "older than the process that has its number");
    for (Path file : List.of(parent, elsewhere, other)) {
      assertTrue(Files.exists(file), file.toString());
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Begins to write, and waits to be killed. */
  public static final class Slow {
    public static void main(String[] args) throws IOException {
      Outputs.write(
          Path.of(args[0]),
          false,
          file -> {
            Files.writeString(file, "half");
            Files.writeString(Path.of(args[1]), "begun");
            try {
              Thread.sleep(60_000);
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          });
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anInterruptedProcessLeavesNothing() throws Exception {
    Path begun = dir.resolve("begun");
    Path out = dir.resolve("log");
    Process slow =
        new ProcessBuilder(
                java(),
                "-cp",
                System.getProperty("java.class.path"),
                Slow.class.getName(),
                dir.resolve("target").toString(),
                begun.toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    for (int i = 0; i < 3_000 && !Files.exists(begun) && slow.isAlive(); i++) {
      Thread.sleep(10);
    }
    assertTrue(Files.exists(begun), Files.readString(out));
    slow.destroy();
    assertEquals(143, slow.waitFor());
    assertEquals(List.of("begun", "log"), names());
    assertEquals("", Files.readString(out));
  }

  @Test
  void aFullFileSystemIsNamed() {
    Path target = dir.resolve("none").resolve("a.wav");
    IOException full =
        FileSystemFullException.explain(target, new IOException("No space left on device"));
    assertTrue(full instanceof FileSystemFullException);
    assertTrue(
        full.getMessage().startsWith(target + ": cannot be written (No space left on device on "),
        full.getMessage());
    assertTrue(full.getMessage().contains("the same command"), full.getMessage());
    assertEquals(full, FileSystemFullException.explain(dir, full), "told once");
    IOException broken =
        FileSystemFullException.explain(target, new IOException("Input/output error"));
    assertEquals(target + ": cannot be written (Input/output error).", broken.getMessage());
    IOException other = new IOException("x");
    assertEquals(other, FileSystemFullException.explain(target, other));
  }

  @Test
  void reasonsAreShort() {
    assertEquals("permission denied", Outputs.reason(new AccessDeniedException("x")));
    assertEquals("a file is in the way", Outputs.reason(new FileAlreadyExistsException("x")));
    assertEquals("too long", Outputs.reason(new FileSystemException("x", null, "too long")));
    assertEquals("disk full", Outputs.reason(new IOException("disk full")));
    assertEquals("IOException", Outputs.reason(new IOException()));
  }
}
