package dev.synth.score.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.Mode;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeyFinderTest {
  private static List<ScoreNote> melody(Key key, int... semitonesAboveTonic) {
    List<ScoreNote> notes = new ArrayList<>();
    for (int i = 0; i < semitonesAboveTonic.length; i++) {
      int pitch = 60 + key.tonicPitchClass() + semitonesAboveTonic[i];
      notes.add(new ScoreNote(480L * i, 480, pitch));
    }
    return notes;
  }

  @Test
  @DisplayName("all 24 scales up and down are found, by every profile")
  void scales() {
    for (KeyProfile profile : KeyProfile.values()) {
      for (Key key : Key.majorAndMinor()) {
        // The minor scale with the leading note upward, without it downward.
        int[] major = {0, 2, 4, 5, 7, 9, 11, 12, 11, 9, 7, 5, 4, 2, 0};
        int[] minor = {0, 2, 3, 5, 7, 8, 11, 12, 10, 8, 7, 5, 3, 2, 0};
        List<ScoreNote> notes = melody(key, key.mode() == Mode.MAJOR ? major : minor);
        KeyEstimate found = KeyFinder.find(notes, List.of(), profile).orElseThrow();
        assertEquals(key, found.key(), profile + " " + key.label());
        assertTrue(found.correlation() > 0.6, found.toString());
      }
    }
  }

  @Test
  @DisplayName("all 24 cadences are found: IV V I, and iv V i")
  void cadences() {
    for (Key key : Key.majorAndMinor()) {
      ChordKind kind = key.mode() == Mode.MAJOR ? ChordKind.MAJOR : ChordKind.MINOR;
      List<ScoreNote> notes = new ArrayList<>();
      List<TimedChord> chords = new ArrayList<>();
      int[] degrees = {0, 5, 7, 0};
      for (int i = 0; i < degrees.length; i++) {
        ChordKind here = degrees[i] == 7 ? ChordKind.MAJOR : kind;
        ChordSymbol chord = ChordSymbol.inKey(key, degrees[i], here);
        chords.add(new TimedChord(960L * i, 960, chord));
        for (int semitones : here.semitones()) {
          int pitch = 48 + chord.rootPitchClass() + semitones;
          notes.add(new ScoreNote(960L * i, 960, pitch));
        }
      }
      assertEquals(key, KeyFinder.find(notes).orElseThrow().key(), key.label());
      assertEquals(
          key,
          KeyFinder.find(notes, chords, KeyProfile.KRUMHANSL_KESSLER).orElseThrow().key(),
          key.label());
    }
  }

  @Test
  @DisplayName("a melody in major whose scale is that of its relative minor ends by its last note")
  void lastNote() {
    Key minor = Key.of(9, Mode.MINOR);
    int[] up = {0, 2, 3, 5, 7, 8, 10, 12, 10, 8, 7, 5, 3, 2, 0};
    assertEquals(minor, KeyFinder.find(melody(minor, up)).orElseThrow().key());
  }

  @Test
  @DisplayName("no notes, and all notes alike, are of no key; of a single fifth nobody is sure")
  void none() {
    assertEquals(Optional.empty(), KeyFinder.find(List.of()));
    int[] all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    assertEquals(Optional.empty(), KeyFinder.find(melody(Key.C_MAJOR, all)));
    assertFalse(KeyFinder.find(melody(Key.C_MAJOR, 0, 7, 0)).orElseThrow().isSure());
  }

  @Test
  @DisplayName("profiles have 12 values, greatest at the tonic or the fifth")
  void profiles() {
    for (KeyProfile profile : KeyProfile.values()) {
      for (Mode mode : List.of(Mode.MAJOR, Mode.MINOR)) {
        double[] values = profile.of(mode);
        assertEquals(12, values.length);
        for (int i = 0; i < 12; i++) {
          assertTrue(values[i] > 0 && values[i] <= Math.max(values[0], values[7]));
        }
      }
    }
  }
}
