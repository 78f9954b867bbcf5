package dev.synth.dataset.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import java.util.List;
import java.util.Optional;
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
    "flute_A4_025_mezzo-piano_normal, FLUTE",
    "violin_A3_1_piano_normal, STRING",
    "trumpet piano, BRASS",
    "A3_025_piano_normal, REED", // in a folder named oboe
    "piano C4, KEYBOARD",
    "grand piano, KEYBOARD",
    "Electric Piano 2, KEYBOARD",
  })
  void pianoAsADynamicIsNoInstrument(String name, Family family) {
    assertEquals(Optional.of(family), NameHints.family(List.of(name, "oboe")));
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
