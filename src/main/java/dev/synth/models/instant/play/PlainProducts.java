package dev.synth.models.instant.play;

/** The definition, in plain loops. */
final class PlainProducts implements ProductKernel {
  private static final int PANEL = PackedWeights.PANEL;
  private final String description;

  PlainProducts(String note) {
    description = "plain Java loops" + note;
  }

  @Override
  public void addProducts(
      float[] in,
      int inStride,
      int inFirst,
      PackedWeights weights,
      float[] out,
      int outFirst,
      int count) {
    int stride = PackedWeights.stride(weights.columns());
    for (int i = 0; i < count; i++) {
      int x = (inFirst + i) * inStride;
      for (int panel = 0; panel < weights.panels(); panel++) {
        int y = (outFirst + i) * stride + panel * PANEL;
        for (int k = 0; k < weights.rows(); k++) {
          int w = (panel * weights.rows() + k) * PANEL;
          float value = in[x + k];
          for (int j = 0; j < PANEL; j++) {
            out[y + j] = Math.fma(value, weights.values()[w + j], out[y + j]);
          }
        }
      }
    }
  }

  @Override
  public String description() {
    return description;
  }
}
