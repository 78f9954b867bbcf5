package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** bin/synth with a Java that says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  @TempDir private Path home;
  private Path java;

  @BeforeEach
  void makeCheckout() throws IOException {
    Files.createDirectories(home.resolve("src/main"));
    Files.writeString(home.resolve("pom.xml"), "<project/>");
    Files.createDirectories(home.resolve("target/lib"));
    Files.writeString(home.resolve("target/synth.jar"), "jar");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("bin/synth"), home.resolve("bin/synth"));
    java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for argument; do
          case $argument in
            -Xmx1k) echo "Too small maximum heap"; exit 1 ;;
          esac
        done
        echo "locale $(locale charmap)"
        for argument; do echo "$argument"; done
        """);
    assertTrue(java.toFile().setExecutable(true));
  }

  private Cli run(Map<String, String> environment, String redirections)
      throws IOException, InterruptedException {
    String line = "exec \"$1\" info a.wav " + redirections;
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", line, "sh", home.resolve("bin/synth").toString());
    builder.environment().put("SYNTH_JAVA", java.toString());
    builder.environment().keySet().removeAll(List.of("SYNTH_HEAP", "SYNTH_OPTS", "TMPDIR"));
    builder.environment().putAll(environment);
    Path out = home.resolve("out");
    Path err = home.resolve("err");
    int code = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Cli(
        code,
        Files.readString(out, StandardCharsets.ISO_8859_1),
        Files.readString(err, StandardCharsets.ISO_8859_1));
  }

  @Test
  void theLocaleIsOneOfUtf8ThatExistsWhateverIsAskedFor() throws Exception {
    for (String wanted : List.of("C", "de_XX.UTF-8", "POSIX", "nonsense")) {
      Cli run = run(Map.of("LC_ALL", wanted), "");
      assertEquals(0, run.code(), run.err());
      assertTrue(run.out().startsWith("locale UTF-8\n"), wanted + ": " + run.out());
      assertEquals("", run.err());
    }
  }

  @Test
  void nothingMakesJavaPrintAWarning() throws Exception {
    Cli run = run(Map.of("TMPDIR", home.toString()), "");
    assertFalse(run.out().contains("--add-modules"), run.out());
    assertTrue(run.out().contains("-Djava.io.tmpdir=" + home), run.out());
    assertTrue(run.out().endsWith("\ninfo\na.wav\n"), run.out());
  }

  @Test
  void closedStreamsAreToldOf() throws Exception {
    assertFalse(run(Map.of(), "").out().contains("synth.closed"));
    assertTrue(run(Map.of(), "<&-").out().contains("-Dsynth.closed= stdin"));
    // Standard output is closed for the launcher; what Java says goes where it points it to.
    assertEquals("", run(Map.of(), ">&-").out());
    assertEquals(0, run(Map.of(), "2>&-").code());
  }

  @Test
  void aHeapThatIsNoneIsToldByItsVariable() throws Exception {
    for (String heap : List.of("2gb", "banana", "-1", "1.5g", "g", "9999999999999g")) {
      Cli run = run(Map.of("SYNTH_HEAP", heap), "");
      assertEquals(2, run.code(), run.err());
      assertTrue(run.err().startsWith("synth: SYNTH_HEAP=" + heap + " is no size"), run.err());
    }
    Cli small = run(Map.of("SYNTH_HEAP", "1k"), "");
    assertEquals(1, small.code());
    assertTrue(
        small.err().contains("cannot start with SYNTH_HEAP=1k")
            && small.err().contains("Too small"),
        small.err());
    assertTrue(run(Map.of("SYNTH_HEAP", "3G"), "").out().contains("-Xmx3G\n"));
    Cli limited = run(Map.of(), "");
    assertEquals(0, limited.code());
  }
}
