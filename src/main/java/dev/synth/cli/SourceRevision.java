package dev.synth.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Which revision of synth's sources runs, where they are a git checkout. */
final class SourceRevision {
  private static final String UNKNOWN = "unknown";
  private static final long PATIENCE_MILLIS = 5_000;

  private SourceRevision() {}

  /** The commit, with {@code -dirty} where files differ from it; {@code unknown} without git. */
  static String find() {
    String home = System.getProperty("synth.home");
    return home == null ? UNKNOWN : find("git", Path.of(home), PATIENCE_MILLIS);
  }

  /** As above, of the checkout {@code home}; {@code unknown} if {@code git} takes longer. */
  static String find(String git, Path home, long patienceMillis) {
    if (!Files.exists(home.resolve(".git"))) {
      return UNKNOWN;
    }
    Process process = null;
    try {
      process =
          new ProcessBuilder(git, "-C", home + "", "describe", "--always", "--dirty", "--abbrev=40")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      // Its line fits a pipe, so it is read when git has ended, and only what is there: to wait for
      // the end of the pipe would be to wait for whatever git has started.
      if (!process.waitFor(patienceMillis, TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
        return UNKNOWN;
      }
      InputStream out = process.getInputStream();
      String said = new String(out.readNBytes(out.available()), StandardCharsets.UTF_8);
      return said.isBlank() ? UNKNOWN : said.strip();
    } catch (IOException e) {
      return UNKNOWN; // no git
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    } finally {
      if (process != null) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
  }
}
