package dev.synth.models.instant.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.models.instant.sound.ControlSynthesizer;
import dev.synth.models.instant.sound.NoteControls;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A note made of controls has these controls when it is measured. */
class NoteAnalyzerTest {
  private static final int PARTIALS = 32;
  private static final int BANDS = 20;
  private static final int POINTS = 200;

  private static NoteControls note(double vibratoCents, double stiffness, double noiseDb) {
    float[] levels = new float[POINTS * PARTIALS];
    float[] noise = new float[POINTS * BANDS];
    float[] cents = new float[POINTS];
    float[] tuning = new float[PARTIALS];
    Arrays.fill(noise, (float) noiseDb);
    for (int p = 0; p < POINTS; p++) {
      cents[p] = (float) (15 + vibratoCents * Math.sin(2 * Math.PI * 5.5 * p * 0.008));
      for (int k = 0; k < PARTIALS; k++) {
        levels[p * PARTIALS + k] = (float) (-12 - 1.2 * k - 0.05 * p);
      }
    }
    for (int k = 0; k < PARTIALS; k++) {
      tuning[k] = (float) (600 * Math.log(1 + stiffness * (k + 1) * (k + 1)) / Math.log(2));
    }
    return new NoteControls(PARTIALS, BANDS, levels, noise, cents, tuning);
  }

  @ParameterizedTest
  @CsvSource({
    "16000, 60, 0, 0, -60",
    "16000, 36, 0, 0, -60",
    "48000, 60, 0, 0, -60",
    "48000, 84, 0, 0, -50",
    "48000, 69, 30, 0, -70",
    "48000, 45, 0, 0.0004, -70",
  })
  void controlsAreFoundAgain(
      int rateHz, double pitch, double vibrato, double stiffness, double noiseDb) {
    int hop = rateHz / 125;
    NoteControls made = note(vibrato, stiffness, noiseDb);
    float[] sound =
        new ControlSynthesizer(rateHz, hop, PARTIALS, BANDS).play(made, pitch, POINTS * hop, 1);
    NoteControls found =
        new NoteAnalyzer(rateHz, hop, PARTIALS, BANDS).analyze(sound, pitch, POINTS);
    double hz = 440 * Math.pow(2, (pitch - 69) / 12);
    double cents = 0;
    double level = 0;
    int levels = 0;
    double noise = 0;
    for (int p = 20; p < POINTS - 20; p++) {
      cents = Math.max(cents, Math.abs(found.cents()[p] - made.cents()[p]));
      for (int k = 0; k < 16 && (k + 1) * hz < 0.45 * rateHz; k++) {
        int i = p * PARTIALS + k;
        level += Math.abs(found.partialDb()[i] - made.partialDb()[i]);
        levels++;
      }
      for (int b = 3; b < BANDS - 1; b++) {
        noise += Math.pow(10, (found.noiseDb()[p * BANDS + b] - noiseDb) / 10);
      }
    }
    noise = 10 * Math.log10(noise / ((BANDS - 4) * (POINTS - 40)));
    String all =
        String.format(
            java.util.Locale.ROOT,
            "cents %.2f, level %.3f dB, noise %.2f dB",
            cents,
            level / levels,
            noise);
    System.out.println(rateHz + " " + pitch + " " + all);
    assertTrue(cents < 3, all);
    assertTrue(level / levels < 0.5, all);
    assertEquals(0, noise, 1, all);
    for (int k = 0; k < 16; k++) {
      assertEquals(made.tuningCents()[k], found.tuningCents()[k], 3, "partial " + (k + 1));
    }
  }
}
