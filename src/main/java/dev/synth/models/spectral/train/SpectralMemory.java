package dev.synth.models.spectral.train;

import dev.synth.models.spectral.SpectralLayer;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;

/** What training a spectral autoencoder takes of memory, from its spec alone. */
final class SpectralMemory {
  /** Steps that are read ahead, and those that are made and learned. */
  private static final int AHEAD = 6;

  /** What a layer keeps: what is convolved, normalized and rectified. */
  private static final int KEPT = 3;

  /** Slopes of the broadest layer that are there at once, and what is computed beside them. */
  private static final int SLOPES = 4;

  /** What Deeplearning4j's passes leave between two runs of Java's collector: measured, rounded. */
  private static final long UNCOLLECTED_BYTES = 500_000_000;

  private SpectralMemory() {}

  /** The estimate for {@code plan}, whose spec is a {@link SpectralSpec}. */
  static MemoryEstimate of(TrainingPlan plan, RunPolicy policy) {
    SpectralSpec spec = (SpectralSpec) plan.spec();
    int part = plan.batches().partCrops();
    long kept = 0;
    long largest = 0;
    for (SpectralLayer layer : spec.layers()) {
      kept += KEPT * layer.values();
      largest = Math.max(largest, layer.values());
    }
    // The images that come out and their slopes, in double and in float.
    long ends = 6L * spec.pixels();
    long note = kept + SLOPES * largest + ends;
    long vectors =
        4
            + (plan.learning().averageDecay() > 0 ? 2 : 0)
            + (plan.learning().initialShare() > 0 ? 3 : 0)
            + (plan.batches().parts() > 1 ? 1 : 0)
            + 4L * (policy.replicas() - 1);
    // The graph has its own vector of gradients, which the network's is a copy of.
    vectors += policy.replicas();
    long images =
        (long) AHEAD * plan.batches().batch() * spec.pixels()
            + (long) SpectralTask.HELD_OUT_IMAGES * spec.pixels();
    return new MemoryEstimate(
        Float.BYTES * vectors * spec.parameterCount(),
        Float.BYTES * (policy.replicas() * part * note + images)
            + policy.replicas() * UNCOLLECTED_BYTES,
        MemoryEstimate.PROGRAM_BYTES);
  }
}
