package dev.synth.models.wavenet.train;

import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.TrainingPlan;

/** What training a WaveNet takes of memory, from its spec alone. */
final class WaveNetMemory {
  private WaveNetMemory() {}

  /** The estimate for {@code plan}, whose spec is a {@link WaveNetSpec}. */
  static MemoryEstimate of(TrainingPlan plan, RunPolicy policy) {
    WaveNetSpec s = (WaveNetSpec) plan.spec();
    boolean recompute = policy.recompute();
    int replicas = policy.replicas();
    // Channels of everything that has a row a sample: see State in TemporalEncoder, WaveNetDecoder.
    long blocks = s.encoderLayers();
    long layers = s.layers();
    long encoder = s.encoderWidth() * (blocks + 4 + (recompute ? 1 : blocks));
    long decoder =
        s.width() * (layers + 3 + 2 * (recompute ? 1 : layers))
            + 3L * s.skipWidth()
            + 2L * WaveNetSpec.CODES; // logits and their gradient
    long inputs =
        2L * s.kernelSize()
            + 2L * s.pitchHarmonics()
            + (s.pastPeriods() > 0 ? 2L * PitchPredictor.HINTS : 0);
    long rows = (long) plan.batches().partCrops() * plan.batches().cropSamples();
    // Weights, gradients, two moments; the mean and a spare; the sum of parts; further replicas.
    long vectors =
        4
            + (plan.learning().averageDecay() > 0 ? 2 : 0)
            + (plan.learning().initialShare() > 0 ? 3 : 0)
            + (plan.batches().parts() > 1 ? 1 : 0)
            + 4L * (replicas - 1);
    return new MemoryEstimate(
        4 * vectors * s.parameterCount(),
        4 * replicas * rows * (encoder + decoder + inputs),
        MemoryEstimate.PROGRAM_BYTES);
  }
}
