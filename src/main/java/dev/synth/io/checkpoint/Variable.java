package dev.synth.io.checkpoint;

import java.util.Arrays;

/**
 * A tensor of a checkpoint.
 *
 * @param name as it was saved under
 * @param typeNumber TensorFlow's number of the type of its values
 * @param shape its extents, the outermost first
 */
public record Variable(String name, int typeNumber, long... shape) {
  /** What people call its type, such as float32. */
  public String type() {
    return DataType.label(typeNumber);
  }

  /**
   * Whether its values are floating-point numbers that {@link TensorFlowCheckpoint#floats} reads.
   */
  public boolean isFloating() {
    DataType known = DataType.of(typeNumber);
    return known != null && known.isFloating();
  }

  /** Whether it is a single whole number, which {@link TensorFlowCheckpoint#integer} reads. */
  public boolean isInteger() {
    DataType known = DataType.of(typeNumber);
    return known != null && !known.isFloating() && shape.length == 0;
  }

  /** Whether it has the extents {@code wanted}. */
  public boolean hasShape(int... wanted) {
    return Arrays.equals(shape, Arrays.stream(wanted).asLongStream().toArray());
  }

  /** Number of values, or -1 where it is beyond 2^31 or an extent is negative. */
  long length() {
    long length = 1;
    for (long extent : shape) {
      if (extent < 0 || extent > Integer.MAX_VALUE) {
        return -1;
      }
      length *= extent;
      if (length > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return length;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Variable v
        && v.name.equals(name)
        && v.typeNumber == typeNumber
        && Arrays.equals(v.shape, shape);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shape) + " " + type();
  }
}
