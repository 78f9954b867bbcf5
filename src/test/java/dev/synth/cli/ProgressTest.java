package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter err = new PrintWriter(text, true);

  @AfterEach
  void forget() {
    System.clearProperty("synth.progress.seconds");
  }

  private String shown(double seconds, boolean quiet) {
    text.getBuffer().setLength(0);
    System.setProperty("synth.progress.seconds", "" + seconds);
    try (Progress progress = new Progress(err, "rendering", quiet)) {
      progress.update(1, 4, "first");
      progress.update(2, 4, "second");
      progress.update(5, 4, "last");
    }
    return text.toString();
  }

  @Test
  void offATerminalThereIsALineEverySoOften() {
    String lines = shown(0, false);
    assertTrue(
        lines.matches(
            "rendering 25%  first\\R"
                + "rendering 50%  0:00 left  second\\R"
                + "rendering 100%  0:00 left  last\\R"),
        lines);
    assertEquals("", shown(1000, false));
    assertEquals("", shown(0, true));
  }
}
