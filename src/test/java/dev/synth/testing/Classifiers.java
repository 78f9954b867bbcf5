package dev.synth.testing;

import dev.synth.model.ModelFile;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.classifier.ClassifierSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Untrained classifiers, tiny, from a seed. */
public final class Classifiers {
  /** Sizes that fit no vector. */
  public static final ClassifierSpec SPEC = new ClassifierSpec(16_000, 37, 16, 3, 2, 5);

  private static final Provenance NOWHERE = new Provenance("", 0, 0, 0, 0, 0, 0, Double.NaN, "");

  private Classifiers() {}

  /** A classifier that answers all questions but that of the qualities. */
  public static SavedModel model(long seed) {
    Random random = new Random(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : SPEC.tensors()) {
      double deviation =
          shape.isBias() ? 0.2 : 1.2 / Math.sqrt(shape.length() / shape.dimensions()[0]);
      tensors.put(shape.name(), RandomModels.values(random, shape.length(), deviation));
    }
    tensors.put(ClassifierSpec.TEMPERATURES, new float[] {1, 0.5f, 2, 1, 0});
    return new SavedModel(SPEC, "random", NOWHERE, tensors);
  }

  /** Writes it to a file. */
  public static Path write(Path file, long seed) throws IOException {
    ModelFile.write(file, model(seed), true);
    return file;
  }
}
