package dev.synth.train.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.CannotCreateException;
import dev.synth.model.Datasheet;
import dev.synth.train.RunPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLockTest {
  private static final RunPolicy POLICY =
      new RunPolicy(1e9, 1, 1e9, 1e9, 1, 1, 0, 1, 1, false, false);

  @TempDir private Path dir;

  private static String refusal(RunFolder folder) {
    return assertThrows(CannotCreateException.class, folder::lock).getMessage();
  }

  @Test
  void oneProcessOpensAFolderOnceAsTwoDo() throws IOException {
    RunFolder folder = new RunFolder(dir.resolve("run"));
    assertFalse(folder.isLocked());
    try (RunFolder.Lock first = folder.lock()) {
      Path link = Files.createSymbolicLink(dir.resolve("link"), dir.resolve("run"));
      for (RunFolder same : new RunFolder[] {folder, new RunFolder(link)}) {
        String message = refusal(same);
        assertTrue(message.contains("another synth train is at work"), message);
        assertTrue(same.isLocked());
      }
      assertTrue(first.channel().isOpen());
      // Closing any other channel of the file would have given this lock up.
      assertHeldBySystem(folder.file(".lock"));
    }
    assertFalse(folder.isLocked());
    folder.lock().close();
  }

  private static void assertHeldBySystem(Path file) throws IOException {
    Path locks = Path.of("/proc/locks");
    if (Files.exists(locks)) {
      String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
      assertTrue(Files.readString(locks).contains(inode), inode);
    }
  }

  @Test
  void aStartThatFailsGivesTheLockBack() throws IOException {
    RunFolder folder = new RunFolder(dir.resolve("run"));
    TrainingSession.Facts facts =
        new TrainingSession.Facts(RunSettings.of(Map.of()), Map.of(), "", 1, Datasheet.UNKNOWN);
    for (int i = 0; i < 2; i++) {
      // Without a plan and a task nothing can begin.
      assertThrows(
          NullPointerException.class,
          () -> {
            try (TrainingSession session =
                new TrainingSession(null, POLICY, null, folder, facts, problem -> {})) {
              assertTrue(folder.isLocked());
              session.begin(null, false);
            }
          });
      assertFalse(folder.isLocked());
    }
    RunFolder bad = new RunFolder(dir.resolve("bad"));
    Files.createDirectories(bad.file(".lock"));
    assertTrue(refusal(bad).contains("cannot be written to"));
    Files.delete(bad.file(".lock"));
    bad.lock().close();
  }
}
