package dev.synth.model;

import java.util.Arrays;

/** The order of a tensor's axes. */
public final class Axes {
  private Axes() {}

  /** The shape of a tensor whose axis i is axis {@code axes[i]} of one of {@code shape}. */
  public static int[] permuted(int[] shape, int... axes) {
    check(shape, axes);
    return Arrays.stream(axes).map(axis -> shape[axis]).toArray();
  }

  /**
   * The values of that tensor, as {@code numpy.transpose(values, axes)} gives them.
   *
   * @param values in C order
   * @param shape their shape
   * @param axes a permutation of 0 .. shape.length - 1
   * @return a new array, in C order
   */
  public static float[] permuted(float[] values, int[] shape, int... axes) {
    int rank = check(shape, axes);
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    if (values.length != stride) {
      throw new IllegalArgumentException(
          values.length + " values are not of shape " + Arrays.toString(shape));
    }
    float[] to = new float[values.length];
    int[] at = new int[rank];
    int from = 0;
    for (int i = 0; i < to.length; i++) {
      to[i] = values[from];
      // The next index: the last axis first, as a counter.
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += strides[axes[axis]];
        if (++at[axis] < shape[axes[axis]]) {
          break;
        }
        from -= strides[axes[axis]] * at[axis];
        at[axis] = 0;
      }
    }
    return to;
  }

  private static int check(int[] shape, int[] axes) {
    int[] sorted = axes.clone();
    Arrays.sort(sorted);
    for (int i = 0; i < sorted.length; i++) {
      if (sorted[i] != i || sorted.length != shape.length) {
        throw new IllegalArgumentException(
            Arrays.toString(axes) + " are not the axes of " + Arrays.toString(shape));
      }
    }
    return shape.length;
  }
}
