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
  BF16;

  /** In small letters, as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@code weight} as this precision keeps it. */
  public float round(float weight) {
    if (this == FLOAT) {
      return weight;
    }
    int bits = Float.floatToRawIntBits(weight);
    int rounded = bits + 0x7fff + (bits >>> 16 & 1);
    return Float.intBitsToFloat(rounded & 0xffff0000);
  }
}
