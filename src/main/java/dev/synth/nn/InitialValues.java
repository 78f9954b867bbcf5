package dev.synth.nn;

import dev.synth.model.TensorShape;
import java.util.SplittableRandom;

/** What a tensor holds before anything is learned. */
public final class InitialValues {
  private InitialValues() {}

  /**
   * Uniform in ±sqrt(3 / fan-in), which keeps a unit variance; biases zero. A tensor's values
   * depend on the seed and its name only.
   */
  public static float[] of(TensorShape shape, double fanIn, long seed) {
    float[] values = new float[shape.length()];
    if (!shape.isBias()) {
      double bound = Math.sqrt(3.0 / fanIn);
      SplittableRandom random = new SplittableRandom(seed * 31 + shape.name().hashCode());
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
    }
    return values;
  }
}
