package dev.synth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteNamesTest {
  @ParameterizedTest
  @CsvSource({
    "C4, 60",
    "organ C4, 60",
    "Violin_A#3_ff, 58",
    "flute-A4, 69",
    "Piano.mf.Db4, 61",
    "c#5 soft, 73",
    "cs5, 73",
    "Bb3_take2, 58",
    "bb3, 58",
    "x C-1, 0",
    "E\u266d2, 39",
    "F\u266f2, 42",
    "A4 and A4 again, 69",
    "G9, 127",
    "fluteA4, 69",
    "A0v12, 21",
    "violin_As4_05_mezzo-forte_arco, 70",
    "Nylon gtr A2 (take 3), 45",
  })
  void aNoteNameTellsThePitch(String name, int midi) {
    assertEquals(Optional.of(new NoteNames.Found(midi, true)), NoteNames.in(name, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "60, 60",
    "flute_60, 60",
    "guitar-24, 24",
    "note 64, 64",
    "midi64, 64",
    "take 12, 12",
    "take a2, 45",
    "b3, 59",
  })
  void aNumberOrSmallLetterMayBeThePitch(String name, int midi) {
    assertEquals(Optional.of(new NoteNames.Found(midi, false)), NoteNames.in(name, 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "take 2",
        "Ab",
        "A44",
        "XA4",
        "A4b",
        "H4",
        "C4 to E4",
        "A9",
        "C-2",
        "mp3",
        "f",
        "128",
        "recording_2024",
        "my60notes",
        ""
      })
  void othersDoNot(String name) {
    assertEquals(Optional.empty(), NoteNames.in(name, 4));
  }

  @Test
  void someMakersCallMiddleCC3() {
    assertEquals(60, NoteNames.in("C3", 3).orElseThrow().midi());
    assertEquals(69, NoteNames.parse("A3", 3));
  }

  @Test
  void namesAndNumbersAreParsedBack() {
    for (int midi = 0; midi <= 127; midi++) {
      assertEquals(midi, NoteNames.parse(NoteNames.of(midi)));
      assertEquals(midi, NoteNames.parse(" " + midi + " "));
    }
    assertEquals("C4", NoteNames.of(60));
    assertEquals("A#3", NoteNames.of(58));
    assertEquals("C-1", NoteNames.of(0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"128", "-1", "A", "A10", "60.5", "", "H3", "A3 ", "\u0666\u0660", "C3..C5"})
  void whatIsNoPitchIsQuoted(String text) {
    if (text.equals("A3 ")) {
      assertEquals(57, NoteNames.parse(text));
      return;
    }
    String message =
        assertThrows(IllegalArgumentException.class, () -> NoteNames.parse(text)).getMessage();
    assertTrue(message.startsWith("'" + text + "'"), message);
  }

  @Test
  void anyRealPitchIsReadAndNamed() {
    String[] texts = {"57", "57.5", "A3", "A3+50", "A3-12.5", "C-1", "C-1+25", "60+10", "bb2-100"};
    double[] pitches = {57, 57.5, 57, 57.5, 56.875, 0, 0.25, 60.1, 45};
    for (int i = 0; i < texts.length; i++) {
      assertEquals(pitches[i], NoteNames.parseReal(texts[i]), 1e-9, texts[i]);
    }
    for (String wrong :
        new String[] {"", "A3+", "A3++5", "57,5", "127.1", "G9+1", "C-1-1", "NaN", "1e1", "-1"}) {
      assertThrows(IllegalArgumentException.class, () -> NoteNames.parseReal(wrong), wrong);
    }
    assertEquals("A3", NoteNames.of(57.0));
    assertEquals("A3+50", NoteNames.of(57.5));
    assertEquals("A3-12.5", NoteNames.of(56.875));
    assertEquals("C4+0.1", NoteNames.of(60.001));
  }
}
