package dev.synth.kernel;

import java.util.Locale;

/**
 * What the factors of matrix products are rounded to; matrices and sums are in float either way.
 */
public enum ProductPrecision {
  /** Not at all: 32 bits. */
  FLOAT,

  /**
   * To bfloat16, the upper 16 bits of a float, to nearest even: 8 bits of significand, so each
   * factor is off by up to 1 in 256 (Kalamkar et al. 2019, "A Study of BFLOAT16 for Deep Learning
   * Training"). Done while a product is computed; several times as fast where the CPU has units for
   * such matrices.
   */
  BF16;

  /** In small letters, as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
