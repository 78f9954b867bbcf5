package dev.synth.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponential, sigmoid and tanh over vectors of floats.
 *
 * <p>exp(x) = 2^n · exp(r) with n = round(x / ln 2) and |r| ≤ ln 2 / 2, where exp(r) is its Taylor
 * polynomial of degree 7: the first term left out is r^8/8! ≤ 5.2e-9, below half a float's unit in
 * the last place (6e-8). ln 2 is split in two so that r is exact to float precision (Cody and Waite
 * 1980). Written out rather than taken from the JDK because that is only fast where the JDK ships
 * vector mathematics for the platform.
 */
final class VectorMath {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  /** Adding and subtracting 1.5 · 2^23 rounds a float to the nearest integer. */
  private static final float ROUND = 12582912f;

  private VectorMath() {}

  /** exp(x) for x clamped to [-87, 88]. */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-87f).min(88f);
    FloatVector shifted = clamped.mul(LOG2_E).add(ROUND);
    FloatVector n = shifted.sub(ROUND);
    FloatVector r = n.neg().fma(FloatVector.broadcast(SPECIES, LN2_HIGH), clamped);
    r = n.neg().fma(FloatVector.broadcast(SPECIES, LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(SPECIES, 1f / 5040f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 720f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 120f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 24f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f / 6f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1f));
    // The low bits of the rounded sum hold n; moved up, they add n to p's exponent: p · 2^n.
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }

  /** 1 / (1 + exp(-x)). */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    return one.div(exp(x.neg()).add(1f));
  }

  /** tanh(x) = 1 − 2 / (exp(2x) + 1); its absolute error is a float's rounding of 1. */
  static FloatVector tanh(FloatVector x) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    return one.sub(FloatVector.broadcast(SPECIES, 2f).div(exp(x.add(x)).add(1f)));
  }
}
