package dev.synth.io.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.NoInputException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
  @Test
  void whatATerminalObeysIsEscaped() {
    assertEquals("a\\u001b[31mb", Printable.value("a\u001b[31mb"));
    assertEquals("\\u0000\\u0009\\u000a\\u000d", Printable.value("\0\t\n\r"));
    assertEquals("\\u007f\\u0080\\u0085\\u009b", Printable.value("\u007f\u0080\u0085\u009b"));
    assertEquals("\\u2028\\u2029", Printable.value("\u2028\u2029"));
    assertEquals(
        "\\u202a\\u202b\\u202c\\u202d\\u202e\\u2066\\u2067\\u2068\\u2069\\u200e\\u200f\\u061c",
        Printable.line("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"));
  }

  @Test
  void halvesOfPairsAreEscapedAndPairsAreKept() {
    assertEquals("\\ud83cx\\udfb9", Printable.value("\ud83cx\udfb9"));
    assertEquals("\\udfb9\\ud83c", Printable.value("\udfb9\ud83c"));
    assertEquals("\ud83c\udfb9", Printable.value("\ud83c\udfb9"));
  }

  @Test
  void lettersOfAnyScriptAreKept() {
    for (String text : List.of("", "Fl\u00f6te |\\'\"", "\u5c3a\u516b", "\u05e0\u05d1\u05dc")) {
      assertEquals(text, Printable.value(text));
      assertEquals(text, Printable.name(text));
      assertSame(text, Printable.line(text));
    }
  }

  @Test
  void valuesAndNamesAreShortenedAndLinesAreNot() {
    assertEquals("x".repeat(60), Printable.value("x".repeat(60)));
    assertEquals("x".repeat(60) + "...", Printable.value("x".repeat(61)));
    assertEquals("x".repeat(255), Printable.name("x".repeat(255)));
    assertEquals("x".repeat(255) + "...", Printable.name("x".repeat(256)));
    assertEquals("x".repeat(1000) + "\\u000a", Printable.line("x".repeat(1000) + "\n"));
  }

  @Test
  void noEscapeAndNoPairIsCut() {
    assertEquals("\\u001b".repeat(10), Printable.value("\u001b".repeat(10)));
    assertEquals("\\u001b".repeat(10) + "...", Printable.value("\u001b".repeat(11)));
    assertEquals("x".repeat(55) + "...", Printable.value("x".repeat(55) + "\u001b"));
    assertEquals("x".repeat(59) + "...", Printable.value("x".repeat(59) + "\ud83c\udfb9"));
    assertEquals("x".repeat(58) + "\ud83c\udfb9", Printable.value("x".repeat(58) + "\ud83c\udfb9"));
  }

  @Test
  void whatIsPrintableStaysSo() {
    String once = Printable.line("a\u001bb\n\ud800");
    assertSame(once, Printable.line(once));
  }

  @Test
  void controlsAreTold() {
    assertTrue(Printable.isControl('\n'));
    assertTrue(Printable.isControl('\u202e'));
    assertFalse(Printable.isControl(' '));
    assertFalse(Printable.isControl('\ufeff'));
    assertFalse(Printable.isControl(0x1f3b9));
  }

  @Test
  void sentencesAboutFilesAreOneLine() {
    String raw = "f: has \u001b[2J\n.";
    String line = "f: has \\u001b[2J\\u000a.";
    assertEquals(line, new BadDataException(raw).getMessage());
    assertEquals(line, new BadDataException(raw, null).getMessage());
    assertEquals(line, new NoInputException(raw).getMessage());
    assertEquals(line, new CannotCreateException(raw).getMessage());
  }
}
