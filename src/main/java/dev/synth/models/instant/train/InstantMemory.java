package dev.synth.models.instant.train;

import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.StackShape;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;

/** What training an instant model takes of memory, from its spec alone. */
final class InstantMemory {
  /** Batches that are read ahead, and those that are made and learned. */
  private static final int AHEAD = 6;

  private InstantMemory() {}

  /** The estimate for {@code plan}, whose spec is an {@link InstantSpec}. */
  static MemoryEstimate of(TrainingPlan plan, RunPolicy policy) {
    InstantSpec spec = (InstantSpec) plan.spec();
    int replicas = policy.replicas();
    long frames = plan.batches().cropSamples() / spec.hopSamples();
    long rows = frames * plan.batches().partCrops();
    long heldOut = InstantTask.HELD_OUT_CROPS * frames;
    // A batch has inputs, pitches and conditions, and twice the values.
    StackShape encoder = spec.encoderStack();
    StackShape decoder = spec.decoderStack();
    long row =
        encoder.inputs() + encoder.conditions() + decoder.conditions() + 2L * spec.valuesPerFrame();
    long batches = Float.BYTES * row * (rows * plan.batches().parts() * AHEAD + heldOut);
    // Outputs, values and their gradients in double.
    long loss = 2L * Double.BYTES * rows * (decoder.outputs() + spec.valuesPerFrame());
    long vectors =
        4
            + (plan.learning().averageDecay() > 0 ? 2 : 0)
            + (plan.learning().initialShare() > 0 ? 3 : 0)
            + (plan.batches().parts() > 1 ? 1 : 0)
            + 4L * (replicas - 1);
    return new MemoryEstimate(
        Float.BYTES * vectors * spec.parameterCount(),
        replicas * (loss + Float.BYTES * rows * (activations(encoder) + activations(decoder)))
            + batches,
        MemoryEstimate.PROGRAM_BYTES);
  }

  /** Channels of what a stack keeps of a row. */
  private static long activations(StackShape stack) {
    return stack.inputs()
        + stack.conditions()
        + 2L * stack.outputs()
        + (4L + 3L * stack.blocks()) * stack.width();
  }
}
