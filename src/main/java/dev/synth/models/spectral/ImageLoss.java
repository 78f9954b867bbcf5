package dev.synth.models.spectral;

/**
 * The mean squared error of an image, in which the lowest row counts ten times, those from 4 kHz on
 * once, and those between on a straight line. Source: Magenta's {@code
 * frequency_weighted_cost_mask}.
 */
public final class ImageLoss {
  private static final double LOWEST_WEIGHT = 10;
  private static final double FLAT_HZ = 4_000;

  private final int columns;
  private final double[] weights;

  /** The loss for images of {@code spec}. */
  public ImageLoss(SpectralSpec spec) {
    this.columns = spec.columns();
    this.weights = new double[spec.rows()];
    double binHz = (double) spec.sampleRateHz() / spec.fftSamples();
    int flat = (int) Math.min(weights.length, Math.ceil(FLAT_HZ / binHz));
    for (int row = 0; row < weights.length; row++) {
      double fall = (LOWEST_WEIGHT - 1) * row / Math.max(1, flat - 1);
      weights[row] = row < flat ? LOWEST_WEIGHT - fall : 1;
    }
  }

  /** By how much each row counts, [rows]. */
  public double[] weights() {
    return weights.clone();
  }

  /**
   * The mean over the notes.
   *
   * @param images wanted, [notes, rows, columns]
   * @param made what was made of them
   * @param slopes receives the slope of the sum over the notes by each pixel; null for none
   */
  public double of(float[] images, double[] made, double[] slopes) {
    int pixels = weights.length * columns;
    double sum = 0;
    for (int from = 0; from < made.length; from += columns) {
      double weight = weights[from / columns % weights.length];
      double squares = 0;
      for (int i = from; i < from + columns; i++) {
        double error = made[i] - images[i];
        squares += error * error;
        if (slopes != null) {
          slopes[i] = 2 * weight * error / pixels;
        }
      }
      sum += weight * squares;
    }
    return sum / made.length;
  }
}
