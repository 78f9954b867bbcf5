package dev.synth.score.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.Bar;
import dev.synth.score.Key;
import dev.synth.score.LeadSheet;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.analysis.KeyEstimate;
import dev.synth.score.analysis.KeyFinder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CorpusTest {
  private static final List<ReadScore> ALL =
      Corpus.books().stream().map(Corpus::read).flatMap(List::stream).toList();

  @Test
  @DisplayName("there are at least 75 tunes, no two alike")
  void enough() {
    assertTrue(ALL.size() >= 75, ALL.size() + " tunes");
    Set<String> titles = new HashSet<>();
    Set<List<Integer>> beginnings = new HashSet<>();
    for (LeadSheet tune : Corpus.tunes()) {
      assertTrue(titles.add(tune.origin().title()), tune.origin().title());
      List<Integer> intervals = new ArrayList<>();
      for (int i = 1; i < Math.min(20, tune.melody().size()); i++) {
        int step = tune.melody().get(i).midiPitch() - tune.melody().get(i - 1).midiPitch();
        intervals.add(step);
      }
      assertTrue(beginnings.add(intervals), tune.origin().title() + " is there twice");
    }
  }

  @Test
  @DisplayName("every tune says where it is from, by whom, and that it is free")
  void origins() {
    for (ReadScore tune : ALL) {
      String title = tune.score().origin().title();
      assertTrue(!title.isEmpty());
      assertTrue(!tune.score().origin().composer().isEmpty(), title);
      assertTrue(tune.score().origin().origin().matches(".*(1[2-9]\\d\\d|century).*"), title);
      assertTrue(tune.score().origin().licence().startsWith("public domain"), title);
    }
  }

  @Test
  @DisplayName("every bar is as long as its meter says")
  void bars() {
    for (ReadScore tune : ALL) {
      Score score = tune.score();
      String title = score.origin().title();
      assertEquals(List.of(), tune.mended(), title);
      List<Bar> bars = score.bars();
      long bar = score.meter().barTicks(score.ticksPerQuarter());
      for (int i = 0; i < bars.size(); i++) {
        boolean pickup = bars.get(i).number() == 0;
        long wanted = pickup ? score.pickupTicks() : bar;
        if (i == bars.size() - 1 && bars.get(i).ticks() < bar) {
          wanted = bar - score.pickupTicks(); // what the last bar lacks is in the first
        }
        assertEquals(wanted, bars.get(i).ticks(), title + " bar " + bars.get(i).number());
      }
      assertEquals(1, score.parts().size(), title);
      assertEquals(1, score.parts().get(0).polyphony(), title);
    }
  }

  @Test
  @DisplayName(
      "every tune can be sung or played: up to two octaves, about middle C, leaps to a tenth")
  void range() {
    for (LeadSheet tune : Corpus.tunes()) {
      String title = tune.origin().title();
      int lowest = tune.melody().stream().mapToInt(ScoreNote::midiPitch).min().orElseThrow();
      int highest = tune.melody().stream().mapToInt(ScoreNote::midiPitch).max().orElseThrow();
      assertTrue(highest - lowest <= 21, title);
      assertTrue(lowest >= 55 && highest <= 83, title);
      for (int i = 1; i < tune.melody().size(); i++) {
        int leap =
            Math.abs(tune.melody().get(i).midiPitch() - tune.melody().get(i - 1).midiPitch());
        assertTrue(leap <= 16, title + ": a leap of " + leap);
      }
    }
  }

  @Test
  @DisplayName("nearly all tunes end in their key, and most notes under a chord are of it")
  void harmony() {
    int closed = 0;
    int chordNotes = 0;
    int underChords = 0;
    for (LeadSheet tune : Corpus.tunes()) {
      ScoreNote last = tune.melody().get(tune.melody().size() - 1);
      int degree = tune.key().degreeOf(last.midiPitch());
      closed += degree == 0 || degree == 3 || degree == 4 ? 1 : 0;
      for (var chord : tune.chords()) {
        for (ScoreNote note : tune.melody()) {
          boolean begins =
              note.startTicks() >= chord.startTicks() && note.startTicks() < chord.endTicks();
          underChords += begins ? 1 : 0;
          chordNotes += begins && chord.symbol().contains(note.midiPitch()) ? 1 : 0;
        }
      }
    }
    assertTrue(closed >= 0.9 * ALL.size(), closed + " end on the tonic or its third");
    assertTrue(chordNotes >= 0.7 * underChords, chordNotes + " of " + underChords);
  }

  @Test
  @DisplayName("the key is found of 9 tunes in 10, from their notes and from notes and chords")
  void keys() {
    int byNotes = 0;
    int byChords = 0;
    for (ReadScore tune : ALL) {
      Score score = tune.score();
      List<ScoreNote> notes = score.parts().get(0).notes();
      byNotes += isFound(score, KeyFinder.find(notes).orElseThrow()) ? 1 : 0;
      byChords += isFound(score, KeyFinder.find(score).orElseThrow()) ? 1 : 0;
    }
    assertTrue(byNotes >= 0.9 * ALL.size(), byNotes + " of " + ALL.size());
    assertTrue(byChords >= 0.9 * ALL.size(), byChords + " of " + ALL.size());
  }

  private static boolean isFound(Score score, KeyEstimate found) {
    Key key = score.key();
    return found.key().tonicPitchClass() == key.tonicPitchClass()
        && found.key().mode().hasMinorThird() == key.mode().hasMinorThird();
  }
}
