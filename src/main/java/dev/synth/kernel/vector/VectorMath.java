package dev.synth.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The exponential over vectors of floats.
 *
 * <p>exp(x) = 2^n · exp(r) with n = round(x / ln 2) and |r| ≤ ln 2 / 2. ln 2 is split in two so
 * that r is exact to float precision (Cody and Waite 1980). Written out rather than taken from the
 * JDK because that is only fast where the JDK ships vector mathematics for the platform.
 *
 * <p>exp(r) is one of two polynomials, which differ in the last bit: what is trained and encoded
 * uses one and what is played the other, so that each stays as it always was, to the bit.
 */
public final class VectorMath {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding and subtracting 1.5 · 2^23 rounds a float to the nearest integer. */
  private static final float ROUND = 12582912f;

  private VectorMath() {}

  /**
   * exp(x) for x clamped to [-87, 88], by the Taylor polynomial of degree 7: the first term left
   * out is r^8/8! ≤ 5.2e-9, below half a float's unit in the last place (6e-8).
   */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-87f).min(88f);
    FloatVector shifted = clamped.mul(LOG2_E).add(ROUND);
    FloatVector r = remainder(clamped, shifted);
    FloatVector p = FloatVector.broadcast(SPECIES, 1f / 5040f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 720f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 120f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 24f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 6f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
    return scaled(p, shifted);
  }

  /**
   * exp(x) for x clamped to ±40, by the coefficients of Cephes' expf (Moshier), two steps shorter;
   * relative error below 2e-7.
   */
  public static FloatVector expOfGate(FloatVector x) {
    FloatVector clamped = x.max(-40f).min(40f);
    FloatVector shifted =
        clamped.fma(FloatVector.broadcast(SPECIES, LOG2_E), FloatVector.broadcast(SPECIES, ROUND));
    FloatVector r = remainder(clamped, shifted);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    return scaled(p, shifted);
  }

  /** r = x - n · ln 2 of the n that was rounded. */
  private static FloatVector remainder(FloatVector x, FloatVector shifted) {
    FloatVector minusN = shifted.sub(ROUND).neg();
    FloatVector r = minusN.fma(FloatVector.broadcast(SPECIES, LN2_HIGH), x);
    return minusN.fma(FloatVector.broadcast(SPECIES, LN2_LOW), r);
  }

  /** The low bits of the rounded sum hold n; moved up, they add n to p's exponent: p · 2^n. */
  private static FloatVector scaled(FloatVector p, FloatVector shifted) {
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }
}
