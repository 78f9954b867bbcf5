package dev.synth.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which revision of synth's sources runs, where they are a git checkout. */
final class SourceRevision {
  private static final String UNKNOWN = "unknown";

  private SourceRevision() {}

  /** The commit, with {@code -dirty} where files differ from it; {@code unknown} without git. */
  static String find() {
    String home = System.getProperty("synth.home");
    if (home == null || !Files.exists(Path.of(home, ".git"))) {
      return UNKNOWN;
    }
    try {
      Process git =
          new ProcessBuilder("git", "-C", home, "describe", "--always", "--dirty", "--abbrev=40")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      git.getOutputStream().close();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = git.waitFor(5, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 && !said.isBlank() ? said.strip() : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN; // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
