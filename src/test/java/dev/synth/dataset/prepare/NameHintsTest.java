package dev.synth.dataset.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameHintsTest {
  @ParameterizedTest
  @CsvSource({
    "flute, FLUTE",
    "My Flutes, FLUTE",
    "MyFlute 3, FLUTE",
    "bass flute, FLUTE",
    "bass guitar, BASS",
    "Double Bass pizz, STRING",
    "bass_clarinet-mf, REED",
    "English Horn, REED",
    "French horn, BRASS",
    "Strings, STRING",
    "brass, BRASS",
    "synth lead 2, SYNTH_LEAD",
    "Glockenspiel, MALLET",
    "VOICE, VOCAL",
  })
  void anInstrumentTellsTheFamily(String name, Family family) {
    assertEquals(Optional.of(family), NameHints.family(List.of(name)));
  }

  @Test
  void theNearestNameCounts() {
    assertEquals(Optional.of(Family.REED), NameHints.family(List.of("take 1", "oboe", "strings")));
    assertEquals(Optional.empty(), NameHints.family(List.of("take 1", "organised", "sounds")));
    assertEquals(
        Optional.of(SoundSource.ELECTRONIC), NameHints.source(List.of("a", "Electric Guitar")));
    assertEquals(Optional.empty(), NameHints.source(List.of("guitar")));
  }

  @ParameterizedTest
  @CsvSource({
    "C4, 60",
    "flute-A4, 69",
    "Piano.mf.Db4, 61",
    "c#5 soft, 73",
    "cs5, 73",
    "Bb3_take2, 58",
    "b3, 59",
    "bb3, 58",
    "x C-1, 0",
    "E\u266d2, 39",
    "F\u266f2, 42",
    "A4 and A4 again, 69",
    "G9, 127",
  })
  void aNoteNameTellsThePitch(String text, int pitch) {
    assertEquals(OptionalInt.of(pitch), NameHints.pitch(text, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "take 12",
    "Ab",
    "A44",
    "xA4",
    "A4b",
    "H4",
    "C4 to E4",
    "A9",
    "C-2",
    "mp3",
    "f",
    "60"
  })
  void othersDoNot(String text) {
    assertEquals(OptionalInt.empty(), NameHints.pitch(text, 4));
  }

  @Test
  void someMakersCallMiddleCC3() {
    assertEquals(OptionalInt.of(60), NameHints.pitch("C3", 3));
    assertEquals(OptionalInt.of(69), NameHints.pitch("A3", 3));
  }

  @ParameterizedTest
  @CsvSource({
    "Flöte (alt), flote_alt",
    "Straße, strasse",
    "../../etc, etc",
    "日本, sound",
    "'a\nb\"c''', a_b_c",
    "CON, con",
    "'  ', sound",
  })
  void namesAreMadeSafe(String text, String safe) {
    assertEquals(safe, NameHints.safe(text));
  }
}
