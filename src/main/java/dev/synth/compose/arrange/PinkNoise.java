package dev.synth.compose.arrange;

/**
 * Deviations that are alike over all spans of time, as those of people who tap: the sum of values
 * that are held for 1, 2, 4 ... 32 steps (after Voss and Clarke 1978). Mean 0. The value of a step
 * does not depend on which others are asked for.
 */
final class PinkNoise {
  private static final int OCTAVES = 6;

  private final Chance[] octaves = new Chance[OCTAVES];
  private final double deviation;

  /**
   * @param deviation standard deviation of the values
   */
  PinkNoise(double deviation, Chance chance) {
    this.deviation = deviation / Math.sqrt(OCTAVES);
    for (int octave = 0; octave < OCTAVES; octave++) {
      octaves[octave] = chance.of("octave " + octave);
    }
  }

  /** The value at a step. */
  double at(long step) {
    double sum = 0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      sum += octaves[octave].gaussian(step >> octave);
    }
    return deviation * sum;
  }
}
