package dev.synth.kernel.plain;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Matrix;

/** Values in a Java array, rounded to floats where the type says so. */
final class PlainMatrix extends Matrix {
  private final double[] values;
  private final int offset;
  private final boolean rounds;

  PlainMatrix(ElementType type, int rows, int columns) {
    this(
        new double[Math.multiplyExact(rows, columns)], 0, rows, columns, type == ElementType.FLOAT);
  }

  private PlainMatrix(double[] values, int offset, int rows, int columns, boolean rounds) {
    super(rows, columns);
    this.values = values;
    this.offset = offset;
    this.rounds = rounds;
  }

  @Override
  protected PlainMatrix view(int from, int to) {
    return new PlainMatrix(values, offset + from * columns(), to - from, columns(), rounds);
  }

  double get(int row, int column) {
    return values[offset + row * columns() + column];
  }

  void set(int row, int column, double value) {
    values[offset + row * columns() + column] = rounds ? (float) value : value;
  }
}
