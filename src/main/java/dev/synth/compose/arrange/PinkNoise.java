package dev.synth.compose.arrange;

import java.util.Random;

/**
 * Deviations that are alike over all spans of time, as those of people who tap: the sum of steps
 * that are held for 1, 2, 4, 8 and 16 notes (after Voss and Clarke 1978). Mean 0.
 */
final class PinkNoise {
  private static final int OCTAVES = 5;

  private final Random random;
  private final double deviation;
  private final double[] held = new double[OCTAVES];
  private int count;

  /**
   * @param deviation standard deviation of the values
   */
  PinkNoise(double deviation, Random random) {
    this.random = random;
    this.deviation = deviation / Math.sqrt(OCTAVES);
  }

  /** The next value. */
  double next() {
    double sum = 0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      if (count % (1 << octave) == 0) {
        held[octave] = deviation * random.nextGaussian();
      }
      sum += held[octave];
    }
    count++;
    return sum;
  }
}
