package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Tones;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CqtTest {
  private static final int MIDDLE = 16_000;

  private static Cqt cqt() {
    return new Cqt(Tones.RATE_HZ, 55, 24, 24 * 7, 1);
  }

  private static double magnitude(float[] spectrum, int bin) {
    return Math.hypot(spectrum[2 * bin], spectrum[2 * bin + 1]);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 40, 96, 167})
  void aFullScaleSineHasMagnitudeOneInItsBin(int bin) {
    Cqt cqt = cqt();
    float[] spectrum = cqt.spectrum(Tones.sine(cqt.hz(bin), 1, 32_000), MIDDLE);
    assertEquals(1, magnitude(spectrum, bin), 0.02);
    for (int other = 0; other < cqt.bins(); other++) {
      if (Math.abs(other - bin) > 6) {
        assertTrue(magnitude(spectrum, other) < 0.03, bin + " is heard in " + other);
      }
    }
  }

  @Test
  void binsAreEvenInPitch() {
    assertEquals(110, cqt().hz(24), 1e-9);
    assertEquals(55 * Math.pow(2, 1 / 24.0), cqt().hz(1), 1e-9);
    assertThrows(IllegalArgumentException.class, () -> new Cqt(16_000, 55, 12, 12 * 8, 1));
  }

  @Test
  void aBinIsTheWindowedSineTimesTheSound() {
    float[] noise = StftTest.noise(4000, 3);
    Cqt cqt = new Cqt(Tones.RATE_HZ, 400, 12, 40, 0.8);
    float[] spectrum = cqt.spectrum(noise, 2000);
    for (int bin : new int[] {0, 13, 39}) {
      double hz = cqt.hz(bin);
      int n = (int) Math.round(0.8 / (Math.pow(2, 1 / 12.0) - 1) * Tones.RATE_HZ / hz);
      double re = 0;
      double im = 0;
      for (int i = 0; i < n; i++) {
        int t = i - n / 2;
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / n);
        double phase = 2 * Math.PI * hz * t / Tones.RATE_HZ;
        re += 4.0 / n * window * noise[2000 + t] * Math.cos(phase);
        im -= 4.0 / n * window * noise[2000 + t] * Math.sin(phase);
      }
      // What is left out of the kernels is 60 dB down.
      double error = Math.hypot(re - spectrum[2 * bin], im - spectrum[2 * bin + 1]);
      assertTrue(error < 5e-3 * 0.1, bin + " is off by " + error);
    }
  }

  @Test
  void aMomentOutsideTheClipIsSilent() {
    float[] spectrum = cqt().spectrum(Tones.sine(440, 1, 1000), 200_000);
    assertEquals(0, magnitude(spectrum, 72));
  }

  @ParameterizedTest
  @ValueSource(doubles = {443.7, 60, 1234.5, 5100})
  void phaseTellsTheFrequency(double hz) {
    float[] sine = Tones.sine(hz, 0.5, 32_000);
    int hop = 64;
    Cqt cqt = cqt();
    int bin = (int) Math.round(24 * Math.log(hz / 55) / Math.log(2));
    double turns =
        InstantaneousFrequency.turns(
            cqt.spectrum(sine, MIDDLE - hop), cqt.spectrum(sine, MIDDLE), bin);
    double seconds = (double) hop / Tones.RATE_HZ;
    assertEquals(hz, InstantaneousFrequency.hz(turns, seconds, cqt.hz(bin)), 0.1);
    double all = hz * seconds;
    assertEquals(all - Math.floor(all), turns, 1e-3);

    Stft stft = new Stft(1024, hop);
    float[][] spectra = stft.forward(sine);
    int nearest = (int) Math.round(hz * 1024 / Tones.RATE_HZ);
    turns = InstantaneousFrequency.turns(spectra[99], spectra[100], nearest);
    assertEquals(
        hz,
        InstantaneousFrequency.hz(turns, seconds, stft.binHz(nearest, Tones.RATE_HZ)),
        hz < 100 ? 0.5 : 0.1,
        "in the short-time transform");
  }
}
