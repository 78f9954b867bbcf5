package dev.synth.models.wavenet.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.MuLaw;
import dev.synth.generate.GenerationRequest;
import dev.synth.latent.Embedding;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.PitchOscillator;
import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.SoundEncoder;
import dev.synth.models.wavenet.play.Generator;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The ONNX networks are those that ONNX Runtime was seen to compute the same with. The files beside
 * this test and what is put into and wanted of them are checked there by {@code
 * scripts/check-onnx.sh}; here, that synth still writes these files, and computes these numbers.
 * With {@code -Dsynth.fixtures.write=true} they are written anew, to be checked by that script.
 */
class WaveNetOnnxTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/synth/models/wavenet/onnx");
  private static final int FRAMES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path dir;

  /** Everything that a WaveNet may have, or nothing but NSynth's. */
  private static SavedModel model(String name) {
    int pitch = name.equals("pitched") ? 2 : 0;
    return RandomModels.model(
        new WaveNetSpec(
            16_000,
            3,
            3,
            2,
            RandomModels.HOP_SAMPLES,
            5,
            7,
            4,
            3,
            3,
            pitch,
            pitch,
            pitch > 0,
            pitch),
        7);
  }

  private static int[] codes() {
    return RandomModels.codes(FRAMES * RandomModels.HOP_SAMPLES, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nsynth", "pitched"})
  void theFilesAreThoseThatWereChecked(String name) throws IOException {
    boolean write = Boolean.getBoolean("synth.fixtures.write");
    for (var graph : model(name).kind().onnx(model(name)).entrySet()) {
      String file = name + "." + graph.getKey() + ".onnx";
      Path made = (write ? FOLDER : dir).resolve(file);
      graph.getValue().write(made, "test", write);
      assertArrayEquals(Files.readAllBytes(FOLDER.resolve(file)), Files.readAllBytes(made), file);
    }
    ObjectNode expected = expected(name);
    Path file = FOLDER.resolve(name + ".json");
    if (write) {
      Files.writeString(file, expected + "\n");
    }
    assertClose(JSON.readTree(file.toFile()), expected, name);
  }

  private static void assertClose(JsonNode a, JsonNode b, String where) {
    assertEquals(a.size(), b.size(), where);
    if (a.isNumber()) {
      // Sums of under 100 float products of order 1, in another order.
      assertEquals(a.asDouble(), b.asDouble(), 1e-4, where);
    } else if (a.isArray()) {
      for (int i = 0; i < a.size(); i++) {
        assertClose(a.get(i), b.get(i), where + "[" + i + "]");
      }
    } else if (a.isObject()) {
      a.fieldNames()
          .forEachRemaining(field -> assertClose(a.get(field), b.get(field), where + " " + field));
    } else {
      fail(where + ": " + a);
    }
  }

  /** Inputs of each step, and what the two networks make of them. */
  private static ObjectNode expected(String name) {
    SavedModel model = model(name);
    WaveNetSpec spec = WaveNetSpec.of(model);
    int pitch = name.equals("pitched") ? 60 : GenerationRequest.UNKNOWN_PITCH;
    int[] codes = codes();
    float[] sound = new float[codes.length];
    float[] amplitudes = new float[codes.length];
    for (int t = 0; t < codes.length; t++) {
      sound[t] = MuLaw.companded(codes[t]);
      amplitudes[t] = MuLaw.decode(codes[t]);
    }
    ObjectNode all = JSON.createObjectNode();
    all.set("sound", JSON.valueToTree(sound));
    try (SoundEncoder encoder = SoundEncoder.create(spec, model.tensors(), 1)) {
      all.set("embedding", JSON.valueToTree(encoder.encode(amplitudes)));
    }
    Embedding frames = RandomModels.embedding(spec, FRAMES, 5);
    float[][] logits = Generator.of(model).logits(codes, frames, pitch);
    all.set("frames", JSON.valueToTree(frames.values()));
    all.put("hop", spec.hopSamples()).put("pitch", pitch);
    if (spec.pitchHarmonics() > 0) {
      PitchOscillator oscillator = new PitchOscillator(spec, pitch);
      PitchPredictor predictor = new PitchPredictor(spec, pitch);
      float[][] tone = new float[codes.length][oscillator.channels()];
      float[][] periods = new float[codes.length][PitchPredictor.HINTS];
      for (int t = 0; t < codes.length; t++) {
        double cycles = oscillator.cyclesAt(t);
        oscillator.write(cycles, tone[t], 0);
        predictor.next((float) cycles, t == 0 ? 0 : sound[t - 1], periods[t], 0);
      }
      all.set("oscillator", JSON.valueToTree(tone));
      all.set("past_periods", JSON.valueToTree(periods));
    }
    // Of each step the logits of eight classes, of the last all.
    float[][] some = new float[codes.length][8];
    for (int t = 0; t < codes.length; t++) {
      for (int i = 0; i < 8; i++) {
        some[t][i] = logits[t][i * 36];
      }
    }
    all.set("some_logits", JSON.valueToTree(some));
    all.set("last_logits", JSON.valueToTree(logits[codes.length - 1]));
    return all;
  }

  @Test
  void otherKindsHaveNone() {
    SavedModel instant = RandomModels.evenInstant();
    assertEquals(Map.of(), instant.kind().onnx(instant));
    assertEquals(
        List.of("encoder", "decoder-step"),
        List.copyOf(model("nsynth").kind().onnx(model("nsynth")).keySet()));
  }
}
