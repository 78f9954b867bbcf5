package dev.synth.app.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TouchTest {
  private static final int RATE_HZ = 48_000;

  /** The level of a sine of amplitude 1 as it comes out, in dB. */
  private static double levelDb(double hz, int velocity, int midiPitch) {
    Touch touch = new Touch(velocity, midiPitch, RATE_HZ);
    double squares = 0;
    for (int i = 0; i < 2 * RATE_HZ; i++) {
      double out = touch.next(Math.sin(2 * Math.PI * hz * i / RATE_HZ));
      squares += i < RATE_HZ ? 0 : out * out / RATE_HZ;
    }
    return 10 * Math.log10(2 * squares);
  }

  @Test
  @DisplayName("a note of velocity 100 stays as it is")
  void plain() {
    assertEquals(0, levelDb(220, 100, 57), 0.01);
    assertEquals(0, levelDb(9_000, 100, 57), 0.01);
  }

  @Test
  @DisplayName("half the velocity is 10 dB less of the fundamental, 15 of high partials")
  void soft() {
    assertEquals(-9.6, levelDb(440, 50, 69), 0.4);
    assertEquals(-15, levelDb(12_000, 50, 57), 0.7);
    // The corner goes with the pitch, so high notes keep their fundamental, too.
    assertEquals(-9.6, levelDb(1_760, 50, 93), 0.5);
  }
}
