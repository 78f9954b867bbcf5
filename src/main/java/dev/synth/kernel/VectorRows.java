package dev.synth.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise work on one row in a heap array, by the Vector API.
 *
 * <p>Whole vectors go without a mask: making and testing one costs more than the arithmetic. Only
 * what is left at a row's end is masked; a {@code null} mask stands for all lanes.
 */
final class VectorRows {
  static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  static final int LANES = SPECIES.length();

  private VectorRows() {}

  private static VectorMask<Float> rest(int from, int to) {
    return SPECIES.indexInRange(from, to);
  }

  private static FloatVector load(float[] x, int offset, VectorMask<Float> mask) {
    return mask == null
        ? FloatVector.fromArray(SPECIES, x, offset)
        : FloatVector.fromArray(SPECIES, x, offset, mask);
  }

  private static void store(FloatVector v, float[] x, int offset, VectorMask<Float> mask) {
    if (mask == null) {
      v.intoArray(x, offset);
    } else {
      v.intoArray(x, offset, mask);
    }
  }

  /** x += y. */
  static void add(float[] x, int offset, float[] y, int yOffset, int columns) {
    int c = 0;
    for (; c <= columns - LANES; c += LANES) {
      store(load(x, offset + c, null).add(load(y, yOffset + c, null)), x, offset + c, null);
    }
    for (; c < columns; c++) {
      x[offset + c] += y[yOffset + c];
    }
  }

  /**
   * [u | v] + frame becomes [a | b] = [sigmoid | tanh], and out = a · b.
   *
   * @param pre the row of 2 · {@code channels}, from {@code offset}
   */
  static void gate(
      float[] pre,
      int offset,
      float[] frames,
      int frame,
      int channels,
      float[] out,
      int outOffset) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      gateAt(pre, offset + c, frames, frame + c, channels, out, outOffset + c, null);
    }
    if (c < channels) {
      gateAt(pre, offset + c, frames, frame + c, channels, out, outOffset + c, rest(c, channels));
    }
  }

  /**
   * With p = e^-u and q = e^-2v: a = 1/(1+p) and b = (1-q)/(1+q), by one division of (1+p)(1+q).
   * Beyond ±40 both functions have reached their limits in float, and the bound keeps p·q finite.
   */
  private static void gateAt(
      float[] pre,
      int at,
      float[] frames,
      int frame,
      int channels,
      float[] out,
      int outAt,
      VectorMask<Float> mask) {
    FloatVector u = load(pre, at, mask).add(load(frames, frame, mask));
    FloatVector v = load(pre, at + channels, mask).add(load(frames, frame + channels, mask));
    FloatVector p = VectorMath.exp(u.neg().max(-40f).min(40f)).add(1f);
    FloatVector q = VectorMath.exp(v.mul(-2f).max(-40f).min(40f));
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector q1 = q.add(1f);
    FloatVector inverse = one.div(p.mul(q1));
    FloatVector a = inverse.mul(q1);
    FloatVector b = one.sub(q).mul(inverse.mul(p));
    store(a, pre, at, mask);
    store(b, pre, at + channels, mask);
    store(a.mul(b), out, outAt, mask);
  }

  /** out = a · b of a row [a | b]. */
  static void gateOutput(float[] ab, int offset, int channels, float[] out, int outOffset) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      FloatVector a = load(ab, offset + c, null);
      store(a.mul(load(ab, offset + channels + c, null)), out, outOffset + c, null);
    }
    for (; c < channels; c++) {
      out[outOffset + c] = ab[offset + c] * ab[offset + channels + c];
    }
  }

  /** [a | b] becomes [d · b · a(1-a) | d · a · (1-b²)]. */
  static void gateGradient(float[] ab, int offset, int channels, float[] d, int dOffset) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      gateGradientAt(ab, offset + c, channels, d, dOffset + c, null);
    }
    if (c < channels) {
      gateGradientAt(ab, offset + c, channels, d, dOffset + c, rest(c, channels));
    }
  }

  private static void gateGradientAt(
      float[] ab, int at, int channels, float[] d, int dAt, VectorMask<Float> mask) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector a = load(ab, at, mask);
    FloatVector b = load(ab, at + channels, mask);
    FloatVector da = load(d, dAt, mask).mul(a);
    store(da.mul(b).mul(one.sub(a)), ab, at, mask);
    store(da.mul(one.sub(b.mul(b))), ab, at + channels, mask);
  }

  /** The row becomes scale · (softmax − one-hot of {@code code}); returns its cross-entropy. */
  static double softmax(float[] x, int offset, int classes, int code, float scale) {
    float max = max(x, offset, classes);
    double label = x[offset + code] - (double) max;
    float sum = exponentials(x, offset, classes, max);
    float factor = scale / sum;
    for (int k = offset; k < offset + classes; k++) {
      x[k] *= factor;
    }
    x[offset + code] -= scale;
    return Math.log(sum) - label;
  }

  private static float max(float[] x, int offset, int count) {
    FloatVector max = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int k = 0;
    for (; k <= count - LANES; k += LANES) {
      max = max.max(load(x, offset + k, null));
    }
    float all = max.reduceLanes(VectorOperators.MAX);
    for (; k < count; k++) {
      all = Math.max(all, x[offset + k]);
    }
    return all;
  }

  /** x = e^(x - max); returns the sum. */
  private static float exponentials(float[] x, int offset, int count, float max) {
    FloatVector sums = FloatVector.zero(SPECIES);
    int k = 0;
    for (; k <= count - LANES; k += LANES) {
      FloatVector e = VectorMath.exp(load(x, offset + k, null).sub(max));
      sums = sums.add(e);
      store(e, x, offset + k, null);
    }
    if (k < count) {
      VectorMask<Float> mask = rest(k, count);
      FloatVector e = VectorMath.exp(load(x, offset + k, mask).sub(max));
      sums = sums.add(e, mask);
      store(e, x, offset + k, mask);
    }
    return sums.reduceLanes(VectorOperators.ADD);
  }

  /** x = max(x, 0), over whole vectors: the array has room for the last one. */
  static void relu(float[] x, float[] unused, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(x, i, null).max(0f).intoArray(x, i);
    }
  }

  /** d = d where in > 0, else 0, over whole vectors. */
  static void reluGradient(float[] d, float[] in, int length) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < length; i += LANES) {
      var off = load(in, i, null).compare(VectorOperators.LE, 0f);
      load(d, i, null).blend(zero, off).intoArray(d, i);
    }
  }

  /** x += y, over whole vectors. */
  static void add(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(x, i, null).add(load(y, i, null)).intoArray(x, i);
    }
  }
}
