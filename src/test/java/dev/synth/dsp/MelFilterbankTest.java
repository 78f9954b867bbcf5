package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MelFilterbankTest {
  private static final int BINS = 513;

  private static MelFilterbank bank(int bands) {
    return new MelFilterbank(bands, 20, 8000, 1024, 16_000);
  }

  @Test
  void aThousandHertzAreAThousandMel() {
    assertEquals(1000, MelFilterbank.mel(1000), 0.1);
    assertEquals(0, MelFilterbank.mel(0));
    assertEquals(440, MelFilterbank.hz(MelFilterbank.mel(440)), 1e-9);
  }

  @Test
  void aFlatSpectrumIsFlatInBandsAndBack() {
    float[] flat = new float[BINS];
    Arrays.fill(flat, 0.3f);
    for (int bands : new int[] {1, 16, 80}) {
      float[] means = bank(bands).means(flat);
      for (float mean : means) {
        assertEquals(0.3, mean, 1e-6);
      }
      for (float value : bank(bands).spread(means, BINS)) {
        assertEquals(0.3, value, 1e-6);
      }
    }
  }

  @Test
  void aLineFallsIntoTheTwoBandsAboutIt() {
    MelFilterbank bank = bank(40);
    for (int bin : new int[] {5, 64, 300}) {
      float[] line = new float[BINS];
      line[bin] = 1;
      float[] means = bank.means(line);
      for (int band = 0; band < 40; band++) {
        double lowHz = band == 0 ? 20 : bank.centreHz(band - 1);
        double highHz = band == 39 ? 8000 : bank.centreHz(band + 1);
        boolean inside = bin * 15.625 > lowHz && bin * 15.625 < highHz;
        assertEquals(inside, means[band] > 0, "band " + band + ", bin " + bin);
      }
    }
  }

  @Test
  void spreadingGoesStraightInMel() {
    MelFilterbank bank = bank(10);
    float[] means = new float[10];
    for (int band = 0; band < 10; band++) {
      means[band] = (float) MelFilterbank.mel(bank.centreHz(band));
    }
    float[] spectrum = bank.spread(means, BINS);
    assertEquals(MelFilterbank.mel(100 * 15.625), spectrum[100], 0.1);
    assertEquals(means[0], spectrum[0]);
    assertEquals(means[9], spectrum[BINS - 1]);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> bank(400)).getMessage().contains("400"));
    assertThrows(
        IllegalArgumentException.class, () -> new MelFilterbank(4, 20, 8001, 1024, 16_000));
  }
}
