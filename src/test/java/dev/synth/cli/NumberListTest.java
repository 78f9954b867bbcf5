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
