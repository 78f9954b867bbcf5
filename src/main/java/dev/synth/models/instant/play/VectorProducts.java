package dev.synth.models.instant.play;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The same on the JDK's Vector API: tiles of four rows by two vectors of columns. */
public final class VectorProducts implements ProductKernel {
  private static final VectorSpecies<Float> SPECIES = species();
  private static final int VECTOR = SPECIES.length();
  private static final int PANEL = PackedWeights.PANEL;
  private static final int ROWS = 4;

  /**
   * A kernel found by name: its module may be absent.
   *
   * @throws IllegalStateException if vectors are so short here that plain loops are as fast
   */
  public VectorProducts() {
    if (VECTOR < 4) {
      throw new IllegalStateException("this processor's vectors are too short");
    }
  }

  private static VectorSpecies<Float> species() {
    VectorSpecies<Float> preferred = FloatVector.SPECIES_PREFERRED;
    return 2 * preferred.length() > PackedWeights.PANEL ? FloatVector.SPECIES_512 : preferred;
  }

  @Override
  public void addProducts(
      float[] in,
      int inStride,
      int inFirst,
      PackedWeights weights,
      float[] out,
      int outFirst,
      int count) {
    int stride = PackedWeights.stride(weights.columns());
    int rows = weights.rows();
    float[] values = weights.values();
    for (int panel = 0; panel < weights.panels(); panel++) {
      for (int part = 0; part < PANEL; part += 2 * VECTOR) {
        int w = panel * rows * PANEL + part;
        int column = panel * PANEL + part;
        int i = 0;
        for (; i <= count - ROWS; i += ROWS) {
          int x = (inFirst + i) * inStride;
          int y = (outFirst + i) * stride + column;
          tile(in, x, inStride, values, w, rows, out, y, stride);
        }
        for (; i < count; i++) {
          int x = (inFirst + i) * inStride;
          row(in, x, values, w, rows, out, (outFirst + i) * stride + column);
        }
      }
    }
  }

  private static void tile(
      float[] in,
      int x,
      int inStride,
      float[] values,
      int w,
      int rows,
      float[] out,
      int y,
      int stride) {
    int x1 = x + inStride;
    int x2 = x1 + inStride;
    int x3 = x2 + inStride;
    int y1 = y + stride;
    int y2 = y1 + stride;
    int y3 = y2 + stride;
    FloatVector a0 = FloatVector.fromArray(SPECIES, out, y);
    FloatVector b0 = FloatVector.fromArray(SPECIES, out, y + VECTOR);
    FloatVector a1 = FloatVector.fromArray(SPECIES, out, y1);
    FloatVector b1 = FloatVector.fromArray(SPECIES, out, y1 + VECTOR);
    FloatVector a2 = FloatVector.fromArray(SPECIES, out, y2);
    FloatVector b2 = FloatVector.fromArray(SPECIES, out, y2 + VECTOR);
    FloatVector a3 = FloatVector.fromArray(SPECIES, out, y3);
    FloatVector b3 = FloatVector.fromArray(SPECIES, out, y3 + VECTOR);
    for (int k = 0; k < rows; k++) {
      FloatVector left = FloatVector.fromArray(SPECIES, values, w + k * PANEL);
      FloatVector right = FloatVector.fromArray(SPECIES, values, w + k * PANEL + VECTOR);
      FloatVector value = FloatVector.broadcast(SPECIES, in[x + k]);
      a0 = value.fma(left, a0);
      b0 = value.fma(right, b0);
      value = FloatVector.broadcast(SPECIES, in[x1 + k]);
      a1 = value.fma(left, a1);
      b1 = value.fma(right, b1);
      value = FloatVector.broadcast(SPECIES, in[x2 + k]);
      a2 = value.fma(left, a2);
      b2 = value.fma(right, b2);
      value = FloatVector.broadcast(SPECIES, in[x3 + k]);
      a3 = value.fma(left, a3);
      b3 = value.fma(right, b3);
    }
    a0.intoArray(out, y);
    b0.intoArray(out, y + VECTOR);
    a1.intoArray(out, y1);
    b1.intoArray(out, y1 + VECTOR);
    a2.intoArray(out, y2);
    b2.intoArray(out, y2 + VECTOR);
    a3.intoArray(out, y3);
    b3.intoArray(out, y3 + VECTOR);
  }

  private static void row(float[] in, int x, float[] values, int w, int rows, float[] out, int y) {
    FloatVector a = FloatVector.fromArray(SPECIES, out, y);
    FloatVector b = FloatVector.fromArray(SPECIES, out, y + VECTOR);
    for (int k = 0; k < rows; k++) {
      FloatVector value = FloatVector.broadcast(SPECIES, in[x + k]);
      a = value.fma(FloatVector.fromArray(SPECIES, values, w + k * PANEL), a);
      b = value.fma(FloatVector.fromArray(SPECIES, values, w + k * PANEL + VECTOR), b);
    }
    a.intoArray(out, y);
    b.intoArray(out, y + VECTOR);
  }

  @Override
  public String description() {
    return "Vector API, " + VECTOR + " values at a time";
  }
}
