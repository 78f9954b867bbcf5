package dev.synth.models.spectral.graph;

import dev.synth.models.spectral.SpectralLayer;
import java.util.Map;

/** The layers of a spectral autoencoder, written out. Images are [channels][rows][columns]. */
final class PlainLayers {
  private PlainLayers() {}

  static double[][][] apply(SpectralLayer layer, Map<String, float[]> tensors, double[][][] image) {
    double[][][] out =
        layer.isTransposed() ? enlarged(layer, tensors, image) : reduced(layer, tensors, image);
    for (int c = 0; c < out.length; c++) {
      for (double[] row : out[c]) {
        for (int x = 0; x < row.length; x++) {
          row[x] = finished(layer, tensors, c, row[x]);
        }
      }
    }
    return out;
  }

  private static double finished(
      SpectralLayer layer, Map<String, float[]> tensors, int channel, double value) {
    if (!layer.isNormalized()) {
      return 1 / (1 + Math.exp(-value - tensors.get(layer.name() + "/biases")[channel]));
    }
    double mean = tensors.get(layer.name() + "/mean")[channel];
    double variance = tensors.get(layer.name() + "/variance")[channel];
    double beta = tensors.get(layer.name() + "/beta")[channel];
    double normalized = (value - mean) / Math.sqrt(variance + 1e-3) + beta;
    boolean rectified = layer.output() == SpectralLayer.Output.RECTIFIED;
    return rectified ? Math.max(normalized, 0.1 * normalized) : normalized;
  }

  /** Padded so that size / stride places are left, the odd one behind (TensorFlow's SAME). */
  private static double[][][] reduced(
      SpectralLayer layer, Map<String, float[]> tensors, double[][][] in) {
    float[] kernel = tensors.get(layer.name() + "/W");
    int taps = layer.taps();
    int top = before(layer.rows(), layer.rowStride(), taps, in[0].length);
    int left = before(layer.columns(), layer.columnStride(), taps, in[0][0].length);
    double[][][] out = new double[layer.out()][layer.rows()][layer.columns()];
    each(
        layer,
        (o, c, y, x, j, k) -> {
          int row = y * layer.rowStride() + j - top;
          int column = x * layer.columnStride() + k - left;
          if (inside(in, row, column)) {
            double weight = kernel[((o * layer.in() + c) * taps + j) * taps + k];
            out[o][y][x] += weight * in[c][row][column];
          }
        },
        layer.rows(),
        layer.columns());
    return out;
  }

  /** What each place of the smaller image adds to the places that its convolution would read. */
  private static double[][][] enlarged(
      SpectralLayer layer, Map<String, float[]> tensors, double[][][] in) {
    float[] kernel = tensors.get(layer.name() + "/W");
    int taps = layer.taps();
    int top = before(in[0].length, layer.rowStride(), taps, layer.rows());
    int left = before(in[0][0].length, layer.columnStride(), taps, layer.columns());
    double[][][] out = new double[layer.out()][layer.rows()][layer.columns()];
    each(
        layer,
        (o, c, y, x, j, k) -> {
          int row = y * layer.rowStride() + j - top;
          int column = x * layer.columnStride() + k - left;
          if (inside(out, row, column)) {
            double weight = kernel[((c * layer.out() + o) * taps + j) * taps + k];
            out[o][row][column] += weight * in[c][y][x];
          }
        },
        in[0].length,
        in[0][0].length);
    return out;
  }

  private static int before(int few, int stride, int taps, int many) {
    return Math.max(0, (few - 1) * stride + taps - many) / 2;
  }

  private static boolean inside(double[][][] image, int row, int column) {
    return row >= 0 && row < image[0].length && column >= 0 && column < image[0][0].length;
  }

  private interface Place {
    void visit(int out, int in, int y, int x, int tapRow, int tapColumn);
  }

  private static void each(SpectralLayer layer, Place place, int rows, int columns) {
    for (int o = 0; o < layer.out(); o++) {
      for (int c = 0; c < layer.in(); c++) {
        for (int y = 0; y < rows; y++) {
          for (int x = 0; x < columns; x++) {
            for (int j = 0; j < layer.taps(); j++) {
              for (int k = 0; k < layer.taps(); k++) {
                place.visit(o, c, y, x, j, k);
              }
            }
          }
        }
      }
    }
  }
}
