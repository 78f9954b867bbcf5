package dev.synth.score.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Origin;
import dev.synth.score.Part;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.corpus.Corpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class QuantizerTest {
  private static Score score(List<ScoreNote> notes) {
    return new Score(
        Origin.UNKNOWN,
        480,
        0,
        List.of(new MeterChange(0, Meter.COMMON)),
        List.of(),
        List.of(new TempoChange(0, 120), new TempoChange(960, 80)),
        List.of(new Part("", 0, notes)),
        List.of(),
        1920);
  }

  /** Every beat straight or a triplet by chance. */
  private static List<ScoreNote> grid(Random random) {
    List<ScoreNote> notes = new ArrayList<>();
    for (int beat = 0; beat < 64; beat++) {
      int parts = random.nextBoolean() ? 4 : 3;
      for (int i = 0; i < parts; i++) {
        notes.add(new ScoreNote(480L * beat + 480L * i / parts, 480 / parts, 60 + i));
      }
    }
    return notes;
  }

  private static List<ScoreNote> moved(List<ScoreNote> notes, Random random, double sd, long by) {
    return notes.stream()
        .map(
            note -> {
              long start =
                  Math.max(0, note.startTicks() + by + Math.round(sd * random.nextGaussian()));
              return new ScoreNote(start, note.durationTicks(), note.midiPitch());
            })
        .toList();
  }

  private static double share(List<ScoreNote> wanted, Score found) {
    List<ScoreNote> notes = found.parts().get(0).notes();
    long right =
        wanted.stream()
            .filter(
                note ->
                    notes.stream()
                        .anyMatch(
                            other ->
                                other.startTicks() == note.startTicks()
                                    && other.midiPitch() == note.midiPitch()))
            .count();
    return (double) right / wanted.size();
  }

  @Test
  @DisplayName("notes on the grid stay, straight or in triplets")
  void onGrid() {
    List<ScoreNote> notes = grid(new Random(1));
    Quantizer.Result result = Quantizer.quantize(score(notes));
    assertEquals(notes, result.score().parts().get(0).notes());
    assertEquals(0, result.meanErrorSteps(), 1e-12);
    assertEquals(0, result.shiftSteps(), 1e-12);
  }

  @Test
  @DisplayName("notes that are 10 ms off (standard deviation) come back onto their beats")
  void jittered() {
    Random random = new Random(2);
    List<ScoreNote> notes = grid(random);
    // At 120 a minute, 10 ms are 9.6 ticks.
    Score played = score(moved(notes, random, 9.6, 0));
    double share = share(notes, Quantizer.quantize(played).score());
    assertTrue(share > 0.93, share + " are right");
  }

  @Test
  @DisplayName("what is late as a whole is moved back first")
  void late() {
    Random random = new Random(3);
    List<ScoreNote> notes = new ArrayList<>();
    for (int i = 0; i < 128; i++) {
      notes.add(new ScoreNote(120L * i + 120, 120, 60));
    }
    Quantizer.Result result = Quantizer.quantize(score(moved(notes, random, 5, 45)));
    assertEquals(45.0 / 120, result.shiftSteps(), 0.08);
    assertEquals(1, share(notes, result.score()), 1e-9);
  }

  @Test
  @DisplayName("a note that would have no length has a step; tempos change nothing")
  void shortNotes() {
    List<ScoreNote> notes = List.of(new ScoreNote(0, 5, 60), new ScoreNote(480, 1, 62));
    for (ScoreNote note : Quantizer.quantize(score(notes)).score().parts().get(0).notes()) {
      assertEquals(120, note.durationTicks());
    }
  }

  @Test
  @DisplayName("all tunes stay as they are written")
  void tunes() {
    for (String book : Corpus.books()) {
      for (ReadScore tune : Corpus.read(book)) {
        Score score = tune.score();
        assertEquals(score, Quantizer.quantize(score).score(), score.origin().title());
      }
    }
  }
}
