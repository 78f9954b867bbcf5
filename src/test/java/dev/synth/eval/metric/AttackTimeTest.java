package dev.synth.eval.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttackTimeTest {
  private static final int SAMPLES = 16_000;

  private final AttackTime attack = new AttackTime(Tones.RATE_HZ);

  /**
   * Silence, then a tone that jumps to -26 dB, rises in a straight line to 90 % of its peak after
   * {@code ms}, and decays after it.
   */
  private static float[] struck(double hz, double silentMs, double ms) {
    float[] sound = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      double at = 1000.0 * t / Tones.RATE_HZ - silentMs;
      double level = Math.min(1, 0.05 + 0.85 * at / ms) * Math.exp(-Math.max(0, at - ms) / 1000);
      sound[t] = at < 0 ? 0 : (float) (0.5 * level * Math.cos(2 * Math.PI * hz * at / 1000));
    }
    return sound;
  }

  @ParameterizedTest
  @CsvSource({"2000, 5, 20, 15", "440, 5, 20, 15", "1000, 10, 10, 0", "2000, 40, 3, 37"})
  void theErrorIsTheDifferenceOfTheAttacks(double hz, double from, double to, double errorMs) {
    assertEquals(errorMs, attack.errorMs(struck(hz, 0, from), struck(hz, 0, to), hz), 1.01);
    // Whenever the note begins.
    assertEquals(errorMs, attack.errorMs(struck(hz, 50, from), struck(hz, 80, to), hz), 1.01);
  }

  @Test
  void aLowNoteIsFollowedByItsLevelAndNotByItsWave() {
    double halfPeriodMs = 500 / 60.0;
    for (double ms : new double[] {10, 20, 40}) {
      assertEquals(ms, attack.ms(struck(60, 100, ms), 60), halfPeriodMs);
    }
  }

  @Test
  void onlyShortAttacksHaveAnError() {
    float[] slow = struck(500, 0, 90);
    assertTrue(attack.ms(slow, 500) > AttackTime.SHORT_MS);
    assertTrue(Double.isNaN(attack.errorMs(slow, struck(500, 0, 5), 500)));
    assertEquals(85, attack.errorMs(struck(500, 0, 5), slow, 500), 3);
    float[] silence = new float[SAMPLES];
    assertTrue(Double.isNaN(attack.ms(silence, 500)));
    assertTrue(Double.isNaN(attack.errorMs(silence, slow, 500)));
    assertTrue(Double.isNaN(attack.ms(new float[3], Double.NaN)));
    assertEquals(5, attack.ms(struck(2_000, 0, 5), Double.NaN), 1.01);
  }
}
