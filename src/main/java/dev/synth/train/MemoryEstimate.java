package dev.synth.train;

import dev.synth.io.WorkFailedException;
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
  public static final long PROGRAM_BYTES = 1_000_000_000;

  private static final double USABLE_SHARE = 0.9;

  /** All parts together. */
  public long totalBytes() {
    return weightsBytes + activationsBytes + baseBytes;
  }

  /**
   * Refuses a run that this machine cannot hold.
   *
   * @throws WorkFailedException with the number and the settings that lower it
   */
  public void check() {
    long machine =
        ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getTotalMemorySize();
    if (totalBytes() > machine * USABLE_SHARE) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "Training would need about %s, but this machine has %.1f GB; raise the setting"
                  + " 'accumulate', lower the setting 'batch' or the setting 'crop', add the setting"
                  + " 'recompute', or choose a smaller one for the setting 'preset'.",
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
