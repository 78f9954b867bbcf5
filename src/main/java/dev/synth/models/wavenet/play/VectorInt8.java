package dev.synth.models.wavenet.play;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Weights in int8, four vectors of them in one of ints as {@link PackedMatrix#quads} lays them out.
 * A byte is brought to the top of its int, with zeros below: 2^24 times its value, which is exact
 * in float, as is the scale divided by 2^24.
 */
final class VectorInt8 {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int TOP_BYTE = 0xff000000;
  private static final float TOP = 0x1p-24f;

  private VectorInt8() {}

  private static FloatVector float0(IntVector quad) {
    return (FloatVector) quad.lanewise(VectorOperators.LSHL, 24).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector float1(IntVector quad) {
    return (FloatVector)
        quad.lanewise(VectorOperators.LSHL, 16).and(TOP_BYTE).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector float2(IntVector quad) {
    return (FloatVector)
        quad.lanewise(VectorOperators.LSHL, 8).and(TOP_BYTE).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector float3(IntVector quad) {
    return (FloatVector) quad.and(TOP_BYTE).convert(VectorOperators.I2F, 0);
  }

  private static FloatVector scale(float[] scales, int column) {
    return FloatVector.fromArray(SPECIES, scales, column).mul(TOP);
  }

  /** y += xM for one row and one panel of four vectors. */
  static void oneRow(
      int[] w,
      int wOffset,
      int inputs,
      float[] scales,
      int column,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset) {
    FloatVector c0 = scale(scales, column);
    FloatVector c1 = scale(scales, column + LANES);
    FloatVector c2 = scale(scales, column + 2 * LANES);
    FloatVector c3 = scale(scales, column + 3 * LANES);
    FloatVector s0 = FloatVector.fromArray(SPECIES, y, yOffset);
    FloatVector s1 = FloatVector.fromArray(SPECIES, y, yOffset + LANES);
    FloatVector s2 = FloatVector.fromArray(SPECIES, y, yOffset + 2 * LANES);
    FloatVector s3 = FloatVector.fromArray(SPECIES, y, yOffset + 3 * LANES);
    for (int i = 0; i < inputs; i++) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      IntVector q = IntVector.fromArray(INTS, w, wOffset + i * LANES);
      s0 = a.fma(float0(q).mul(c0), s0);
      s1 = a.fma(float1(q).mul(c1), s1);
      s2 = a.fma(float2(q).mul(c2), s2);
      s3 = a.fma(float3(q).mul(c3), s3);
    }
    s0.intoArray(y, yOffset);
    s1.intoArray(y, yOffset + LANES);
    s2.intoArray(y, yOffset + 2 * LANES);
    s3.intoArray(y, yOffset + 3 * LANES);
  }

  /** {@code count} quads from {@code wOffset} as four times as many floats, in their order. */
  static void widen(int[] w, int wOffset, int count, float[] scales, int column, float[] floats) {
    FloatVector c0 = scale(scales, column);
    FloatVector c1 = scale(scales, column + LANES);
    FloatVector c2 = scale(scales, column + 2 * LANES);
    FloatVector c3 = scale(scales, column + 3 * LANES);
    for (int i = 0; i < count; i += LANES) {
      IntVector q = IntVector.fromArray(INTS, w, wOffset + i);
      float0(q).mul(c0).intoArray(floats, 4 * i);
      float1(q).mul(c1).intoArray(floats, 4 * i + LANES);
      float2(q).mul(c2).intoArray(floats, 4 * i + 2 * LANES);
      float3(q).mul(c3).intoArray(floats, 4 * i + 3 * LANES);
    }
  }
}
