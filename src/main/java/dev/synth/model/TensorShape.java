package dev.synth.model;

import java.util.Arrays;

/**
 * One parameter tensor of the network, in C order.
 *
 * @param name Magenta's variable name, such as {@code dilatedconv_7/W}
 * @param dimensions its extents; kernels are [1, taps, in, out], biases [out]
 */
public record TensorShape(String name, int... dimensions) {
  /** Number of values. */
  public int length() {
    return Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
  }

  /** Extent of the last dimension: the output channels. */
  public int columns() {
    return dimensions[dimensions.length - 1];
  }

  /** Product of all but the last dimension: taps times input channels, 1 for a bias. */
  public int rows() {
    return length() / columns();
  }

  /** Whether this is a bias vector, which starts at zero. */
  public boolean isBias() {
    return dimensions.length == 1;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof TensorShape t
        && t.name.equals(name)
        && Arrays.equals(t.dimensions, dimensions);
  }

  @Override
  public int hashCode() {
    return name.hashCode() * 31 + Arrays.hashCode(dimensions);
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(dimensions);
  }
}
