package dev.synth.score.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.LeadSheet;
import dev.synth.score.ScoreNote;
import dev.synth.score.corpus.Corpus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PhraseFinderTest {
  /** Four quarters a bar, but a half and a rest at the end of every second bar. */
  private static List<ScoreNote> phrased(int phrases) {
    List<ScoreNote> notes = new ArrayList<>();
    for (int phrase = 0; phrase < phrases; phrase++) {
      long at = 3840L * phrase;
      for (int i = 0; i < 6; i++) {
        notes.add(new ScoreNote(at + 480L * i, 480, 60 + i));
      }
      notes.add(new ScoreNote(at + 2880, 480, 60));
    }
    return notes;
  }

  @Test
  @DisplayName("phrases begin behind long notes and rests")
  void longNotes() {
    assertEquals(List.of(0L, 3840L, 7680L, 11520L), PhraseFinder.starts(phrased(4), 1920, 480, 0));
  }

  @Test
  @DisplayName("the strengths are those of the published formula, worked out by hand")
  void formula() {
    // Onsets 1 1 2 1 quarters apart, intervals 2 2 4 1 semitones, no rests.
    List<ScoreNote> notes =
        List.of(
            new ScoreNote(0, 480, 60),
            new ScoreNote(480, 480, 62),
            new ScoreNote(960, 960, 64),
            new ScoreNote(1920, 480, 60),
            new ScoreNote(2400, 480, 61));
    double[] strengths = PhraseFinder.strengths(notes);
    // Pitch: 0, 2/3, 4(1/3+3/5) = 56/15, 3/5; onset: 0, 1/3, 2(1/3+1/3) = 4/3, 1/3.
    double[] pitch = {0, 2.0 / 3, 56.0 / 15, 3.0 / 5};
    double[] onset = {0, 1.0 / 3, 4.0 / 3, 1.0 / 3};
    for (int i = 0; i < 4; i++) {
      double wanted = 0.25 * pitch[i] / pitch[2] + 0.5 * onset[i] / onset[2];
      assertEquals(wanted, strengths[i], 1e-12);
    }
  }

  @Test
  @DisplayName("one note is one phrase, none is none")
  void few() {
    assertEquals(List.of(), PhraseFinder.starts(List.of(), 1920, 480, 0));
    List<ScoreNote> one = List.of(new ScoreNote(480, 480, 60));
    assertEquals(List.of(480L), PhraseFinder.starts(one, 1920, 480, 0));
  }

  @Test
  @DisplayName("tunes fall into phrases of one to eight bars on average")
  void tunes() {
    int usual = 0;
    List<LeadSheet> tunes = Corpus.tunes();
    for (LeadSheet tune : tunes) {
      int phrases =
          PhraseFinder.starts(
                  tune.melody(),
                  tune.barTicks(),
                  tune.meter().beatTicks(tune.ticksPerQuarter()),
                  tune.pickupTicks())
              .size();
      double bars = (double) tune.endTicks() / tune.barTicks() / phrases;
      usual += bars >= 1 && bars <= 8 ? 1 : 0;
    }
    assertTrue(usual >= 0.7 * tunes.size(), usual + " of " + tunes.size());
  }
}
