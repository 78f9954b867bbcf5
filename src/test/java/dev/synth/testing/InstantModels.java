package dev.synth.testing;

import dev.synth.model.ModelFile;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.instant.InstantSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Untrained models of partials and noise, tiny, from a seed. */
public final class InstantModels {
  private static final Provenance NOWHERE = new Provenance("", 0, 0, 0, 0, 0, 0, Double.NaN, "");

  private InstantModels() {}

  /** A model that plays at a rate. */
  public static SavedModel model(int sampleRateHz, long seed) {
    InstantSpec spec = new InstantSpec(sampleRateHz, 9, 3, 5, 8, 2, 12, 4, 10, 6);
    Random random = new Random(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : spec.tensors()) {
      double deviation = shape.isBias() ? 0.2 : 0.8 / Math.sqrt(shape.rows());
      tensors.put(shape.name(), RandomModels.values(random, shape.length(), deviation));
    }
    return new SavedModel(spec, "random", NOWHERE, tensors);
  }

  /** Writes it to a file. */
  public static Path write(Path file, int sampleRateHz, long seed) throws IOException {
    ModelFile.write(file, model(sampleRateHz, seed), true);
    return file;
  }
}
