package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class LevelsTest {
  @Test
  void rmsAndPeakOfKnownSounds() {
    float[] sine = new float[16_000];
    for (int i = 0; i < sine.length; i++) {
      sine[i] = (float) Math.sin(2 * Math.PI * 100 * i / 16_000);
    }
    assertEquals(Math.sqrt(0.5), Levels.rms(sine), 1e-7);
    assertEquals(1, Levels.peak(sine), 1e-6);
    assertEquals(-3.0103, Levels.dbfs(Levels.rms(sine)), 1e-4);
    assertEquals(0.75, Levels.peak(new float[] {0.5f, -0.75f}));
    assertEquals(5, Levels.rms(new float[] {9, 7, -1, 9}, 1, 3), 1e-9);
  }

  @Test
  void silenceAndNothing() {
    assertEquals(0, Levels.rms(new float[0]));
    assertEquals(0, Levels.peak(new float[0]));
    assertEquals(Double.NEGATIVE_INFINITY, Levels.dbfs(Levels.rms(new float[8])));
    assertThrows(IndexOutOfBoundsException.class, () -> Levels.rms(new float[4], 2, 5));
  }

  @Test
  void decibelsAndBack() {
    assertEquals(-6.0206, Levels.dbfs(0.5), 1e-4);
    for (double dbfs = -120; dbfs <= 20; dbfs += 7) {
      assertEquals(dbfs, Levels.dbfs(Levels.amplitude(dbfs)), 1e-9);
    }
  }
}
