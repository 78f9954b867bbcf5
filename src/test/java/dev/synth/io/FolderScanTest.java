package dev.synth.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class FolderScanTest {
  @TempDir private Path dir;
  private final List<IOException> problems = new ArrayList<>();

  private List<String> scan() throws IOException {
    problems.clear();
    return FolderScan.files(dir, file -> file.toString().endsWith(".wav"), problems::add).stream()
        .map(path -> path.toString().replace('\\', '/'))
        .toList();
  }

  private void file(String name) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, name);
  }

  private Path link(String name, String to) throws IOException {
    return Files.createSymbolicLink(dir.resolve(name), Path.of(to));
  }

  private void assertOne(Class<? extends IOException> type, String... words) {
    assertEquals(1, problems.size(), problems.toString());
    assertEquals(type, problems.get(0).getClass());
    for (String word : words) {
      assertTrue(problems.get(0).getMessage().contains(word), problems.toString());
    }
  }

  @Test
  void filesAreFoundInTheOrderOfTheirPathsAndHiddenOnesAreNot() throws IOException {
    for (String name :
        List.of("b.wav", "a/c.wav", "a.wav", "a/d.txt", ".h.wav", ".git/e.wav", "a/.f/g.wav")) {
      file(name);
    }
    assertEquals(List.of("a.wav", "a/c.wav", "b.wav"), scan());
    assertEquals(List.of(), problems);
    assertThrows(
        NoSuchFileException.class,
        () -> FolderScan.files(dir.resolve("none"), file -> true, problems::add));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aCircleOfLinksIsToldOfOnce() throws IOException {
    file("a/x.wav");
    link("a/loop", "..");
    assertEquals(List.of("a/x.wav"), scan());
    assertOne(IOException.class, "a/loop: is a link to a folder that it lies in");
    // Met on two ways, told of once.
    link("b", "a");
    assertEquals(List.of("a/x.wav", "b/x.wav"), scan());
    assertOne(IOException.class, "loop");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void linksThatLeadNowhereAreToldOfWhereTheyAreWanted() throws IOException {
    file("a.wav");
    link("b.wav", "/nowhere/b.wav");
    assertEquals(List.of("a.wav"), scan());
    assertOne(NoInputException.class, "b.wav: is a link to /nowhere/b.wav, which is not there");
    Files.delete(dir.resolve("b.wav"));
    link("notes.txt", "/nowhere/notes.txt");
    link(".#lock", "me@host");
    scan();
    assertEquals(List.of(), problems);
    link("disk", "/nowhere/disk");
    scan();
    assertOne(NoInputException.class, "disk: is a link to");
    Files.delete(dir.resolve("disk"));
    link("c.wav", "../.git/annex/objects/1/2/SHA256E-s1--0.wav/SHA256E-s1--0.wav");
    scan();
    assertOne(NoInputException.class, "c.wav: its content is not here", "git annex get");
    Files.delete(dir.resolve("c.wav"));
    link("d.wav", "d.wav");
    scan();
    assertOne(NoInputException.class, "d.wav");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aPipeIsNoFile() throws Exception {
    file("a.wav");
    for (String pipe : List.of("b.wav", "b.txt")) {
      Process made = new ProcessBuilder("mkfifo", dir.resolve(pipe).toString()).start();
      assumeTrue(made.waitFor() == 0);
    }
    assertEquals(List.of("a.wav"), scan());
    assertOne(BadDataException.class, "b.wav: is a pipe");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFolderThatMayNotBeLookedIntoEndsNothing() throws IOException {
    file("a.wav");
    file("b/c.wav");
    file("d.wav");
    Path closed = dir.resolve("b");
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(closed), "root may look into everything");
      assertEquals(List.of("a.wav", "d.wav"), scan());
      assertOne(IOException.class, "b: cannot be looked into (permission denied)");
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }
}
