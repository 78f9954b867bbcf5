package dev.synth.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Element-wise work on one row in a heap array, by the Vector API.
 *
 * <p>What does not fill a vector at a row's end is done one by one. No lanes are masked: making and
 * testing a mask costs more than the arithmetic, and HotSpot's compiler in Java 17 crashed on a
 * masked sum in a branch that was never taken.
 */
final class VectorRows {
  static final VectorSpecies<Float> SPECIES = VectorMath.SPECIES;
  static final int LANES = SPECIES.length();

  private VectorRows() {}

  private static FloatVector load(float[] x, int offset) {
    return FloatVector.fromArray(SPECIES, x, offset);
  }

  /** x += y. */
  static void add(float[] x, int offset, float[] y, int yOffset, int columns) {
    int c = 0;
    for (; c <= columns - LANES; c += LANES) {
      load(x, offset + c).add(load(y, yOffset + c)).intoArray(x, offset + c);
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
      gateAt(pre, offset + c, frames, frame + c, channels, out, outOffset + c);
    }
    for (; c < channels; c++) {
      double u = pre[offset + c] + frames[frame + c];
      double v = pre[offset + channels + c] + frames[frame + channels + c];
      float a = (float) (1 / (1 + Math.exp(-u)));
      float b = (float) Math.tanh(v);
      pre[offset + c] = a;
      pre[offset + channels + c] = b;
      out[outOffset + c] = a * b;
    }
  }

  /**
   * With p = e^-u and q = e^-2v: a = 1/(1+p) and b = (1-q)/(1+q), by one division of (1+p)(1+q).
   * Beyond ±40 both functions have reached their limits in float, and the bound keeps p·q finite.
   */
  private static void gateAt(
      float[] pre, int at, float[] frames, int frame, int channels, float[] out, int outAt) {
    FloatVector u = load(pre, at).add(load(frames, frame));
    FloatVector v = load(pre, at + channels).add(load(frames, frame + channels));
    FloatVector p = VectorMath.exp(u.neg().max(-40f).min(40f)).add(1f);
    FloatVector q = VectorMath.exp(v.mul(-2f).max(-40f).min(40f));
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector q1 = q.add(1f);
    FloatVector inverse = one.div(p.mul(q1));
    FloatVector a = inverse.mul(q1);
    FloatVector b = one.sub(q).mul(inverse.mul(p));
    a.intoArray(pre, at);
    b.intoArray(pre, at + channels);
    a.mul(b).intoArray(out, outAt);
  }

  /** out = a · b of a row [a | b]. */
  static void gateOutput(float[] ab, int offset, int channels, float[] out, int outOffset) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      FloatVector a = load(ab, offset + c);
      a.mul(load(ab, offset + channels + c)).intoArray(out, outOffset + c);
    }
    for (; c < channels; c++) {
      out[outOffset + c] = ab[offset + c] * ab[offset + channels + c];
    }
  }

  /** [a | b] becomes [d · b · a(1-a) | d · a · (1-b²)]. */
  static void gateGradient(float[] ab, int offset, int channels, float[] d, int dOffset) {
    int c = 0;
    for (; c <= channels - LANES; c += LANES) {
      gateGradientAt(ab, offset + c, channels, d, dOffset + c);
    }
    for (; c < channels; c++) {
      float a = ab[offset + c];
      float b = ab[offset + channels + c];
      float da = d[dOffset + c] * a;
      ab[offset + c] = da * b * (1 - a);
      ab[offset + channels + c] = da * (1 - b * b);
    }
  }

  private static void gateGradientAt(float[] ab, int at, int channels, float[] d, int dAt) {
    FloatVector one = FloatVector.broadcast(SPECIES, 1f);
    FloatVector a = load(ab, at);
    FloatVector b = load(ab, at + channels);
    FloatVector da = load(d, dAt).mul(a);
    da.mul(b).mul(one.sub(a)).intoArray(ab, at);
    da.mul(one.sub(b.mul(b))).intoArray(ab, at + channels);
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
      max = max.max(load(x, offset + k));
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
      FloatVector e = VectorMath.exp(load(x, offset + k).sub(max));
      sums = sums.add(e);
      e.intoArray(x, offset + k);
    }
    // Lane by lane: reduceLanes adds floats in an order that is the JVM's choice, and so not always
    // the same before and after a method is compiled.
    float sum = 0;
    for (float lane : sums.toArray()) {
      sum += lane;
    }
    for (; k < count; k++) {
      x[offset + k] = (float) Math.exp(x[offset + k] - max);
      sum += x[offset + k];
    }
    return sum;
  }

  /** x = max(x, 0), over whole vectors: the array has room for the last one. */
  static void relu(float[] x, float[] unused, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(x, i).max(0f).intoArray(x, i);
    }
  }

  /** d = d where in > 0, else 0, over whole vectors. */
  static void reluGradient(float[] d, float[] in, int length) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < length; i += LANES) {
      var off = load(in, i).compare(VectorOperators.LE, 0f);
      load(d, i).blend(zero, off).intoArray(d, i);
    }
  }

  /** x += y, over whole vectors. */
  static void add(float[] x, float[] y, int length) {
    for (int i = 0; i < length; i += LANES) {
      load(x, i).add(load(y, i)).intoArray(x, i);
    }
  }
}
