package dev.synth.io.checkpoint;

import java.nio.ByteBuffer;

/** TensorFlow's types of values that synth reads, with their numbers in its files. */
enum DataType {
  FLOAT32(1, "float32", 4),
  FLOAT64(2, "float64", 8),
  INT32(3, "int32", 4),
  INT64(9, "int64", 8),
  BFLOAT16(14, "bfloat16", 2),
  FLOAT16(19, "float16", 2);

  private final int number;
  private final String label;
  private final int bytes;

  DataType(int number, String label, int bytes) {
    this.number = number;
    this.label = label;
    this.bytes = bytes;
  }

  /** The type of {@code number}, or null where it is none of these. */
  static DataType of(int number) {
    for (DataType type : values()) {
      if (type.number == number) {
        return type;
      }
    }
    return null;
  }

  /** What people call the type of {@code number}. */
  static String label(int number) {
    DataType known = of(number);
    return known != null ? known.label : number == 7 ? "string" : "type " + number;
  }

  /** Size of a value. */
  int bytes() {
    return bytes;
  }

  /** Whether values are floating-point numbers. */
  boolean isFloating() {
    return this != INT32 && this != INT64;
  }

  /** The next value; 64-bit floats are rounded to 32 bits, the others are exact. */
  float nextFloat(ByteBuffer from) {
    return switch (this) {
      case FLOAT32 -> from.getFloat();
      case FLOAT64 -> (float) from.getDouble();
      case BFLOAT16, FLOAT16 -> ofBits(from.getShort());
      default -> throw new IllegalStateException(label + " is no floating-point type");
    };
  }

  /** The next whole number. */
  long nextInteger(ByteBuffer from) {
    return this == INT32 ? from.getInt() : from.getLong();
  }

  /**
   * A 16-bit float of these bits: IEEE 754's binary16, or bfloat16, which is the upper half of a
   * 32-bit float.
   */
  float ofBits(short bits) {
    if (this == BFLOAT16) {
      return Float.intBitsToFloat(bits << 16);
    }
    int sign = bits < 0 ? -1 : 1;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return fraction == 0 ? sign * Float.POSITIVE_INFINITY : Float.NaN;
    }
    return exponent == 0
        ? sign * Math.scalb((float) fraction, -24)
        : sign * Math.scalb((float) (0x400 | fraction), exponent - 25);
  }
}
