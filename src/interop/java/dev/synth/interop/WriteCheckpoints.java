package dev.synth.interop;

import dev.synth.interop.Variables.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.tensorflow.EagerSession;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Writes the checkpoints that tests read, into the folder that is the only argument. */
public final class WriteCheckpoints {
  private static final String AVERAGE = "/ExponentialMovingAverage";

  private WriteCheckpoints() {}

  /** Writes them. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Map<String, long[]> nsynth = Variables.nsynth(2, 2, 3, 3, 2, 2);
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      for (String each : new String[] {"v2", "v2-shards", "v2-types", "v1", "v1-shards"}) {
        Files.createDirectories(folder.resolve(each));
      }

      // As Magenta's training leaves it: weights, averages, Adam's slots, and counters.
      Variables trained = new Variables(tf);
      nsynth.forEach(
          (name, shape) -> {
            for (String suffix : new String[] {"", AVERAGE, "/Adam", "/Adam_1"}) {
              trained.add(name + suffix, Type.FLOAT32, shape);
            }
          });
      trained.add("beta1_power", Type.FLOAT32);
      trained.add("beta2_power", Type.FLOAT32);
      trained.add("global_step", "", tf.constant(200_000));
      trained.saveV2(folder.resolve("v2/model.ckpt-200000").toString());

      // Two shards, and a variable in slices that lie in both: of rows beyond 63, which keys encode
      // in two bytes, and of columns.
      Variables[] shards = {new Variables(tf), new Variables(tf)};
      int turn = 0;
      for (Map.Entry<String, long[]> each : nsynth.entrySet()) {
        String name = each.getKey();
        long[] shape = each.getValue();
        if (name.equals("logits/biases")) {
          float[] values = Variables.values(name, shape);
          slice(shards[0], name, "256 0,100", Arrays.copyOfRange(values, 0, 100), 100);
          slice(shards[1], name, "256 100,156", Arrays.copyOfRange(values, 100, 256), 156);
        } else if (name.equals("dilatedconv_1/W")) {
          float[] values = Variables.values(name, shape);
          slice(shards[0], name, "1 3 3 6 -:-:-:0,2", columns(values, 6, 0, 2), 1, 3, 3, 2);
          slice(shards[1], name, "1 3 3 6 -:-:-:2,4", columns(values, 6, 2, 4), 1, 3, 3, 4);
        } else {
          shards[turn++ % 2].add(name, Type.FLOAT32, shape);
        }
      }
      shards[0].add("global_step", "", tf.constant(7L));
      String prefix = folder.resolve("v2-shards/model.ckpt-7").toString();
      Files.createDirectories(Path.of(prefix + "_temp"));
      String[] parts = new String[shards.length];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = prefix + "_temp/part-0000" + i + "-of-00002";
        shards[i].saveV2(parts[i]);
      }
      tf.train.mergeV2Checkpoints(Variables.strings(tf, parts), tf.constant(prefix));
      Files.deleteIfExists(Path.of(prefix + "_temp"));

      // Other types, one of each kind of convolution in each.
      Variables narrow = new Variables(tf);
      Type[] types = {Type.FLOAT16, Type.BFLOAT16, Type.FLOAT64};
      turn = 0;
      for (Map.Entry<String, long[]> each : nsynth.entrySet()) {
        narrow.add(each.getKey(), types[turn++ % types.length], each.getValue());
      }
      // The largest and the smallest there are, and one that is less than normal.
      float[] extremes = {65504, -65504, 0x1p-24f, -0x1p-24f, 0x1.ff8p-15f, 0x1p-14f, -0f, 1};
      narrow.add("extremes", "", Type.FLOAT16, extremes, extremes.length);
      narrow.saveV2(folder.resolve("v2-types/model.ckpt").toString());

      // The older form: a file, and two shards with a sliced variable.
      Variables old = new Variables(tf);
      nsynth.forEach(
          (name, shape) -> {
            old.add(name, Type.FLOAT32, shape);
            old.add(name + AVERAGE, Type.FLOAT32, shape);
          });
      old.add("global_step", "", tf.constant(1_000));
      old.saveV1(folder.resolve("v1/model.ckpt-1000").toString());

      Variables[] oldShards = {new Variables(tf), new Variables(tf)};
      turn = 0;
      for (Map.Entry<String, long[]> each : nsynth.entrySet()) {
        String name = each.getKey();
        long[] shape = each.getValue();
        if (name.equals("logits/biases")) {
          float[] values = Variables.values(name, shape);
          slice(oldShards[0], name, "256 0,100", Arrays.copyOfRange(values, 0, 100), 100);
          slice(oldShards[1], name, "256 100,156", Arrays.copyOfRange(values, 100, 256), 156);
        } else {
          oldShards[turn++ % 2].add(name, turn % 3 == 0 ? Type.FLOAT64 : Type.FLOAT32, shape);
        }
      }
      for (int i = 0; i < oldShards.length; i++) {
        oldShards[i].saveV1(folder.resolve("v1-shards/model.ckpt-0000" + i + "-of-00002") + "");
      }
      writeBaseline(tf, folder.resolve("baseline"));
    }
  }

  /**
   * The spectral baseline as its training leaves it, and beside it what TensorFlow makes of an
   * image: the image, its embedding, and what that is at MIDI 60, as 32-bit floats in turn.
   */
  private static void writeBaseline(Ops tf, Path folder) throws IOException {
    Files.createDirectories(folder);
    Variables baseline = new Variables(tf);
    Baseline.shapes()
        .forEach(
            (name, shape) -> {
              baseline.add(name, "", Type.FLOAT32, Baseline.values(name, shape), shape);
              if (!name.contains("/moving_")) {
                baseline.add("Optimizer/" + name + "/Adam", Type.FLOAT32, shape);
                baseline.add("Optimizer/" + name + "/Adam_1", Type.FLOAT32, shape);
              }
            });
    baseline.add("Optimizer/beta1_power", Type.FLOAT32);
    baseline.add("Optimizer/beta2_power", Type.FLOAT32);
    baseline.add("global_step", "", tf.constant(351_648L));
    baseline.saveV2(folder.resolve("model.ckpt-351648").toString());

    Baseline network = new Baseline(tf);
    Operand<TFloat32> embedding = network.embedding();
    Operand<TFloat32> decoded = network.decoded(embedding, 60);
    int length = Baseline.ROWS * Baseline.COLUMNS;
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * (2 * length + Baseline.LATENT))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float pixel : Baseline.image()) {
      bytes.putFloat(pixel);
    }
    embedding.asTensor().scalars().forEach(value -> bytes.putFloat(value.getFloat()));
    decoded.asTensor().scalars().forEach(value -> bytes.putFloat(value.getFloat()));
    Files.write(folder.resolve("image-embedding-image.f32"), bytes.array());
  }

  private static void slice(
      Variables to, String name, String slice, float[] values, long... shape) {
    to.add(name, slice, Type.FLOAT32, values, shape);
  }

  /** Columns {@code from} to {@code from + count} of a matrix of {@code width} columns. */
  private static float[] columns(float[] values, int width, int from, int count) {
    float[] part = new float[values.length / width * count];
    for (int i = 0; i < part.length; i++) {
      part[i] = values[i / count * width + from + i % count];
    }
    return part;
  }
}
