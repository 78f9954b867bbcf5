package dev.synth.models.instant.play;

/**
 * A matrix of weights in panels of {@value #PANEL} columns, each with its rows one after another,
 * so that a kernel reads it from front to back. The last panel is filled up with zeros.
 *
 * @param rows inputs
 * @param columns outputs
 * @param values [panels, rows, {@value #PANEL}]
 */
record PackedWeights(int rows, int columns, float[] values) {
  /** Columns of a panel, a multiple of any vector's length. */
  static final int PANEL = 32;

  /**
   * Packs a matrix.
   *
   * @param matrix values in C order
   * @param offset of the first of [rows, columns]
   */
  static PackedWeights of(float[] matrix, int offset, int rows, int columns) {
    int panels = panels(columns);
    float[] packed = new float[panels * rows * PANEL];
    for (int panel = 0; panel < panels; panel++) {
      int first = panel * PANEL;
      int count = Math.min(PANEL, columns - first);
      for (int row = 0; row < rows; row++) {
        int at = (panel * rows + row) * PANEL;
        System.arraycopy(matrix, offset + row * columns + first, packed, at, count);
      }
    }
    return new PackedWeights(rows, columns, packed);
  }

  private static int panels(int columns) {
    return (columns + PANEL - 1) / PANEL;
  }

  int panels() {
    return panels(columns);
  }

  /** Columns with those that fill up the last panel. */
  static int stride(int columns) {
    return panels(columns) * PANEL;
  }
}
