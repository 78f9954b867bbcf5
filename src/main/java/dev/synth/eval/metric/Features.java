package dev.synth.eval.metric;

/** A note as one vector, whatever its length. */
public final class Features {
  private Features() {}

  /**
   * The mean and the standard deviation of each channel over the frames.
   *
   * @param frames [frames][channels]
   * @return [2 · channels]
   */
  public static double[] of(float[][] frames) {
    int channels = frames[0].length;
    double[] features = new double[2 * channels];
    for (int c = 0; c < channels; c++) {
      double mean = 0;
      double squares = 0;
      for (float[] frame : frames) {
        mean += frame[c];
        squares += (double) frame[c] * frame[c];
      }
      mean /= frames.length;
      features[c] = mean;
      features[channels + c] = Math.sqrt(Math.max(0, squares / frames.length - mean * mean));
    }
    return features;
  }

  /**
   * The same notes with each feature moved to mean 0 and scaled to deviation 1 over all of them;
   * one that is the same everywhere becomes 0.
   *
   * @param features [notes][features]; not changed
   */
  public static double[][] standardised(double[][] features) {
    double[][] result = new double[features.length][features[0].length];
    for (int j = 0; j < features[0].length; j++) {
      double mean = 0;
      for (double[] note : features) {
        mean += note[j] / features.length;
      }
      double variance = 0;
      for (double[] note : features) {
        variance += (note[j] - mean) * (note[j] - mean) / features.length;
      }
      double scale = variance > 1e-18 ? 1 / Math.sqrt(variance) : 0;
      for (int i = 0; i < features.length; i++) {
        result[i][j] = (features[i][j] - mean) * scale;
      }
    }
    return result;
  }
}
