package dev.synth.score.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Origin;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ChordFinderTest {
  private static final List<ChordKind> KINDS =
      List.of(
          ChordKind.MAJOR,
          ChordKind.MINOR,
          ChordKind.AUGMENTED,
          ChordKind.DIMINISHED,
          ChordKind.DOMINANT_7,
          ChordKind.MAJOR_7,
          ChordKind.MINOR_7,
          ChordKind.HALF_DIMINISHED);

  @Test
  @DisplayName("each of 96 chords is found in root position and two inversions")
  void inversions() {
    for (ChordKind kind : KINDS) {
      for (int root = 0; root < 12; root++) {
        for (int inversion = 0; inversion < 3; inversion++) {
          List<ScoreNote> notes = new ArrayList<>();
          for (int i = 0; i < kind.semitones().size(); i++) {
            int up = i < inversion ? 12 : 0;
            notes.add(new ScoreNote(0, 480, 48 + root + kind.semitones().get(i) + up));
          }
          List<TimedChord> found = ChordFinder.ofTogether(notes.stream().sorted().toList());
          ChordSymbol symbol = found.get(0).symbol();
          String where = root + " " + kind + " " + inversion + ": " + symbol;
          assertEquals(1, found.size(), where);
          // The notes of an augmented chord are those of two others.
          assertEquals(
              new ChordSymbol(root, kind).pitchClasses(),
              symbol.inRootPosition().pitchClasses(),
              where);
          if (kind != ChordKind.AUGMENTED) {
            assertEquals(root, symbol.rootPitchClass(), where);
            assertEquals(kind, symbol.kind(), where);
          }
        }
      }
    }
  }

  private static Score score(Meter meter, List<ScoreNote> notes, long end) {
    return new Score(
        Origin.UNKNOWN,
        480,
        0,
        List.of(new MeterChange(0, meter)),
        List.of(),
        List.of(new TempoChange(0, 120)),
        List.of(new Part("", 0, notes)),
        List.of(),
        end);
  }

  @Test
  @DisplayName("a broken accompaniment's chords are found bar by bar, in every key")
  void progression() {
    int[][] chords = {{0, 4, 7}, {9, 0, 4}, {5, 9, 0}, {7, 11, 2}, {0, 4, 7}};
    String[] kinds = {"", "m", "", "", ""};
    for (int key = 0; key < 12; key++) {
      List<ScoreNote> notes = new ArrayList<>();
      for (int bar = 0; bar < chords.length; bar++) {
        for (int i = 0; i < 8; i++) {
          int pitch = 48 + (chords[bar][new int[] {0, 2, 1, 2}[i % 4]] + key) % 12;
          notes.add(new ScoreNote(1920L * bar + 240L * i, 240, pitch));
        }
      }
      List<TimedChord> found = ChordFinder.find(score(Meter.COMMON, notes, 5 * 1920));
      assertEquals(5, found.size(), found.toString());
      for (int bar = 0; bar < 5; bar++) {
        assertEquals((chords[bar][0] + key) % 12, found.get(bar).symbol().rootPitchClass());
        assertEquals(kinds[bar], found.get(bar).symbol().kind().triad().symbol());
        assertEquals(1920L * bar, found.get(bar).startTicks());
      }
    }
  }

  @Test
  @DisplayName("without notes there are no chords, and drums make none")
  void none() {
    assertEquals(List.of(), ChordFinder.find(score(Meter.COMMON, List.of(), 1920)));
    Score drums =
        score(Meter.COMMON, List.of(), 1920)
            .withParts(
                List.of(new Part("", 0, true, List.of(new ScoreNote(0, 480, 36)), List.of())));
    assertTrue(ChordFinder.find(drums).isEmpty());
  }
}
