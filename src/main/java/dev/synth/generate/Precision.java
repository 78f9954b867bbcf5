package dev.synth.generate;

import java.util.Locale;

/** How exactly the generator keeps its weights; sums are in float either way. */
public enum Precision {
  /** 32 bits: as trained. */
  FLOAT,

  /**
   * The upper 16 bits of a float, rounded to nearest even: 8 bits of significand, so each weight is
   * off by up to 1 in 256, and half the memory to read at each sample.
   */
  BF16,

  /**
   * Whole numbers from -127 to 127, times a scale that all weights of an output have in common: the
   * largest of them is 127 steps, so each is off by up to half a step, and a quarter of the memory
   * to read at each sample.
   */
  INT8;

  private static final int MOST_STEPS = 127;

  /** In small letters, as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What weights of an output are multiples of.
   *
   * @param largest magnitude of all of them
   * @return 0 where they are kept one by one
   */
  public float scale(float largest) {
    return this == INT8 ? largest / MOST_STEPS : 0;
  }

  /**
   * {@code weight} as this precision keeps it.
   *
   * @param scale of the weight's output
   */
  public float round(float weight, float scale) {
    return switch (this) {
      case FLOAT -> weight;
      case BF16 -> {
        int bits = Float.floatToRawIntBits(weight);
        int rounded = bits + 0x7fff + (bits >>> 16 & 1);
        yield Float.intBitsToFloat(rounded & 0xffff0000);
      }
      case INT8 -> scale * steps(weight, scale);
    };
  }

  /** How many times {@code scale} a weight is nearest to; 0 where all weights are 0. */
  public static int steps(float weight, float scale) {
    return scale == 0 ? 0 : Math.max(-MOST_STEPS, Math.min(MOST_STEPS, Math.round(weight / scale)));
  }
}
