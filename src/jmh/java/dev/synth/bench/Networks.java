package dev.synth.bench;

import dev.synth.model.ModelSpec;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Untrained networks and random sounds: what the time does not depend on. */
final class Networks {
  private Networks() {}

  /** The preset's sizes, without the pitch, which the peer is not told. */
  static WaveNetSpec spec(String preset) {
    WaveNetSpec s =
        switch (preset) {
          case "nsynth" -> WaveNetPresets.nsynth();
          case "small" -> WaveNetPresets.small();
          default -> WaveNetPresets.tiny();
        };
    return new WaveNetSpec(
        s.sampleRateHz(),
        s.encoderWidth(),
        s.encoderLayers(),
        s.latentChannels(),
        s.hopSamples(),
        s.width(),
        s.skipWidth(),
        s.layers(),
        s.layersPerStage(),
        s.kernelSize(),
        0,
        0,
        false,
        0);
  }

  /** Weights uniform in ±sqrt(3 / fanIn), biases 0. */
  static SavedModel model(ModelSpec spec) {
    Random random = new Random(1);
    Map<String, float[]> tensors = new HashMap<>();
    for (TensorShape shape : spec.tensors()) {
      float[] values = new float[shape.length()];
      if (!shape.isBias()) {
        double bound = Math.sqrt(3.0 / shape.rows());
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
        }
      }
      tensors.put(shape.name(), values);
    }
    Provenance nowhere = new Provenance("", 0, 0, 0, 0, 0, 0, Double.NaN, "");
    return new SavedModel(spec, "benchmark", nowhere, tensors);
  }

  static CodeBatch batch(int sounds, int samples) {
    Random random = new Random(1);
    byte[][] codes = new byte[sounds][samples];
    for (byte[] sound : codes) {
      random.nextBytes(sound);
    }
    int[] pitches = new int[sounds];
    return new CodeBatch(codes, pitches);
  }
}
