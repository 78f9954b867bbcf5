package dev.synth.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Synthetic notes: a course in three channels, of which 0 stands for the level. */
class HeldNoteTest {
  private static final int CHANNELS = 3;

  /** A part of a note's course: how loud it is at its end, and for how long it goes there. */
  private record Stage(int frames, double level) {}

  private static Embedding note(double restlessness, Stage... stages) {
    Random random = new Random(4);
    int frames = 0;
    for (Stage stage : stages) {
      frames += stage.frames();
    }
    float[] values = new float[frames * CHANNELS];
    double level = 0;
    int frame = 0;
    for (Stage stage : stages) {
      double start = level;
      for (int i = 1; i <= stage.frames(); i++, frame++) {
        level = start + (stage.level() - start) * i / stage.frames();
        values[frame * CHANNELS] = (float) level;
        values[frame * CHANNELS + 1] = (float) (level * (0.5 + 0.05 * Math.sin(frame * 0.7)));
        values[frame * CHANNELS + 2] = (float) (-1 + restlessness * level * random.nextGaussian());
      }
    }
    return new Embedding(frames, CHANNELS, values);
  }

  private static double step(Embedding e, int from, int to) {
    double most = 0;
    for (int f = from + 1; f < to; f++) {
      double sum = 0;
      for (int c = 0; c < CHANNELS; c++) {
        sum += Math.pow(e.value(f, c) - e.value(f - 1, c), 2);
      }
      most = Math.max(most, Math.sqrt(sum));
    }
    return most;
  }

  /** Holds {@code note}, and checks that it begins and ends as it was, without a jump between. */
  private static HeldNote.Loop held(Embedding note, int wanted) {
    HeldNote.Loop loop = HeldNote.loop(note);
    Embedding held = HeldNote.hold(note, wanted);
    assertEquals(wanted, held.frames());
    int more = wanted - note.frames();
    for (int f = 0; f < note.frames(); f++) {
      for (int c = 0; c < CHANNELS; c++) {
        assertEquals(note.value(f, c), held.value(f <= loop.last() ? f : f + more, c));
      }
    }
    double own = step(note, loop.first(), loop.last() + 1);
    double made = step(held, loop.last(), loop.last() + more + 1);
    assertTrue(made <= 1.3 * own + 1e-6, "a step of " + made + " against " + own);
    for (int f = loop.last(); f < loop.last() + more; f++) {
      assertEquals(note.value(loop.last(), 0), held.value(f, 0), 0.05, "frame " + f);
    }
    return loop;
  }

  private static void within(HeldNote.Loop loop, int from, int to) {
    assertTrue(loop.first() >= from && loop.last() < to, loop + " is not in " + from + ".." + to);
  }

  @Test
  void aSustainedNoteIsHeldInItsMiddle() {
    for (double restlessness : new double[] {0, 0.01, 0.05}) {
      Embedding note =
          note(
              restlessness,
              new Stage(6, 1.2),
              new Stage(4, 1),
              new Stage(80, 0.98),
              new Stage(10, 0),
              new Stage(25, 0));
      for (int wanted : new int[] {126, 127, 300, 2000}) {
        HeldNote.Loop loop = held(note, wanted);
        within(loop, 6, 90);
        assertTrue(loop.last() - loop.first() >= 20, loop.toString());
      }
    }
  }

  @Test
  void aLongSilenceBehindANoteIsNotHeld() {
    Embedding note =
        note(0.02, new Stage(4, 1), new Stage(40, 1), new Stage(8, 0), new Stage(400, 0));
    within(held(note, 600), 4, 46);
  }

  @Test
  void aNoteThatIsCutIsHeldWhereItSounds() {
    within(held(note(0.02, new Stage(5, 1), new Stage(60, 1)), 200), 3, 65);
    within(held(note(0.02, new Stage(12, 1), new Stage(90, 1)), 300), 8, 102);
    within(held(note(0.02, new Stage(3, 1), new Stage(20, 0.6)), 100), 3, 23);
  }

  /** Its level stays, whatever it lost on the way that is gone over. */
  @Test
  void aNoteThatDiesAwayIsHeldLateWithoutPumping() {
    Embedding dying =
        note(0.01, new Stage(1, 1), new Stage(90, 0.2), new Stage(6, 0), new Stage(28, 0));
    within(held(dying, 400), 20, 91);
    Embedding cut = note(0.01, new Stage(1, 1), new Stage(60, 0.4));
    within(held(cut, 400), 20, 61);
    Embedding plucked = note(0.01, new Stage(1, 1), new Stage(40, 0), new Stage(100, 0));
    within(held(plucked, 200), 1, 25);
  }

  @Test
  void shortAndEmptyCoursesAreHeldToo() {
    for (int frames = 1; frames < 30; frames++) {
      held(note(0, new Stage(frames, 0)), frames + 77);
      Embedding rising = note(0, new Stage(frames, 0.1));
      assertEquals(frames + 50, HeldNote.hold(rising, frames + 50).frames());
    }
    Embedding note = note(0.1, new Stage(5, 1));
    assertSame(note, HeldNote.hold(note, 5));
    assertSame(note, HeldNote.hold(note, 3));
  }
}
