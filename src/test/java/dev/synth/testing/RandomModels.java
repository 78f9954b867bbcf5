package dev.synth.testing;

import dev.synth.latent.Embedding;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import dev.synth.model.TensorShape;
import dev.synth.models.instant.InstantPresets;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Untrained models and embeddings from a seed, of sizes that fit no vector. */
public final class RandomModels {
  /** Not a multiple of 8, so that frames turn in the middle of a look-ahead. */
  public static final int HOP_SAMPLES = 21;

  private static final Provenance NOWHERE = new Provenance("", 0, 0, 0, 0, 0, 0, Double.NaN, "");

  private RandomModels() {}

  /** Decoders of odd and even widths, all kernel sizes, with and without pitch. */
  public static List<WaveNetSpec> specs() {
    return List.of(
        spec(5, 7, 4, 3, 3, 0),
        spec(5, 33, 6, 5, 5, 3),
        spec(17, 33, 6, 5, 3, 0),
        spec(24, 7, 3, 2, 1, 2),
        spec(1, 1, 1, 1, 3, 0),
        spec(64, 128, 6, 6, 3, 4));
  }

  public static WaveNetSpec spec(
      int width, int skipWidth, int layers, int layersPerStage, int kernelSize, int pitches) {
    return new WaveNetSpec(
        16_000,
        2,
        1,
        3,
        HOP_SAMPLES,
        width,
        skipWidth,
        layers,
        layersPerStage,
        kernelSize,
        pitches,
        pitches,
        pitches > 0,
        pitches);
  }

  /** Weights that keep the variance, biases of 0.2: every nonlinearity is reached. */
  public static SavedModel model(WaveNetSpec spec, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape shape : spec.tensors()) {
      double deviation = shape.isBias() ? 0.2 : 1.2 / Math.sqrt(shape.rows());
      if (shape.name().equals("pitch_embedding/W")) {
        deviation = 1;
      }
      tensors.put(shape.name(), values(random, shape.length(), deviation));
    }
    return new SavedModel(spec, "random", NOWHERE, tensors);
  }

  /** The tiny instant model with weights of 0: all partials are equally loud, and steady. */
  public static SavedModel evenInstant() {
    InstantSpec spec = InstantPresets.tiny();
    Map<String, float[]> tensors = new LinkedHashMap<>();
    spec.tensors().forEach(shape -> tensors.put(shape.name(), new float[shape.length()]));
    return new SavedModel(spec, "even", NOWHERE, tensors);
  }

  public static Embedding embedding(WaveNetSpec spec, int frames, long seed) {
    int channels = spec.latentChannels();
    return new Embedding(frames, channels, values(new Random(seed), frames * channels, 1));
  }

  public static int[] codes(int samples, long seed) {
    return new Random(seed).ints(samples, -128, 128).toArray();
  }

  public static float[] values(Random random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }
}
