package dev.synth.models.wavenet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PitchOscillatorTest {
  private static final WaveNetSpec SPEC = WaveNetPresets.small();
  private static final int HARMONICS = SPEC.pitchHarmonics();

  @Test
  void writesSinesAndCosinesOfTheHarmonics() {
    PitchOscillator oscillator = new PitchOscillator(SPEC, 60);
    float[] out = new float[oscillator.channels() + 2];
    double cycles = oscillator.cyclesAt(12_345);
    oscillator.write(cycles, out, 1);
    for (int k = 1; k <= HARMONICS; k++) {
      double angle = 2 * Math.PI * k * 12_345 * 261.6255653005986 / 16_000;
      assertEquals(Math.sin(angle), out[2 * k - 1], 1e-6);
      assertEquals(Math.cos(angle), out[2 * k], 1e-6);
    }
    assertEquals(0, out[0]);
    assertEquals(0, out[out.length - 1]);
  }

  @Test
  void harmonicsBeyondHalfTheRateAreSilent() {
    PitchOscillator oscillator = new PitchOscillator(SPEC, 100); // 2,637 Hz: three below 8,000
    float[] out = new float[oscillator.channels()];
    oscillator.write(0, out, 0);
    for (int k = 1; k <= HARMONICS; k++) {
      assertEquals(k <= 3 ? 1 : 0, out[2 * k - 1], "cosine of harmonic " + k);
    }
  }

  @Test
  void anUnknownPitchIsSilence() {
    PitchOscillator oscillator = new PitchOscillator(SPEC, WaveNetSpec.UNKNOWN_PITCH);
    float[] out = new float[oscillator.channels()];
    oscillator.write(0.3, out, 0);
    assertArrayEquals(new float[out.length], out);
  }
}
