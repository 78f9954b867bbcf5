package dev.synth.models.wavenet.play;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weights in bf16, two vectors of them in one of ints as {@link PackedMatrix#pairs} lays them out:
 * a shift brings the first to light, a mask the second.
 */
final class VectorBf16 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int UPPER_HALF = 0xffff0000;

  private VectorBf16() {}

  private static FloatVector first(IntVector pair) {
    return pair.lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
  }

  private static FloatVector second(IntVector pair) {
    return pair.and(UPPER_HALF).reinterpretAsFloats();
  }

  /** y += xM for one row and one panel of four vectors. */
  static void oneRow(
      int[] w, int wOffset, int inputs, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector s0 = FloatVector.fromArray(SPECIES, y, yOffset);
    FloatVector s1 = FloatVector.fromArray(SPECIES, y, yOffset + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, y, yOffset + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, y, yOffset + 3 * LANES);
    for (int i = 0; i < inputs; i++) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      int at = wOffset + i * 2 * LANES;
      IntVector p = IntVector.fromArray(INTS, w, at);
      IntVector q = IntVector.fromArray(INTS, w, at + LANES);
      s0 = a.fma(first(p), s0);
      s1 = a.fma(second(p), s1);
      s2 = a.fma(first(q), s2);
      s3 = a.fma(second(q), s3);
    }
    s0.intoArray(y, yOffset);
    s1.intoArray(y, yOffset + LANES);
    s2.intoArray(y, yOffset + 2 * LANES);
    s3.intoArray(y, yOffset + 3 * LANES);
  }

  /** {@code count} pairs from {@code wOffset} as twice as many floats, in the order of columns. */
  static void widen(int[] w, int wOffset, int count, float[] floats) {
    for (int i = 0; i < count; i += LANES) {
      IntVector p = IntVector.fromArray(INTS, w, wOffset + i);
      first(p).intoArray(floats, 2 * i);
      second(p).intoArray(floats, 2 * i + LANES);
    }
  }
}
