package dev.synth.models.classifier.train;

import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HarmonicStack;
import dev.synth.nn.LayerGraph;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;

/** What training a classifier takes of memory, from its spec alone. */
final class ClassifierMemory {
  /** Batches that are read ahead, and those that are made and learned. */
  private static final int AHEAD = 6;

  /** What a layer keeps of its output: before and after the rectifier, the slopes, a copy. */
  private static final int KEPT = 4;

  /** Graphs, each of which leaves so much to Java's collector. */
  private static final long UNCOLLECTED = 2;

  private ClassifierMemory() {}

  /** The estimate for {@code plan}, whose spec is a {@link ClassifierSpec}. */
  static MemoryEstimate of(TrainingPlan plan, RunPolicy policy) {
    ClassifierSpec spec = (ClassifierSpec) plan.spec();
    int part = plan.batches().partCrops();
    long note =
        HarmonicStack.CHANNELS * HarmonicStack.PLACES
            + (long) spec.frames() * spec.melBands()
            + 2L * spec.joined();
    long layers = 2L * HarmonicStack.PLACES * spec.pitchWidth() + 2L * spec.hidden();
    // Convolutions by products unfold their input by their taps.
    long unfolded =
        (long) HarmonicStack.CHANNELS * HarmonicStack.PLACES * ClassifierSpec.PITCH_TAPS;
    long height = spec.frames();
    long width = spec.melBands();
    for (int i = 1; i <= ClassifierSpec.HALVINGS; i++) {
      height = (height + 1) / 2;
      width /= 2;
      layers += height * width * spec.channels(i);
      long taps = (long) ClassifierSpec.TAPS * ClassifierSpec.TAPS;
      unfolded = Math.max(unfolded, height * width * taps * spec.channels(i - 1));
    }
    long vectors =
        4
            + (plan.learning().averageDecay() > 0 ? 2 : 0)
            + (plan.batches().parts() > 1 ? 1 : 0)
            + 4L * (policy.replicas() - 1);
    return new MemoryEstimate(
        Float.BYTES * vectors * spec.parameterCount(),
        Float.BYTES
                * part
                * (policy.replicas() * (note + KEPT * layers + 2 * unfolded)
                    + AHEAD * plan.batches().parts() * note)
            + UNCOLLECTED * policy.replicas() * LayerGraph.COLLECTED_BYTES,
        MemoryEstimate.PROGRAM_BYTES);
  }
}
