package dev.synth.cli.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardWriterTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String written() {
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  @Test
  void controlCharactersAreEscaped() {
    StandardWriter out = StandardWriter.of(bytes, false);
    assertTrue(out.isUnused());
    out.print("a\u001b]0;x\u0007\rb\u007f\u009b\u202ec\td\n");
    out.flush();
    assertEquals("a\\u001b]0;x\\u0007\\u000db\\u007f\\u009b\\u202ec\td\n", written());
    assertFalse(out.isUnused());
    assertNull(out.failure());
  }

  @Test
  void theProgramsOwnAreNot() {
    StandardWriter out = StandardWriter.of(bytes, false);
    StandardWriter.printRaw(out, "\r\u001b[1m");
    out.print("\r");
    out.flush();
    assertEquals("\r\u001b[1m\\u000d", written());
  }

  private static StandardWriter failing(String message) {
    return StandardWriter.of(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(message);
          }
        },
        false);
  }

  @Test
  void aFailureIsRememberedUnlessItsReaderHadEnough() {
    StandardWriter full = failing("No space left on device");
    full.println("a");
    full.println("b");
    assertEquals("No space left on device", full.failure());
    StandardWriter head = failing("Broken pipe");
    head.println("a");
    assertNull(head.failure());
  }

  @Test
  void aClosedStreamFailsWhenSomethingIsPrinted() {
    StandardWriter closed = StandardWriter.of(bytes, true);
    assertNull(closed.failure());
    closed.println("a");
    assertEquals("it is closed", closed.failure());
    assertEquals("", written());
  }
}
