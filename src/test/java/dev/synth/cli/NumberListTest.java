package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.cli.option.NumberList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberListTest {
  @Test
  void numbersRangesAndStepsAreRead() {
    assertEquals(List.of(60), NumberList.parse("60"));
    assertEquals(List.of(36, 40, 43), NumberList.parse("36, 40,43"));
    assertEquals(List.of(1, 2, 3), NumberList.parse("1..3"));
    assertEquals(List.of(1, 2, 3), NumberList.parse("1-3"));
    assertEquals(List.of(24, 28, 32, 90), NumberList.parse("24..35/4,90"));
    assertEquals(List.of(7), NumberList.parse("7..7"));
  }

  @Test
  void pitchesMayBeNamed() {
    assertEquals(List.of(60), NumberList.parsePitches("C4"));
    assertEquals(List.of(48, 55, 60, 72), NumberList.parsePitches("C3..C4/7, c4,72"));
    assertEquals(List.of(0, 1), NumberList.parsePitches("C-1-C#-1"));
    assertEquals(List.of(46, 47), NumberList.parsePitches("Bb2-47"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> NumberList.parsePitches("C3..x"))
            .getMessage();
    assertEquals("'C3..x' is neither a number nor a range such as 36..84 or 24..84/4", message);
    assertThrows(IllegalArgumentException.class, () -> NumberList.parse("C4"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "1,",
        "a",
        "1...3",
        "3..1",
        "1..9/0",
        "-3",
        "1.5",
        "1..",
        "9999999999",
        "1/2",
        "0..999999999"
      })
  void everythingElseIsRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> NumberList.parse(text));
  }
}
