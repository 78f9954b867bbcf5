package dev.synth.dataset.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NoteCheckTest {
  @Test
  void theLowestSineAtFullScaleIsNotClippedAtAnyRate() {
    assertEquals(3, NoteCheck.clippedRunSamples(16_000));
    assertEquals(6, NoteCheck.clippedRunSamples(48_000));
    for (int rateHz : new int[] {8_000, 16_000, 22_050, 44_100, 48_000, 96_000}) {
      int longest = 0;
      int run = 0;
      for (int t = 0; t < 4 * rateHz; t++) {
        boolean full = Math.abs(Math.sin(2 * Math.PI * 27.5 * t / rateHz)) >= 32767 / 32768.0;
        run = full ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      assertTrue(longest < NoteCheck.clippedRunSamples(rateHz), rateHz + " Hz: " + longest);
    }
  }
}
