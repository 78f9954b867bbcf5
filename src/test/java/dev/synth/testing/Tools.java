package dev.synth.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs that some tests want. Where they are not installed these tests are skipped; but where
 * the environment has {@code SYNTH_TEST_TOOLS=required} they fail.
 */
public final class Tools {
  private static final long SECONDS_MAX = 120;

  private Tools() {}

  /** The first of {@code names} that is on the path. */
  public static Path find(String... names) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      for (String name : names) {
        Path file = Path.of(folder, name);
        if (Files.isExecutable(file)) {
          return file;
        }
      }
    }
    String sentence = String.join(" or ", names) + " is not installed";
    if ("required".equals(System.getenv("SYNTH_TEST_TOOLS"))) {
      fail(sentence);
    }
    Assumptions.abort(sentence);
    throw new AssertionError("not reached");
  }

  private static String said(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * What Node prints.
   *
   * @param said receives what it says besides
   */
  public static String node(Path said, Object... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(find("node", "nodejs").toString()));
    for (Object word : words) {
      command.add(word.toString());
    }
    Path out = said.resolveSibling(said.getFileName() + ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(said.toFile())
            .start();
    if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      fail("node does not end: " + Files.readString(said));
    }
    String printed = Files.readString(out);
    assertEquals(0, process.exitValue(), () -> printed + said(said));
    return printed;
  }
}
