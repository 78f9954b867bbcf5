package dev.synth.cli.process;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static byte[] line(Object... words) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (Object word : words) {
      line.writeBytes(
          word instanceof byte[] bytes ? bytes : word.toString().getBytes(StandardCharsets.UTF_8));
      line.write(0);
    }
    return line.toByteArray();
  }

  @Test
  void bytesThatAreNoTextAreKept() {
    byte[] latin1 = "flöte.wav".getBytes(StandardCharsets.ISO_8859_1);
    String[] given = {"info", "fl\ufffdte.wav", "flöte.wav", ""};
    assertArrayEquals(
        new String[] {"info", "fl\udcf6te.wav", "flöte.wav", ""},
        Arguments.exact(given, line("java", "-jar", "synth.jar", "info", latin1, "flöte.wav", "")));
    assertArrayEquals(given, Arguments.exact(given, line("java", "other", "words", "here", "x")));
    assertArrayEquals(given, Arguments.exact(given, line("java")));
  }
}
