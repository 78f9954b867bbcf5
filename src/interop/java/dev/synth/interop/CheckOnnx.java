package dev.synth.interop;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs exported networks by ONNX Runtime and compares what they give with what synth computed: the
 * files of the folder that is the only argument.
 */
public final class CheckOnnx {
  /** As in synth's own test: sums of under 100 float products of order 1, in another order. */
  private static final double TOLERANCE = 1e-4;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final Path folder;
  private double worst;

  private CheckOnnx(Path folder) {
    this.folder = folder;
  }

  /** Checks the two pairs of networks. */
  public static void main(String[] args) throws IOException, OrtException {
    CheckOnnx check = new CheckOnnx(Path.of(args[0]));
    for (String name : List.of("nsynth", "pitched")) {
      check.worst = 0;
      JsonNode expected =
          new ObjectMapper().readTree(check.folder.resolve(name + ".json").toFile());
      int values = check.encoder(name, expected) + check.decoder(name, expected);
      System.out.printf("%s: %d values, largest difference %.2g%n", name, values, check.worst);
      if (!(check.worst <= TOLERANCE)) {
        System.exit(1);
      }
    }
  }

  private OrtSession open(String file) throws OrtException {
    return environment.createSession(folder.resolve(file).toString());
  }

  private OnnxTensor tensor(float[] values, long... shape) throws OrtException {
    return OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
  }

  private static float[] floats(JsonNode list) {
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = list.get(i).floatValue();
    }
    return values;
  }

  private static float[] values(OnnxTensor tensor) {
    FloatBuffer buffer = tensor.getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private void compare(float wanted, float found) {
    double difference = Math.abs((double) wanted - found);
    worst = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(worst, difference);
  }

  private int encoder(String name, JsonNode expected) throws OrtException {
    float[] sound = floats(expected.get("sound"));
    float[] wanted = floats(expected.get("embedding"));
    try (OrtSession session = open(name + ".encoder.onnx");
        OnnxTensor input = tensor(sound, 1, 1, sound.length);
        OrtSession.Result result = session.run(Map.of("sound", input))) {
      float[] found = values((OnnxTensor) result.get("embedding").orElseThrow());
      if (found.length != wanted.length) {
        throw new IllegalStateException(found.length + " values, not " + wanted.length);
      }
      for (int i = 0; i < found.length; i++) {
        compare(wanted[i], found[i]);
      }
      return found.length;
    }
  }

  private int decoder(String name, JsonNode expected) throws OrtException {
    float[] sound = floats(expected.get("sound"));
    float[] frames = floats(expected.get("frames"));
    int hop = expected.get("hop").intValue();
    int channels = frames.length / (sound.length / hop);
    int compared = 0;
    try (OrtSession session = open(name + ".decoder-step.onnx")) {
      long[] startShape = shape(session, "start_past");
      long[] shape = shape(session, "past");
      float[] startPast = new float[(int) startShape[1]];
      float[] past = new float[(int) (shape[1] * shape[2])];
      for (int t = 0; t < sound.length; t++) {
        int from = t / hop * channels;
        float[] frame = Arrays.copyOfRange(frames, from, from + channels);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put("previous", tensor(new float[] {t == 0 ? 0 : sound[t - 1]}, 1, 1));
        inputs.put("frame", tensor(frame, 1, channels));
        inputs.put("start_past", tensor(startPast, 1, startShape[1]));
        inputs.put("past", tensor(past, 1, shape[1], shape[2]));
        if (session.getInputNames().contains("pitch")) {
          long[] pitch = {expected.get("pitch").longValue()};
          inputs.put(
              "pitch", OnnxTensor.createTensor(environment, LongBuffer.wrap(pitch), new long[] {1}));
          for (String more : List.of("oscillator", "past_periods")) {
            float[] values = floats(expected.get(more).get(t));
            inputs.put(more, tensor(values, 1, values.length));
          }
        }
        try (OrtSession.Result result = session.run(inputs)) {
          float[] logits = values((OnnxTensor) result.get("logits").orElseThrow());
          JsonNode some = expected.get("some_logits").get(t);
          for (int i = 0; i < some.size(); i++) {
            compare(some.get(i).floatValue(), logits[i * 36]);
            compared++;
          }
          if (t == sound.length - 1) {
            float[] last = floats(expected.get("last_logits"));
            for (int i = 0; i < last.length; i++) {
              compare(last[i], logits[i]);
              compared++;
            }
          }
          startPast = values((OnnxTensor) result.get("next_start_past").orElseThrow());
          past = values((OnnxTensor) result.get("next_past").orElseThrow());
        }
        inputs.values().forEach(OnnxTensor::close);
      }
    }
    return compared;
  }

  private static long[] shape(OrtSession session, String input) throws OrtException {
    return ((TensorInfo) session.getInputInfo().get(input).getInfo()).getShape();
  }
}
