package dev.synth.testing;

import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.spectral.SpectralSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Untrained spectral autoencoders, tiny, from a seed. */
public final class SpectralModels {
  /** Images of 32 rows and 16 columns, of which 15 are of sound. */
  public static final SpectralSpec SPEC = new SpectralSpec(16_000, 64, 16, 224, 3, 5, 4, 8);

  private static final Provenance NOWHERE = new Provenance("", 0, 0, 0, 0, 0, 0, Double.NaN, "");

  private SpectralModels() {}

  /** A model of {@link #SPEC}. */
  public static SavedModel model(long seed) {
    return model(SPEC, seed);
  }

  /** A model of any sizes. */
  public static SavedModel model(SpectralSpec spec, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : spec.tensors()) {
      int fan = shape.length() / shape.dimensions()[0];
      double deviation = shape.isBias() ? 0.3 : 1.5 / Math.sqrt(fan);
      float[] values = RandomModels.values(random, shape.length(), deviation);
      if (shape.name().endsWith("/variance")) {
        for (int i = 0; i < values.length; i++) {
          values[i] = 0.5f + Math.abs(values[i]);
        }
      }
      tensors.put(shape.name(), values);
    }
    return new SavedModel(spec, "random", NOWHERE, tensors);
  }
}
