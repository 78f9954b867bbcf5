package dev.synth.compose.arrange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Origin;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PerformerTest {
  /** Eighths at 120 quarters a minute, of one pitch or rising. */
  private static Score eighths(int bars, String name, boolean repeated) {
    List<ScoreNote> notes = new ArrayList<>();
    for (int i = 0; i < 8 * bars; i++) {
      notes.add(new ScoreNote(240L * i, 240, repeated ? 60 : 60 + i % 8, 80));
    }
    return new Score(
        Origin.UNKNOWN,
        480,
        0,
        List.of(new MeterChange(0, Meter.COMMON)),
        List.of(),
        List.of(new TempoChange(0, 120)),
        List.of(new Part(name, 0, notes), new Part("other", 0, List.of(new ScoreNote(0, 1, 40)))),
        List.of(),
        1920L * bars);
  }

  private static List<PlayedNote> played(Score score, Performer.Manner manner, long seed) {
    return Performer.perform(score, manner, seed).get(0).notes();
  }

  @Test
  @DisplayName("exactly played, notes are where they are written")
  void exact() {
    List<PlayedNote> notes = played(eighths(8, "melody", false), Performer.Manner.EXACT, 1);
    for (int i = 0; i < notes.size(); i++) {
      assertEquals(0.25 * i, notes.get(i).startSeconds(), 1e-9);
      assertEquals(0.25, notes.get(i).seconds(), 1e-9);
      assertEquals(80, notes.get(i).velocity());
    }
  }

  @Test
  @DisplayName("deviations are of some 6 ms, none of more than 25, and alike from note to note")
  void deviations() {
    Performer.Manner manner = new Performer.Manner(1, 1, false, 1);
    List<PlayedNote> notes = played(eighths(200, "melody", false), manner, 1);
    double[] late = new double[notes.size()];
    double mean = 0;
    for (int i = 0; i < late.length; i++) {
      late[i] = notes.get(i).startSeconds() - 0.25 * i;
      mean += late[i] / late.length;
      assertTrue(Math.abs(late[i]) <= 0.0251, late[i] + " s");
    }
    double squares = 0;
    double products = 0;
    for (int i = 0; i < late.length; i++) {
      squares += (late[i] - mean) * (late[i] - mean) / late.length;
      products += i == 0 ? 0 : (late[i] - mean) * (late[i - 1] - mean) / late.length;
    }
    assertEquals(0.006, Math.sqrt(squares), 0.002);
    assertTrue(products / squares > 0.4, "correlation " + products / squares);
    assertEquals(notes, played(eighths(200, "melody", false), manner, 1));
    assertTrue(!notes.equals(played(eighths(200, "melody", false), manner, 2)));
  }

  @Test
  @DisplayName(
      "their power falls as 1/f: four times the span has half the difference of white noise")
  void pink() {
    PinkNoise noise = new PinkNoise(1, new Chance(8));
    int n = 1 << 15;
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = noise.at(i);
    }
    double[] variance = new double[4];
    for (int k = 0; k < 4; k++) {
      int width = 1 << 2 * k;
      double squares = 0;
      for (int i = 0; i + width <= n; i += width) {
        double sum = 0;
        for (int j = i; j < i + width; j++) {
          sum += x[j];
        }
        squares += sum / width * sum / width * width / n;
      }
      variance[k] = squares;
    }
    assertEquals(1, variance[0], 0.15);
    // The variance of means of 16 is 1/16 for white noise; with 1/f it stays above a third.
    assertTrue(variance[2] > 0.3, variance[2] + "");
    assertTrue(variance[1] < variance[0] && variance[2] < variance[1], "means vary less");
  }

  @Test
  @DisplayName("articulation shortens notes, and repeated ones are let go before they come again")
  void articulation() {
    Performer.Manner legato = new Performer.Manner(1, 1, false, 0.001);
    for (PlayedNote note : played(eighths(2, "melody", true), legato, 1).subList(0, 15)) {
      assertEquals(0.225, note.seconds(), 1e-3);
    }
    Performer.Manner staccato = new Performer.Manner(0.5, 1, false, 0.001);
    for (PlayedNote note : played(eighths(2, "melody", false), staccato, 1)) {
      assertEquals(0.125, note.seconds(), 1e-3);
    }
  }

  @Test
  @DisplayName("swung eighths have their ratio, and bars their length")
  void swing() {
    Performer.Manner swung = new Performer.Manner(1, 2, false, 0);
    List<PlayedNote> notes = played(eighths(4, "melody", false), swung, 1);
    for (int i = 0; i < notes.size(); i += 2) {
      assertEquals(0.25 * i, notes.get(i).startSeconds(), 1e-9);
      assertEquals(0.25 * i + 1.0 / 3, notes.get(i + 1).startSeconds(), 1e-9);
    }
  }

  @Test
  @DisplayName("the last two bars slow down to six tenths of the tempo, steadily")
  void ritard() {
    Performer.Manner slow = new Performer.Manner(1, 1, true, 0);
    List<PlayedNote> notes = played(eighths(8, "melody", false), slow, 1);
    double before = 0.25;
    for (int i = 1; i < notes.size(); i++) {
      double step = notes.get(i).startSeconds() - notes.get(i - 1).startSeconds();
      if (i <= 48) {
        assertEquals(0.25, step, 1e-9, "note " + i);
      } else {
        assertTrue(step > before, "note " + i);
      }
      before = Math.max(before, step);
    }
    PlayedNote last = notes.get(notes.size() - 1);
    assertEquals(0.25 / 0.6, last.seconds(), 0.03);
  }
}
