package dev.synth.interop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;

/**
 * The spectral baseline of Magenta's NSynth at tiny width, under the names that its graph has: its
 * variables, and TensorFlow's own computation of what becomes of an image.
 */
final class Baseline {
  static final int ROWS = 32;
  static final int COLUMNS = 16;
  static final int WIDTH = 3;
  static final int LATENT = 5;
  static final int PITCH_CHANNELS = 4;
  static final int PITCHES = 128;

  /** A convolution; transposed ones enlarge. */
  private record Layer(
      String scope,
      boolean transposed,
      int in,
      int out,
      int taps,
      int rowStride,
      int columnStride,
      int rows,
      int columns) {}

  private final Ops tf;

  Baseline(Ops tf) {
    this.tf = tf;
  }

  private static List<Layer> encoder() {
    List<Layer> all = new ArrayList<>();
    int[] widths = {WIDTH, WIDTH, WIDTH, 2 * WIDTH};
    int in = 1;
    for (int i = 0; i < widths.length; i++) {
      all.add(new Layer(scope("encoder", "" + i), false, in, widths[i], i == 0 ? 5 : 4, 2, 2, 0, 0));
      in = widths[i];
    }
    all.add(new Layer(scope("encoder", "3_1"), false, in, in, 4, 2, 1, 0, 0));
    all.add(new Layer(scope("encoder", "4"), false, in, 2 * in, 1, 1, 1, 0, 0));
    all.add(new Layer(scope("encoder", "z"), false, 2 * in, LATENT, 1, 1, 1, 0, 0));
    return all;
  }

  private static List<Layer> decoder() {
    List<Layer> all = new ArrayList<>();
    int[] widths = {4 * WIDTH, 2 * WIDTH, WIDTH, WIDTH, WIDTH};
    int in = LATENT + PITCH_CHANNELS;
    int size = 1;
    for (int i = 0; i < widths.length; i++) {
      int stride = i == 0 ? 1 : 2;
      size *= stride;
      int taps = i == 0 ? 1 : i == widths.length - 1 ? 5 : 4;
      all.add(
          new Layer(
              scope("decoder", "" + i), true, in, widths[i], taps, stride, stride, size, size));
      in = widths[i];
    }
    all.add(new Layer(scope("decoder", "4_1"), true, in, WIDTH, 5, 2, 1, ROWS, COLUMNS));
    return all;
  }

  private static String scope(String part, String name) {
    return part + "/" + name + "_Layer/" + name + "/";
  }

  /** The shapes of all variables of the network, by name. */
  static Map<String, long[]> shapes() {
    Map<String, long[]> all = new LinkedHashMap<>();
    List<Layer> layers = new ArrayList<>(encoder());
    layers.addAll(decoder());
    for (Layer layer : layers) {
      long taps = layer.taps();
      all.put(
          layer.scope() + "weights",
          layer.transposed()
              ? new long[] {taps, taps, layer.out(), layer.in()}
              : new long[] {taps, taps, layer.in(), layer.out()});
      for (String vector : new String[] {"beta", "moving_mean", "moving_variance"}) {
        all.put(layer.scope() + "BatchNorm/" + vector, new long[] {layer.out()});
      }
    }
    all.put(scope("decoder", "mag") + "weights", new long[] {1, 1, WIDTH, 1});
    all.put(scope("decoder", "mag") + "biases", new long[] {1});
    all.put(
        "decoder/PitchEmbedding/embedding_weights", new long[] {PITCHES, PITCH_CHANNELS});
    return all;
  }

  /** Multiples of 1/64; variances are from 1/64 to 2. */
  static float[] values(String name, long... shape) {
    float[] values = Variables.values(name, shape);
    if (name.endsWith("/moving_variance")) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.abs(values[i]) + 1 / 64f;
      }
    }
    return values;
  }

  /** An image that is seen by the encoder, [rows, columns]. */
  static float[] image() {
    Random random = new Random(7);
    float[] image = new float[ROWS * COLUMNS];
    for (int i = 0; i < image.length; i++) {
      image[i] = random.nextInt(256) / 255f;
    }
    return image;
  }

  private Operand<TFloat32> variable(String name) {
    long[] shape = shapes().get(name);
    return tf.constant(Shape.of(shape), DataBuffers.of(values(name, shape), true, false));
  }

  private Operand<TFloat32> apply(Layer layer, Operand<TFloat32> input, boolean rectified) {
    List<Long> strides = List.of(1L, (long) layer.rowStride(), (long) layer.columnStride(), 1L);
    Operand<TFloat32> kernel = variable(layer.scope() + "weights");
    Operand<TFloat32> made;
    if (layer.transposed()) {
      Operand<org.tensorflow.types.TInt32> size =
          tf.constant(new int[] {1, layer.rows(), layer.columns(), layer.out()});
      made = tf.nn.conv2dBackpropInput(size, kernel, input, strides, "SAME");
    } else {
      made = tf.nn.conv2d(input, kernel, strides, "SAME", new Conv2d.Options[0]);
    }
    String norm = layer.scope() + "BatchNorm/";
    Operand<TFloat32> deviation =
        tf.math.sqrt(tf.math.add(variable(norm + "moving_variance"), tf.constant(1e-3f)));
    Operand<TFloat32> normalized =
        tf.math.add(
            tf.math.div(tf.math.sub(made, variable(norm + "moving_mean")), deviation),
            variable(norm + "beta"));
    return rectified
        ? tf.math.maximum(normalized, tf.math.mul(tf.constant(0.1f), normalized))
        : normalized;
  }

  /** What TensorFlow makes of {@link #image}: its embedding, [latent]. */
  Operand<TFloat32> embedding() {
    Operand<TFloat32> h =
        tf.constant(
            Shape.of(1, ROWS, COLUMNS, 1), DataBuffers.of(image(), true, false));
    for (Layer layer : encoder()) {
      h = apply(layer, h, !layer.scope().endsWith("/z/"));
    }
    return h;
  }

  /** What it makes of an embedding and a pitch: an image, [rows, columns]. */
  Operand<TFloat32> decoded(Operand<TFloat32> embedding, int pitch) {
    float[] table =
        values(
            "decoder/PitchEmbedding/embedding_weights",
            shapes().get("decoder/PitchEmbedding/embedding_weights"));
    float[] row = new float[PITCH_CHANNELS];
    System.arraycopy(table, pitch * PITCH_CHANNELS, row, 0, row.length);
    Operand<TFloat32> chosen =
        tf.constant(Shape.of(1, 1, 1, PITCH_CHANNELS), DataBuffers.of(row, true, false));
    Operand<TFloat32> h = tf.concat(List.of(embedding, chosen), tf.constant(3));
    for (Layer layer : decoder()) {
      h = apply(layer, h, true);
    }
    String mag = scope("decoder", "mag");
    Operand<TFloat32> pixels =
        tf.nn.conv2d(
            h, variable(mag + "weights"), List.of(1L, 1L, 1L, 1L), "SAME", new Conv2d.Options[0]);
    return tf.math.sigmoid(tf.math.add(pixels, variable(mag + "biases")));
  }
}
