package dev.synth.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** The python3 of this machine, where it has NumPy. */
public final class Python {
  private final Path said;

  private Python(Path said) {
    this.said = said;
  }

  /**
   * Python with NumPy; without it the test is skipped.
   *
   * @param folder for what it prints
   */
  public static Python withNumPy(Path folder) throws InterruptedException {
    Python python = new Python(folder.resolve("said"));
    boolean found;
    try {
      found = python.exitCode("-c", "import numpy") == 0;
    } catch (IOException e) {
      found = false;
    }
    Assumptions.assumeTrue(found, "python3 with NumPy is not installed");
    return python;
  }

  /** Runs it; the test fails, with what it printed, if it does not end well. */
  public void run(Object... words) throws IOException, InterruptedException {
    int code = exitCode(words);
    assertEquals(0, code, Files.readString(said));
  }

  private int exitCode(Object... words) throws IOException, InterruptedException {
    String[] command = new String[words.length + 1];
    Arrays.setAll(command, i -> i == 0 ? "python3" : words[i - 1].toString());
    return new ProcessBuilder(command)
        .redirectOutput(said.toFile())
        .redirectErrorStream(true)
        .start()
        .waitFor();
  }
}
