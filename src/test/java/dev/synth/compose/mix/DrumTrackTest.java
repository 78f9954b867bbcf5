package dev.synth.compose.mix;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.compose.arrange.PlayedNote;
import dev.synth.dsp.HighPass;
import dev.synth.dsp.Levels;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DrumTrackTest {
  private static final int RATE_HZ = 48_000;

  private static StereoSound strokes(PlayedNote... notes) {
    return DrumTrack.of(List.of(notes), 3 * RATE_HZ, RATE_HZ);
  }

  private static PlayedNote stroke(double at, int drum, int velocity) {
    return new PlayedNote(at, 0.1, drum, velocity);
  }

  private static double share(float[] sound, double aboveHz) {
    double all = Levels.rms(sound);
    return Math.pow(Levels.rms(HighPass.filter(sound, aboveHz, RATE_HZ)) / all, 2);
  }

  @Test
  @DisplayName("every drum of General MIDI sounds, within full scale, and ends")
  void all() {
    for (int drum = 35; drum <= 81; drum++) {
      StereoSound sound = strokes(stroke(0, drum, 127));
      double peak = Math.max(Levels.peak(sound.left()), Levels.peak(sound.right()));
      assertTrue(peak > 0.05 && peak < 1.5, drum + ": " + peak);
      assertEquals(0, Levels.rms(sound.left(), 5 * RATE_HZ / 2, 3 * RATE_HZ), 1e-9, "" + drum);
      assertArrayEquals(sound.left(), strokes(stroke(0, drum, 127)).left());
    }
  }

  @Test
  @DisplayName("a kick is low, a hat is high, a snare is between")
  void spectrum() {
    assertTrue(share(strokes(stroke(0, 36, 100)).left(), 600) < 0.1);
    assertTrue(share(strokes(stroke(0, 42, 100)).left(), 3_000) > 0.9);
    double snare = share(strokes(stroke(0, 38, 100)).left(), 1_000);
    assertTrue(snare > 0.1 && snare < 0.9, snare + "");
  }

  @Test
  @DisplayName("a closed hat ends an open one; louder strokes are louder; hats are to the right")
  void playing() {
    StereoSound open = strokes(stroke(0, 46, 100));
    StereoSound choked = strokes(stroke(0, 46, 100), stroke(0.1, 42, 1));
    int from = (int) (0.3 * RATE_HZ);
    int to = (int) (0.5 * RATE_HZ);
    assertTrue(Levels.rms(open.left(), from, to) > 0.001);
    assertEquals(0, Levels.rms(choked.left(), from, to), 1e-9);
    double soft = Levels.rms(strokes(stroke(0, 38, 40)).left());
    assertTrue(Levels.rms(strokes(stroke(0, 38, 110)).left()) > 4 * soft);
    assertTrue(Levels.rms(open.right()) > 1.2 * Levels.rms(open.left()));
  }
}
