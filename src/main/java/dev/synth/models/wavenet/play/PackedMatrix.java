package dev.synth.models.wavenet.play;

import dev.synth.generate.Precision;
import java.util.Arrays;

/**
 * A weight matrix laid out for y += xM, where one input multiplies a row of outputs that stay in
 * registers. The columns are cut into panels; panel after panel, each holds its part of every row,
 * so a product reads the values once, from front to back.
 *
 * <p>Columns may come in groups (the two halves of a gate), each padded to whole vectors with
 * zeros, so that the halves can be combined lane by lane.
 */
final class PackedMatrix {
  private final int inputs;
  private final int columns;
  private final int panelColumns;
  private final float[] scales;
  private float[] values;
  private int[] pairs;
  private int[] quads;

  private PackedMatrix(int inputs, int columns, int panelColumns) {
    this.inputs = inputs;
    this.columns = columns;
    this.panelColumns = panelColumns;
    this.scales = new float[columns];
    this.values = new float[Math.multiplyExact(inputs, columns)];
  }

  /**
   * Packs rows {@code firstRow} to {@code firstRow + inputs - 1} of a C-order matrix.
   *
   * @param source [rows, outputs]
   * @param groups what the outputs are divided into, evenly
   */
  static PackedMatrix pack(
      float[] source,
      int firstRow,
      int inputs,
      int outputs,
      int groups,
      Precision precision,
      StepKernels kernels) {
    int columns = columns(outputs, groups, kernels);
    PackedMatrix packed = new PackedMatrix(inputs, columns, kernels.panelColumns(columns));
    int[] columnOf = new int[outputs];
    Arrays.setAll(columnOf, out -> column(out, outputs, groups, kernels));
    if (precision == Precision.INT8) {
      packed.scale(source, firstRow, columnOf);
    }
    for (int in = 0; in < inputs; in++) {
      for (int out = 0; out < outputs; out++) {
        int column = columnOf[out];
        packed.values[packed.place(in, column)] =
            precision.round(source[(firstRow + in) * outputs + out], packed.scales[column]);
      }
    }
    if (kernels.readsPacked()) {
      switch (precision) {
        case FLOAT -> {}
        case BF16 -> packed.pair(kernels.lanes());
        case INT8 -> packed.quad(kernels.lanes());
      }
    }
    return packed;
  }

  private int place(int in, int column) {
    return (column / panelColumns * inputs + in) * panelColumns + column % panelColumns;
  }

  /** Sets what the weights of each column are multiples of, by the largest of them. */
  private void scale(float[] source, int firstRow, int[] columnOf) {
    for (int in = 0; in < inputs; in++) {
      for (int out = 0; out < columnOf.length; out++) {
        float weight = Math.abs(source[(firstRow + in) * columnOf.length + out]);
        scales[columnOf[out]] = Math.max(scales[columnOf[out]], weight);
      }
    }
    for (int column = 0; column < columns; column++) {
      scales[column] = Precision.INT8.scale(scales[column]);
    }
  }

  /** Two vectors' upper halves become one vector of ints: the first below, the second above. */
  private void pair(int lanes) {
    pairs = new int[values.length / 2];
    for (int i = 0; i < pairs.length; i++) {
      int first = i / lanes * 2 * lanes + i % lanes;
      pairs[i] =
          Float.floatToRawIntBits(values[first]) >>> 16
              | Float.floatToRawIntBits(values[first + lanes]);
    }
    values = null;
  }

  /** The steps of four vectors become one vector of ints: the first in the lowest bytes. */
  private void quad(int lanes) {
    quads = new int[values.length / 4];
    for (int in = 0; in < inputs; in++) {
      for (int column = 0; column < columns; column++) {
        int shift = column % panelColumns / lanes * 8;
        int at = place(in, column);
        int steps = Precision.steps(values[at], scales[column]);
        quads[at / (4 * lanes) * lanes + column % lanes] |= (steps & 0xff) << shift;
      }
    }
    values = null;
  }

  /** Spreads a vector of outputs as {@link #pack} spreads columns, and adds it to {@code row}. */
  static void addRow(
      double[] outputs, int groups, StepKernels kernels, float[] row, int rowOffset) {
    for (int out = 0; out < outputs.length; out++) {
      row[rowOffset + column(out, outputs.length, groups, kernels)] += (float) outputs[out];
    }
  }

  /** Columns that {@code outputs} take, padding included. */
  static int columns(int outputs, int groups, StepKernels kernels) {
    int padded = groups * roundUp(outputs / groups, kernels.lanes());
    return roundUp(padded, kernels.columnMultiple());
  }

  private static int column(int out, int outputs, int groups, StepKernels kernels) {
    int size = outputs / groups;
    return out / size * roundUp(size, kernels.lanes()) + out % size;
  }

  static int roundUp(int value, int multiple) {
    return Math.multiplyExact((value + multiple - 1) / multiple, multiple);
  }

  /** Rows: the length of x. */
  int inputs() {
    return inputs;
  }

  /** Length of y, padding included. */
  int columns() {
    return columns;
  }

  /** Columns of a panel. */
  int panelColumns() {
    return panelColumns;
  }

  /** [panels, inputs, panelColumns]; not a copy; null where they are packed. */
  float[] values() {
    return values;
  }

  /** [panels, inputs, panelColumns / 2], two bf16 weights each; null where there are none. */
  int[] pairs() {
    return pairs;
  }

  /** [panels, inputs, panelColumns / 4], four int8 weights each; null where there are none. */
  int[] quads() {
    return quads;
  }

  /** What the int8 weights of each column are multiples of; zeros otherwise. */
  float[] scales() {
    return scales;
  }
}
