package dev.synth.train;

import dev.synth.io.WorkFailedException;
import dev.synth.models.wavenet.PitchPredictor;
import dev.synth.models.wavenet.WaveNetSpec;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * Memory of a training run, from the spec alone.
 *
 * @param weightsBytes parameters, their gradients and Adam's two moments
 * @param activationsBytes what forward keeps for backward, and both passes' scratch
 * @param baseBytes the JVM and the native libraries
 */
public record MemoryEstimate(long weightsBytes, long activationsBytes, long baseBytes) {
  /** Heap, code and libraries, as seen over long runs. */
  private static final long BASE_BYTES = 1_000_000_000;

  private static final double USABLE_SHARE = 0.9;

  /**
   * The estimate for {@code plan}.
   *
   * @param replicas copies of the network
   * @param recompute as {@link RunPolicy#recompute}
   */
  public static MemoryEstimate of(TrainingPlan plan, int replicas, boolean recompute) {
    WaveNetSpec s = plan.spec();
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
    long rows = (long) plan.partCrops() * plan.cropSamples();
    // Weights, gradients, two moments; the mean and a spare; the sum of parts; further replicas.
    long vectors =
        4 + (plan.averageDecay() > 0 ? 2 : 0) + (plan.parts() > 1 ? 1 : 0) + 4L * (replicas - 1);
    return new MemoryEstimate(
        4 * vectors * s.parameterCount(),
        4 * replicas * rows * (encoder + decoder + inputs),
        BASE_BYTES);
  }

  /** All parts together. */
  public long totalBytes() {
    return weightsBytes + activationsBytes + baseBytes;
  }

  /**
   * Refuses a run that this machine cannot hold.
   *
   * @throws WorkFailedException with the number and the flags that lower it
   */
  public void check() {
    long machine =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    if (totalBytes() > machine * USABLE_SHARE) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "Training would need about %s, but this machine has %.1f GB; raise --accumulate,"
                  + " lower --batch or --crop, add --recompute, or choose a smaller --preset.",
              this,
              machine / 1e9));
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f GB (weights %.1f, activations %.1f, program %.1f)",
        totalBytes() / 1e9,
        weightsBytes / 1e9,
        activationsBytes / 1e9,
        baseBytes / 1e9);
  }
}
