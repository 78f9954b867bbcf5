package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.io.WorkFolder;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one run of the command line gave.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Cli(int code, String out, String err) {
  static {
    // So that no test is the first that signs, and is told of a new key.
    try {
      if (!Credentials.exist(Credentials.folder())) {
        Credentials.init(Credentials.folder(), null, SignatureAlgorithm.ED25519, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs {@code synth args...} in this JVM; the arguments' own strings are taken. */
  static Cli run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] strings = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(strings);
    return new Cli(code, out.toString(), err.toString());
  }

  private static boolean isSummary(String line) {
    return line.matches(
        "(encode|decode|grid|interpolate): \\d+ made, \\d+ done before, \\d+ failed, in .*");
  }

  /** The line of {@link #err} that counts inputs. */
  String summary() {
    return err.lines().filter(Cli::isSummary).findFirst().orElse("");
  }

  /** The lines of {@link #err} without that. */
  List<String> complaints() {
    return err.lines()
        .filter(line -> !isSummary(line) && !line.contains(" was detected, "))
        .toList();
  }

  /** This run, which must have succeeded without a word of trouble. */
  Cli succeeded() {
    assertEquals(ExitCodes.OK, code, err);
    assertFalse(err.contains("synth:"), err);
    return this;
  }

  /** Checks the exit code, and that standard error is one sentence that has all {@code words}. */
  void refused(int expectedCode, Object... words) {
    assertEquals(expectedCode, code, err);
    List<String> lines = complaints();
    assertEquals(1, lines.size(), err);
    assertSentence(lines.get(0), words);
  }

  /** Checks the exit code, and that the last line on standard error has all {@code words}. */
  void assertFailed(int expectedCode, Object... words) {
    assertEquals(expectedCode, code, err);
    List<String> lines = err.lines().toList();
    assertSentence(lines.get(lines.size() - 1), words);
  }

  /** Checks exit code 2 and a first line that has all {@code words}. */
  void misused(Object... words) {
    assertEquals(ExitCodes.USAGE, code, err);
    assertSentence(err.lines().findFirst().orElse(""), words);
    assertEquals("", out);
  }

  private static void assertSentence(String line, Object... words) {
    assertTrue(line.startsWith("synth: ") && line.endsWith("."), line);
    assertFalse(line.contains("unexpectedly") || line.contains("Exception"), line);
    for (Object word : words) {
      assertTrue(line.contains(word.toString()), () -> "'" + word + "' wanted in: " + line);
    }
  }

  JsonNode json() throws JsonProcessingException {
    return new ObjectMapper().readTree(out);
  }

  /**
   * Names of all files under {@code folder}, hidden ones too but for the ledger; none if there is
   * no such folder.
   */
  static List<String> files(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .filter(name -> !name.equals(WorkFolder.FILE) && !name.endsWith(".c2pa"))
          .sorted()
          .toList();
    }
  }
}
