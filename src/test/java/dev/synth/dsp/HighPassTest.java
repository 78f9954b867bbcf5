package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HighPassTest {
  private static final int RATE_HZ = 16_000;

  /** |H| = 1 / sqrt(1 + (wc/w)^4) with both frequencies warped: tan(pi f / rate). */
  @ParameterizedTest
  @CsvSource({"5", "10", "20", "40", "440", "7000"})
  void attenuatesAsButterworthSays(double hz) {
    int samples = 4 * RATE_HZ;
    float[] tone = new float[samples];
    for (int t = 0; t < samples; t++) {
      tone[t] = (float) Math.sin(2 * Math.PI * hz * t / RATE_HZ);
    }
    float[] filtered = HighPass.filter(tone, 20, RATE_HZ);
    double ratio = Math.tan(Math.PI * 20 / RATE_HZ) / Math.tan(Math.PI * hz / RATE_HZ);
    double expected = 1 / Math.sqrt(1 + Math.pow(ratio, 4)) / Math.sqrt(2);
    // The last two seconds, whole cycles of each tone, long after the start has rung off.
    assertEquals(expected, Levels.rms(filtered, 2 * RATE_HZ, samples), 1e-5);
  }

  @Test
  void takesAwayAConstant() {
    float[] constant = new float[2 * RATE_HZ];
    java.util.Arrays.fill(constant, 0.5f);
    float[] filtered = HighPass.filter(constant, 20, RATE_HZ);
    assertEquals(0, Levels.rms(filtered, RATE_HZ, 2 * RATE_HZ), 1e-6);
  }

  @Test
  void silenceStaysSilent() {
    assertArrayEquals(new float[9], HighPass.filter(new float[9], 20, RATE_HZ));
  }
}
