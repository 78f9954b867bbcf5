package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code synth} in a process of its own, which can be signalled and killed. */
final class Child {
  private static final int SECONDS_MAX = 120;

  private final Process process;
  private final Path err;

  private Child(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /**
   * Starts {@code synth args...}.
   *
   * @param err receives what it says
   * @param shell what a shell does first, such as setting a limit; may be empty
   */
  static Child start(Path err, String shell, Object... args) throws IOException {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-exports=java.base/jdk.internal.module=ALL-UNNAMED",
                "--add-exports=java.desktop/com.sun.media.sound=ALL-UNNAMED",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    Stream.of(args).map(Object::toString).forEach(java::add);
    List<String> command = new ArrayList<>(List.of("sh", "-c", shell + "\nexec \"$@\"", "sh"));
    command.addAll(java);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    return new Child(process, err);
  }

  /** Waits until {@code file} is there, or the process has ended. */
  Child awaitFile(Path file) throws IOException, InterruptedException {
    for (int i = 0; i < SECONDS_MAX * 100; i++) {
      if (Files.exists(file) || !process.isAlive()) {
        return this;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(file + " does not come: " + said());
  }

  /** Waits until it has said {@code word}, or has ended. */
  Child awaitWord(String word) throws IOException, InterruptedException {
    for (int i = 0; i < SECONDS_MAX * 100 && process.isAlive() && !said().contains(word); i++) {
      Thread.sleep(10);
    }
    return this;
  }

  /** Sends a signal: {@code INT}, {@code TERM} or {@code KILL}. */
  Child signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, process.pid() + "").start().waitFor();
    return this;
  }

  /** The exit code, when it has ended. */
  int await() throws IOException, InterruptedException {
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + said());
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has said on standard error. */
  String said() throws IOException {
    return Files.readString(err);
  }

  /** Checks that all of {@code words} were said. */
  void assertSaid(Object... words) throws IOException {
    for (Object word : words) {
      assertTrue(said().contains(word.toString()), word + " wanted in: " + said());
    }
  }
}
