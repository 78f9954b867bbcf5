package dev.synth.models.wavenet.play;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Kernels on the JDK's Vector API. A panel is {@value #PANEL_VECTORS} vectors wide. One row is
 * multiplied by two panels at a time, which keeps eight sums in flight and hides the latency of
 * multiply-add; four rows by one panel, so that a weight once loaded serves four notes.
 *
 * <p>Vectors live in local variables of small methods only: HotSpot keeps those in registers and
 * allocates objects for all others.
 */
public final class VectorKernels implements StepKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int MIN_LANES = 4;
  private static final int PANEL_VECTORS = 4;
  private static final int PANEL = PANEL_VECTORS * LANES;
  // With 32 registers 4 × 4 sums fit; with the 16 of AVX2 2 × 4 do.
  private static final int MAX_ROWS = LANES >= 16 ? 4 : 2;

  /** Inputs whose part of a panel, 32 KiB at 16 lanes, is read once from afar and then reused. */
  private static final int BLOCK_INPUTS = 128;

  private final ThreadLocal<float[]> widened =
      ThreadLocal.withInitial(() -> new float[BLOCK_INPUTS * PANEL]);

  /**
   * Kernels found by name: their module may be absent.
   *
   * @throws IllegalStateException if vectors are so short here that plain loops are as fast
   */
  public VectorKernels() {
    if (LANES < MIN_LANES) {
      throw new IllegalStateException("this processor's vectors are too short");
    }
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int columnMultiple() {
    return PANEL;
  }

  @Override
  public int panelColumns(int columns) {
    return PANEL;
  }

  @Override
  public String description() {
    return "Vector API, " + LANES + " floats at a time";
  }

  @Override
  public boolean readsPacked() {
    return true;
  }

  @Override
  public void multiplyAdd(
      PackedMatrix m, float[] x, int xOffset, int xStride, float[] y, int yOffset, int rows) {
    if (m.values() == null) {
      multiplyAddPacked(m, x, xOffset, xStride, y, yOffset, rows);
      return;
    }
    float[] w = m.values();
    int inputs = m.inputs();
    int columns = m.columns();
    if (rows == 1) {
      int column = 0;
      for (; column + 2 * PANEL <= columns; column += 2 * PANEL) {
        oneByTwoPanels(w, column * inputs, inputs, x, xOffset, y, yOffset + column);
      }
      if (column < columns) {
        oneRow(w, column * inputs, inputs, x, xOffset, y, yOffset + column);
      }
      return;
    }
    for (int column = 0; column < columns; column += PANEL) {
      for (int input = 0; input < inputs; input += BLOCK_INPUTS) {
        int wOffset = column * inputs + input * PANEL;
        int count = Math.min(BLOCK_INPUTS, inputs - input);
        block(w, wOffset, count, x, xOffset + input, xStride, y, yOffset + column, columns, rows);
      }
    }
  }

  /** One row widens weights in registers; several share what was widened once. */
  private void multiplyAddPacked(
      PackedMatrix m, float[] x, int xOffset, int xStride, float[] y, int yOffset, int rows) {
    int[] pairs = m.pairs();
    int[] quads = m.quads();
    float[] scales = m.scales();
    int inputs = m.inputs();
    int columns = m.columns();
    float[] floats = rows == 1 ? null : widened.get();
    for (int column = 0; column < columns; column += PANEL) {
      int panel = column * inputs;
      if (rows == 1) {
        if (pairs != null) {
          VectorBf16.oneRow(pairs, panel / 2, inputs, x, xOffset, y, yOffset + column);
        } else {
          VectorInt8.oneRow(
              quads, panel / 4, inputs, scales, column, x, xOffset, y, yOffset + column);
        }
        continue;
      }
      for (int input = 0; input < inputs; input += BLOCK_INPUTS) {
        int count = Math.min(BLOCK_INPUTS, inputs - input);
        int from = panel + input * PANEL;
        if (pairs != null) {
          VectorBf16.widen(pairs, from / 2, count * PANEL / 2, floats);
        } else {
          VectorInt8.widen(quads, from / 4, count * LANES, scales, column, floats);
        }
        block(floats, 0, count, x, xOffset + input, xStride, y, yOffset + column, columns, rows);
      }
    }
  }

  /** All rows by a part of a panel that stays in the first-level cache meanwhile. */
  private static void block(
      float[] w,
      int wOffset,
      int inputs,
      float[] x,
      int xOffset,
      int xStride,
      float[] y,
      int yOffset,
      int yStride,
      int rows) {
    int row = 0;
    if (MAX_ROWS == 4) {
      for (; row + 4 <= rows; row += 4) {
        int x0 = xOffset + row * xStride;
        fourRows(w, wOffset, inputs, x, x0, xStride, y, yOffset + row * yStride, yStride);
      }
    }
    for (; row + 2 <= rows; row += 2) {
      int x0 = xOffset + row * xStride;
      twoRows(w, wOffset, inputs, x, x0, xStride, y, yOffset + row * yStride, yStride);
    }
    if (row < rows) {
      oneRow(w, wOffset, inputs, x, xOffset + row * xStride, y, yOffset + row * yStride);
    }
  }

  private static FloatVector load(float[] a, int offset) {
    return FloatVector.fromArray(SPECIES, a, offset);
  }

  private static void oneRow(
      float[] w, int wOffset, int inputs, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector s0 = load(y, yOffset);
    FloatVector s1 = load(y, yOffset + LANES);
    FloatVector s2 = load(y, yOffset + 2 * LANES);
    FloatVector s3 = load(y, yOffset + 3 * LANES);
    for (int i = 0; i < inputs; i++) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      int at = wOffset + i * PANEL;
      s0 = a.fma(load(w, at), s0);
      s1 = a.fma(load(w, at + LANES), s1);
      s2 = a.fma(load(w, at + 2 * LANES), s2);
      s3 = a.fma(load(w, at + 3 * LANES), s3);
    }
    s0.intoArray(y, yOffset);
    s1.intoArray(y, yOffset + LANES);
    s2.intoArray(y, yOffset + 2 * LANES);
    s3.intoArray(y, yOffset + 3 * LANES);
  }

  private static void oneByTwoPanels(
      float[] w, int wOffset, int inputs, float[] x, int xOffset, float[] y, int yOffset) {
    FloatVector s0 = load(y, yOffset);
    FloatVector s1 = load(y, yOffset + LANES);
    FloatVector s2 = load(y, yOffset + 2 * LANES);
    FloatVector s3 = load(y, yOffset + 3 * LANES);
    FloatVector s4 = load(y, yOffset + 4 * LANES);
    FloatVector s5 = load(y, yOffset + 5 * LANES);
    FloatVector s6 = load(y, yOffset + 6 * LANES);
    FloatVector s7 = load(y, yOffset + 7 * LANES);
    int second = wOffset + inputs * PANEL;
    for (int i = 0; i < inputs; i++) {
      FloatVector a = FloatVector.broadcast(SPECIES, x[xOffset + i]);
      int at = wOffset + i * PANEL;
      int at2 = second + i * PANEL;
      s0 = a.fma(load(w, at), s0);
      s1 = a.fma(load(w, at + LANES), s1);
      s2 = a.fma(load(w, at + 2 * LANES), s2);
      s3 = a.fma(load(w, at + 3 * LANES), s3);
      s4 = a.fma(load(w, at2), s4);
      s5 = a.fma(load(w, at2 + LANES), s5);
      s6 = a.fma(load(w, at2 + 2 * LANES), s6);
      s7 = a.fma(load(w, at2 + 3 * LANES), s7);
    }
    s0.intoArray(y, yOffset);
    s1.intoArray(y, yOffset + LANES);
    s2.intoArray(y, yOffset + 2 * LANES);
    s3.intoArray(y, yOffset + 3 * LANES);
    s4.intoArray(y, yOffset + 4 * LANES);
    s5.intoArray(y, yOffset + 5 * LANES);
    s6.intoArray(y, yOffset + 6 * LANES);
    s7.intoArray(y, yOffset + 7 * LANES);
  }

  private static void twoRows(
      float[] w,
      int wOffset,
      int inputs,
      float[] x,
      int x0,
      int xStride,
      float[] y,
      int y0,
      int yStride) {
    int x1 = x0 + xStride;
    int y1 = y0 + yStride;
    FloatVector s00 = load(y, y0);
    FloatVector s01 = load(y, y0 + LANES);
    FloatVector s02 = load(y, y0 + 2 * LANES);
    FloatVector s03 = load(y, y0 + 3 * LANES);
    FloatVector s10 = load(y, y1);
    FloatVector s11 = load(y, y1 + LANES);
    FloatVector s12 = load(y, y1 + 2 * LANES);
    FloatVector s13 = load(y, y1 + 3 * LANES);
    for (int i = 0; i < inputs; i++) {
      int at = wOffset + i * PANEL;
      FloatVector w0 = load(w, at);
      FloatVector w1 = load(w, at + LANES);
      FloatVector w2 = load(w, at + 2 * LANES);
      FloatVector w3 = load(w, at + 3 * LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, x[x0 + i]);
      s00 = a.fma(w0, s00);
      s01 = a.fma(w1, s01);
      s02 = a.fma(w2, s02);
      s03 = a.fma(w3, s03);
      a = FloatVector.broadcast(SPECIES, x[x1 + i]);
      s10 = a.fma(w0, s10);
      s11 = a.fma(w1, s11);
      s12 = a.fma(w2, s12);
      s13 = a.fma(w3, s13);
    }
    s00.intoArray(y, y0);
    s01.intoArray(y, y0 + LANES);
    s02.intoArray(y, y0 + 2 * LANES);
    s03.intoArray(y, y0 + 3 * LANES);
    s10.intoArray(y, y1);
    s11.intoArray(y, y1 + LANES);
    s12.intoArray(y, y1 + 2 * LANES);
    s13.intoArray(y, y1 + 3 * LANES);
  }

  private static void fourRows(
      float[] w,
      int wOffset,
      int inputs,
      float[] x,
      int x0,
      int xStride,
      float[] y,
      int y0,
      int yStride) {
    int x1 = x0 + xStride;
    int x2 = x1 + xStride;
    int x3 = x2 + xStride;
    int y1 = y0 + yStride;
    int y2 = y1 + yStride;
    int y3 = y2 + yStride;
    FloatVector s00 = load(y, y0);
    FloatVector s01 = load(y, y0 + LANES);
    FloatVector s02 = load(y, y0 + 2 * LANES);
    FloatVector s03 = load(y, y0 + 3 * LANES);
    FloatVector s10 = load(y, y1);
    FloatVector s11 = load(y, y1 + LANES);
    FloatVector s12 = load(y, y1 + 2 * LANES);
    FloatVector s13 = load(y, y1 + 3 * LANES);
    FloatVector s20 = load(y, y2);
    FloatVector s21 = load(y, y2 + LANES);
    FloatVector s22 = load(y, y2 + 2 * LANES);
    FloatVector s23 = load(y, y2 + 3 * LANES);
    FloatVector s30 = load(y, y3);
    FloatVector s31 = load(y, y3 + LANES);
    FloatVector s32 = load(y, y3 + 2 * LANES);
    FloatVector s33 = load(y, y3 + 3 * LANES);
    for (int i = 0; i < inputs; i++) {
      int at = wOffset + i * PANEL;
      FloatVector w0 = load(w, at);
      FloatVector w1 = load(w, at + LANES);
      FloatVector w2 = load(w, at + 2 * LANES);
      FloatVector w3 = load(w, at + 3 * LANES);
      FloatVector a = FloatVector.broadcast(SPECIES, x[x0 + i]);
      s00 = a.fma(w0, s00);
      s01 = a.fma(w1, s01);
      s02 = a.fma(w2, s02);
      s03 = a.fma(w3, s03);
      a = FloatVector.broadcast(SPECIES, x[x1 + i]);
      s10 = a.fma(w0, s10);
      s11 = a.fma(w1, s11);
      s12 = a.fma(w2, s12);
      s13 = a.fma(w3, s13);
      a = FloatVector.broadcast(SPECIES, x[x2 + i]);
      s20 = a.fma(w0, s20);
      s21 = a.fma(w1, s21);
      s22 = a.fma(w2, s22);
      s23 = a.fma(w3, s23);
      a = FloatVector.broadcast(SPECIES, x[x3 + i]);
      s30 = a.fma(w0, s30);
      s31 = a.fma(w1, s31);
      s32 = a.fma(w2, s32);
      s33 = a.fma(w3, s33);
    }
    s00.intoArray(y, y0);
    s01.intoArray(y, y0 + LANES);
    s02.intoArray(y, y0 + 2 * LANES);
    s03.intoArray(y, y0 + 3 * LANES);
    s10.intoArray(y, y1);
    s11.intoArray(y, y1 + LANES);
    s12.intoArray(y, y1 + 2 * LANES);
    s13.intoArray(y, y1 + 3 * LANES);
    s20.intoArray(y, y2);
    s21.intoArray(y, y2 + LANES);
    s22.intoArray(y, y2 + 2 * LANES);
    s23.intoArray(y, y2 + 3 * LANES);
    s30.intoArray(y, y3);
    s31.intoArray(y, y3 + LANES);
    s32.intoArray(y, y3 + 2 * LANES);
    s33.intoArray(y, y3 + 3 * LANES);
  }

  @Override
  public void gate(float[] y, int yOffset, int yStride, int half, float[] gate, int rows) {
    for (int row = 0; row < rows; row++) {
      gateRow(y, yOffset + row * yStride, half, gate, row * half);
    }
  }

  /**
   * sigmoid a · tanh b = (1 - v) / ((1 + u)(1 + v)) with u = e^-a and v = e^-2b: two exponentials
   * and one division. Beyond ±40 both functions have reached their limits in float, and the bound
   * keeps u·v finite.
   */
  private static void gateRow(float[] y, int yOffset, int half, float[] gate, int gateOffset) {
    for (int j = 0; j < half; j += LANES) {
      FloatVector u = exp(load(y, yOffset + j).neg());
      FloatVector v = exp(load(y, yOffset + half + j).mul(-2f));
      FloatVector one = FloatVector.broadcast(SPECIES, 1f);
      one.sub(v).div(u.add(1f).mul(v.add(1f))).intoArray(gate, gateOffset + j);
    }
  }

  /**
   * e^x for x clamped to ±40. With n = round(x / ln 2) and r = x - n·ln 2, |r| ≤ 0.347: e^x = 2^n ·
   * e^r. Adding 1.5·2^23 rounds to an integer and leaves n in the low bits; shifted into the
   * exponent's place it scales the polynomial. ln 2 is split so that n·LN2_HIGH is exact. The
   * coefficients are those of Cephes' expf (Moshier); relative error below 2e-7. Written out here:
   * calls inside it, or another class's, cost the player a fifth of its speed.
   */
  private static FloatVector exp(FloatVector x) {
    FloatVector bounded = x.max(-40f).min(40f);
    FloatVector shifted =
        bounded.fma(
            FloatVector.broadcast(SPECIES, 1.44269504f), FloatVector.broadcast(SPECIES, 0x1.8p23f));
    FloatVector n = shifted.sub(0x1.8p23f);
    FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -0.693359375f), bounded);
    r = n.fma(FloatVector.broadcast(SPECIES, 2.12194440e-4f), r);
    FloatVector p = FloatVector.broadcast(SPECIES, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(SPECIES, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r).add(1f);
    return p.reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }
}
