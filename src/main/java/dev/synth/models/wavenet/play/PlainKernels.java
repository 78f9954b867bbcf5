package dev.synth.models.wavenet.play;

/** Kernels in plain Java: what the others are tested against, and what runs anywhere. */
final class PlainKernels implements StepKernels {
  private final String description;

  PlainKernels(String description) {
    this.description = description;
  }

  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public int columnMultiple() {
    return 1;
  }

  /** One panel: long rows are what HotSpot vectorises by itself. */
  @Override
  public int panelColumns(int columns) {
    return columns;
  }

  @Override
  public boolean readsPacked() {
    return false;
  }

  @Override
  public void multiplyAdd(
      PackedMatrix m, float[] x, int xOffset, int xStride, float[] y, int yOffset, int rows) {
    int columns = m.columns();
    for (int row = 0; row < rows; row++) {
      for (int in = 0; in < m.inputs(); in++) {
        addScaled(
            x[xOffset + row * xStride + in],
            m.values(),
            in * columns,
            y,
            yOffset + row * columns,
            columns);
      }
    }
  }

  private static void addScaled(
      float a, float[] w, int wOffset, float[] y, int yOffset, int count) {
    for (int j = 0; j < count; j++) {
      y[yOffset + j] += a * w[wOffset + j];
    }
  }

  @Override
  public void gate(float[] y, int yOffset, int yStride, int half, float[] gate, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = yOffset + row * yStride;
      for (int j = 0; j < half; j++) {
        gate[row * half + j] = gated(y[from + j], y[from + half + j]);
      }
    }
  }

  /** tanh b = (1 - e^-2b) / (1 + e^-2b); for b below -350 that is inf/inf, hence the bound. */
  private static float gated(float a, float b) {
    double v = Math.exp(-2 * Math.max(b, -40.0));
    return (float) ((1 - v) / ((1 + Math.exp(-a)) * (1 + v)));
  }

  @Override
  public String description() {
    return description;
  }
}
