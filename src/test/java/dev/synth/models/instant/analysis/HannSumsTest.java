package dev.synth.models.instant.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.kernel.Kernels;
import dev.synth.testing.RandomModels;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Running sums against windows that are laid on sample by sample. */
class HannSumsTest {
  @ParameterizedTest
  @CsvSource({
    "193,4000,128,40,true",
    "3671,9000,384,20,true",
    "193,4000,128,40,false",
    "3,7,5,1,true",
    "9001,500,100,6,false"
  })
  void theyAreTheMeansUnderTheWindows(
      int window, int samples, int hop, int points, boolean vector) {
    Random random = new Random(1);
    float[] real = RandomModels.values(random, samples, 0.3);
    float[] imaginary = RandomModels.values(random, samples, 0.3);
    SumKernel kernel =
        vector
            ? Kernels.vector(SumKernel.class, "dev.synth.models.instant.analysis.VectorSums")
            : new PlainSums();
    float[] means = new float[2 * points];
    new HannSums(window, samples, hop, points, kernel).means(real, imaginary, means);
    float[] weights = Demodulator.window(window - 1);
    assertEquals(window, weights.length);
    for (int p = 0; p < points; p++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < window; i++) {
        int n = p * hop - window / 2 + i;
        if (n >= 0 && n < samples) {
          re += weights[i] * real[n];
          im += weights[i] * imaginary[n];
        }
      }
      // A running sum of up to 9000 floats of 0.3, each rounded at 2^-24, over the window's length.
      assertEquals(2 * re, means[2 * p], 2e-6, "point " + p);
      assertEquals(2 * im, means[2 * p + 1], 2e-6, "point " + p);
    }
  }
}
