package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "git is played by shell scripts")
class SourceRevisionTest {
  @TempDir private Path dir;

  @BeforeEach
  void checkout() throws IOException {
    Files.createDirectory(dir.resolve(".git"));
  }

  private String found(String script, long patienceMillis) throws IOException {
    Path git = Files.writeString(dir.resolve("git"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(git, PosixFilePermissions.fromString("rwxr-xr-x"));
    long start = System.nanoTime();
    String found = SourceRevision.find(git.toString(), dir, patienceMillis);
    double seconds = (System.nanoTime() - start) / 1e9;
    assertTrue(seconds < 20, script + " took " + seconds + " s");
    return found;
  }

  @Test
  void whatGitSaysIsTheRevision() throws IOException {
    assertEquals("0123abc-dirty", found("echo 0123abc-dirty", 60_000));
    assertEquals("-C", found("echo \"$1\"", 60_000));
  }

  @Test
  void aGitThatHangsOrFailsIsNotWaitedFor() throws IOException {
    assertEquals("unknown", found("sleep 60", 200));
    assertEquals("unknown", found("echo 0123abc; exec sleep 60", 200));
    assertEquals("unknown", found("yes", 200));
    assertEquals("unknown", found("echo 0123abc; exit 1", 60_000));
    assertEquals("unknown", found("exit 0", 60_000));
    assertEquals("0123abc", found("sleep 60 & echo 0123abc", 60_000), "left behind by git");
    assertEquals("unknown", SourceRevision.find(dir + "/none", dir, 200));
    assertEquals("unknown", SourceRevision.find("git", dir.resolve("none"), 200));
  }
}
