package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
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

  @Test
  void reasonsAreShort() {
    assertEquals("permission denied", Outputs.reason(new AccessDeniedException("x")));
    assertEquals("a file is in the way", Outputs.reason(new FileAlreadyExistsException("x")));
    assertEquals("too long", Outputs.reason(new FileSystemException("x", null, "too long")));
    assertEquals("disk full", Outputs.reason(new IOException("disk full")));
    assertEquals("IOException", Outputs.reason(new IOException()));
  }
}
