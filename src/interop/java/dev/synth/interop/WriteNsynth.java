package dev.synth.interop;

import dev.synth.interop.Variables.Type;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.EagerSession;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Writes, into the folder that is the only argument, random weights of NSynth's sizes twice: as a
 * checkpoint of all that Magenta's training saves, by TensorFlow, and as synth's model file, by
 * nothing but its description.
 */
public final class WriteNsynth {
  private static final String AVERAGE = "/ExponentialMovingAverage";

  private static final String METADATA =
      """
      {"kind": "wavenet", "format": "2", "preset": "nsynth", \
      "spec": "{\\"sampleRateHz\\":16000,\\"encoderWidth\\":128,\\"encoderLayers\\":30,\
      \\"latentChannels\\":16,\\"hopSamples\\":512,\\"width\\":512,\\"skipWidth\\":256,\
      \\"layers\\":30,\\"layersPerStage\\":10,\\"kernelSize\\":3,\\"pitchChannels\\":0,\
      \\"pitchHarmonics\\":0,\\"linearPrediction\\":false,\\"pastPeriods\\":0}", \
      "provenance": "{\\"dataFingerprint\\":\\"\\",\\"notes\\":0,\\"steps\\":0,\\"batch\\":0,\
      \\"cropSamples\\":0,\\"learningRate\\":0.0,\\"seed\\":0,\\"heldOutNats\\":\\"NaN\\",\
      \\"version\\":\\"\\"}"}\
      """;

  private WriteNsynth() {}

  /** Writes them. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    Map<String, long[]> nsynth = Variables.nsynth(128, 30, 16, 512, 256, 30);
    try (EagerSession session = EagerSession.create()) {
      Ops tf = Ops.create(session);
      Variables all = new Variables(tf);
      nsynth.forEach(
          (name, shape) -> {
            all.add(name, "", Type.FLOAT32, Variables.weights(name, shape), shape);
            all.add(
                name + AVERAGE, "", Type.FLOAT32, Variables.weights(name + AVERAGE, shape), shape);
            if (!name.startsWith("res_30/")) { // which reaches no loss, so Adam has nothing of it
              for (String slot : new String[] {"/Adam", "/Adam_1"}) {
                all.add(
                    name + slot,
                    "",
                    tf.zeros(tf.constant(Shape.of(shape).asArray()), TFloat32.class));
              }
            }
          });
      all.add("beta1_power", Type.FLOAT32);
      all.add("beta2_power", Type.FLOAT32);
      all.add("global_step", "", tf.constant(200_000));
      all.sort(); // as TensorFlow's Saver for Python does
      all.saveV2(folder.resolve("model.ckpt-200000").toString());
    }
    writeModel(folder.resolve("same.safetensors"), nsynth);
  }

  private static void writeModel(Path file, Map<String, long[]> shapes) throws IOException {
    StringBuilder header = new StringBuilder("{\"__metadata__\": ").append(METADATA);
    long offset = 0;
    for (Map.Entry<String, long[]> each : shapes.entrySet()) {
      long length = 4;
      StringBuilder shape = new StringBuilder();
      for (long extent : each.getValue()) {
        length *= extent;
        shape.append(shape.isEmpty() ? "" : ", ").append(extent);
      }
      header.append(", \"").append(each.getKey()).append("\": {\"dtype\": \"F32\", \"shape\": [");
      header.append(shape).append("], \"data_offsets\": [").append(offset);
      offset += length;
      header.append(", ").append(offset).append("]}");
    }
    byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(
          ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
      out.write(json);
      for (Map.Entry<String, long[]> each : shapes.entrySet()) {
        float[] values = Variables.weights(each.getKey() + AVERAGE, each.getValue());
        ByteBuffer bytes =
            ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        out.write(bytes.array());
      }
    }
  }
}
