package dev.synth.train;

import dev.synth.train.data.CropPrefetcher;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a run would take, measured in a few of its steps; nothing is written.
 *
 * @param steps steps that are left
 * @param stepSeconds seconds of a step
 * @param measureSeconds seconds of a measurement on held-out crops
 * @param measurements how many are left
 * @param diskBytes of all checkpoints that are there at a time, and the model
 */
public record TrainingEstimate(
    long steps, double stepSeconds, double measureSeconds, long measurements, long diskBytes) {
  /** The first steps wait for the JVM to compile. */
  private static final int WARM_UP_STEPS = 3;

  private static final int STEPS_MAX = 20;
  private static final double SECONDS_MAX = 20;

  /**
   * Takes a few steps and a measurement.
   *
   * @param before steps that are taken already
   */
  static <B> TrainingEstimate measure(
      TrainingPlan plan, RunPolicy policy, Task<B> task, long before) throws IOException {
    double[] seconds = new double[STEPS_MAX];
    int taken = 0;
    double sum = 0;
    try (CropPrefetcher<B> feed =
        new CropPrefetcher<>(
            task.batches(dev.synth.train.data.StreamPosition.START), plan.batches().parts())) {
      while (taken < STEPS_MAX && (taken < WARM_UP_STEPS || sum < SECONDS_MAX)) {
        long start = System.nanoTime();
        task.step(feed.next().parts(), plan.learning().schedule().at(taken), taken);
        seconds[taken] = (System.nanoTime() - start) / 1e9;
        sum += seconds[taken++];
      }
    }
    double[] steady = Arrays.copyOfRange(seconds, Math.min(WARM_UP_STEPS, taken - 1), taken);
    Arrays.sort(steady);
    long start = System.nanoTime();
    task.measure();
    double measureSeconds = (System.nanoTime() - start) / 1e9;
    long left = Math.max(0, plan.steps() - before);
    return new TrainingEstimate(
        left,
        steady[steady.length / 2],
        measureSeconds,
        (left + plan.measuring().evaluateEvery() - 1) / plan.measuring().evaluateEvery(),
        diskBytes(plan, policy, task));
  }

  /** The last checkpoints, the best, and the one that is being written; and the model. */
  private static long diskBytes(TrainingPlan plan, RunPolicy policy, Task<?> task) {
    long model = plan.spec().parameterCount() * Float.BYTES;
    long vectors =
        task.vectors().shapes().values().stream()
            .mapToLong(shape -> Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b))
            .sum();
    return model + (policy.keep() + 2) * (model + vectors * Float.BYTES);
  }

  /** Seconds that all that is left takes. */
  public double seconds() {
    return steps * stepSeconds + measurements * measureSeconds;
  }
}
