package dev.synth.interop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TString;
import org.tensorflow.types.family.TType;

/** Variables under NSynth's names, with values that a name decides. */
final class Variables {
  /** How values are written. */
  enum Type {
    FLOAT32,
    FLOAT64,
    FLOAT16,
    BFLOAT16
  }

  /** A tensor to be saved, and which part of a variable it is: "" for all of it. */
  record Saved(String name, String shapeAndSlice, Operand<? extends TType> values) {}

  private final Ops tf;
  private final List<Saved> saved = new ArrayList<>();

  Variables(Ops tf) {
    this.tf = tf;
  }

  /** The shapes of an NSynth WaveNet autoencoder, by variable. */
  static Map<String, long[]> nsynth(
      int encoderWidth, int encoderLayers, int latent, int width, int skip, int layers) {
    Map<String, long[]> all = new LinkedHashMap<>();
    convolution(all, "ae_startconv", 3, 1, encoderWidth);
    for (int i = 1; i <= encoderLayers; i++) {
      convolution(all, "ae_dilatedconv_" + i, 3, encoderWidth, encoderWidth);
      convolution(all, "ae_res_" + i, 1, encoderWidth, encoderWidth);
    }
    convolution(all, "ae_bottleneck", 1, encoderWidth, latent);
    convolution(all, "startconv", 3, 1, width);
    convolution(all, "skip_start", 1, width, skip);
    for (int i = 1; i <= layers; i++) {
      convolution(all, "dilatedconv_" + i, 3, width, 2 * width);
      convolution(all, "cond_map_" + i, 1, latent, 2 * width);
      convolution(all, "res_" + i, 1, width, width);
      convolution(all, "skip_" + i, 1, width, skip);
    }
    convolution(all, "out1", 1, skip, skip);
    convolution(all, "cond_map_out1", 1, latent, skip);
    convolution(all, "logits", 1, skip, 256);
    return all;
  }

  private static void convolution(
      Map<String, long[]> all, String name, int taps, int in, int out) {
    all.put(name + "/W", new long[] {1, taps, in, out});
    all.put(name + "/biases", new long[] {out});
  }

  /** As many values as {@code shape} has: multiples of 1/64 within 2, exact in every type. */
  static float[] values(String name, long... shape) {
    long length = 1;
    for (long extent : shape) {
      length *= extent;
    }
    Random random = new Random(name.hashCode());
    float[] values = new float[(int) length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (random.nextInt(255) - 127) / 64f;
    }
    return values;
  }

  /** Small weights of 24 bits, for networks that are to be played. */
  static float[] weights(String name, long... shape) {
    float[] values = values(name, shape);
    Random random = new Random(~name.hashCode());
    long in = shape.length == 1 ? 25 : shape[1] * shape[2];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(in));
    }
    return values;
  }

  void add(String name, Type type, long... shape) {
    add(name, "", type, values(name, shape), shape);
  }

  void add(String name, String shapeAndSlice, Type type, float[] values, long... shape) {
    Operand<TFloat32> floats =
        tf.constant(Shape.of(shape), DataBuffers.of(values, true, false));
    Operand<? extends TType> typed =
        switch (type) {
          case FLOAT32 -> floats;
          case FLOAT64 -> tf.dtypes.cast(floats, TFloat64.class);
          case FLOAT16 -> tf.dtypes.cast(floats, TFloat16.class);
          case BFLOAT16 -> tf.dtypes.cast(floats, TBfloat16.class);
        };
    add(name, shapeAndSlice, typed);
  }

  void add(String name, String shapeAndSlice, Operand<? extends TType> values) {
    saved.add(new Saved(name, shapeAndSlice, values));
  }

  /** Brings what is saved into the order of the names. */
  void sort() {
    saved.sort(Comparator.comparing(Saved::name));
  }

  /** Writes one file, or one shard, of the newer form. */
  void saveV2(String prefix) {
    tf.train.save(tf.constant(prefix), names(), slices(), values());
  }

  /** Writes one file of the older form. */
  void saveV1(String file) {
    tf.train.saveSlices(tf.constant(file), names(), slices(), values());
  }

  private Operand<TString> names() {
    return strings(tf, saved.stream().map(Saved::name).toArray(String[]::new));
  }

  private Operand<TString> slices() {
    return strings(tf, saved.stream().map(Saved::shapeAndSlice).toArray(String[]::new));
  }

  /** A vector of texts. */
  static Operand<TString> strings(Ops tf, String... texts) {
    return tf.constant(NdArrays.vectorOfObjects(texts));
  }

  private List<Operand<?>> values() {
    List<Operand<?>> all = new ArrayList<>();
    saved.forEach(each -> all.add(each.values()));
    return all;
  }
}
