package dev.synth.app.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.latent.Embedding;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class HeldSoundTest {
  private static final int FRAMES = 125;
  private static final int KEY_UP = 94;

  private static HeldSound held(IntToDoubleFunction levelDb) {
    float[] levels = new float[FRAMES];
    float[] values = new float[2 * FRAMES];
    for (int f = 0; f < FRAMES; f++) {
      levels[f] = (float) levelDb.applyAsDouble(f);
      values[2 * f] = levels[f] / 20;
      values[2 * f + 1] = (float) Math.sin(f / 7.0);
    }
    HeldSound sound = HeldSound.of(60, new Embedding(FRAMES, 2, values), levels);
    assertTrue(sound.loop().first() < sound.loop().last());
    assertTrue(sound.loop().last() < sound.embedding().frames());
    return sound;
  }

  @Test
  void aReleaseIsCutOffHoweverSlow() {
    HeldSound quick = held(f -> f < KEY_UP ? -20 : Math.max(-100, -20 - 5 * (f - KEY_UP)));
    HeldSound slow = held(f -> f < KEY_UP ? -20 : -20 - 0.7 * (f - KEY_UP));
    assertEquals(KEY_UP, quick.embedding().frames(), 2);
    assertEquals(KEY_UP, slow.embedding().frames(), 6);
  }

  @Test
  void aNoteThatDiesAwayKeepsItsDecay() {
    HeldSound dying = held(f -> f < KEY_UP ? -20 - 0.4 * f : -58 - 6 * (f - KEY_UP));
    assertEquals(KEY_UP, dying.embedding().frames(), 2);
    double fall = dying.embedding().value(90, 0) - dying.embedding().value(40, 0);
    assertEquals(-0.4 * 50 / 20, fall, 1e-4);
  }

  @Test
  void withoutLevelsAndWithFewFramesNothingIsCut() {
    Embedding few = new Embedding(3, 1, new float[] {1, 2, 3});
    assertEquals(3, HeldSound.of(60, few, new float[] {-20, -50, -90}).embedding().frames());
    assertEquals(3, HeldSound.of(60, few, new float[0]).embedding().frames());
    assertEquals(1, HeldSound.of(60, few.first(1), new float[] {-20}).embedding().frames());
  }
}
