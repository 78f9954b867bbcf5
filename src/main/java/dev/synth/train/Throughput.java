package dev.synth.train;

import dev.synth.kernel.MatmulPeak;
import dev.synth.kernel.Ops;
import dev.synth.train.run.RunState;

/** How fast a session goes, and how much of its time it spends on what. */
final class Throughput {
  /** Weight of a new value in the running mean that is shown. */
  private static final double SMOOTHING = 0.02;

  /** Steps the JVM takes to compile the kernels; their time says nothing of the rest. */
  private static final int WARM_UP_STEPS = 10;

  private static final int PEAK_SIZE = 1024;
  private static final int PEAK_PRODUCTS = 8;

  private final TrainingPlan plan;
  private final double flopsPerSample;
  private final double peakGflops;
  private final double secondsBefore;
  private final long startNanos = System.nanoTime();
  private int steps;
  private double stepSeconds;
  private double lineLoadSeconds;
  private double lineSeconds;
  private int lineSteps;

  /**
   * Starts the clock.
   *
   * @param flopsPerSample as {@link Task#flopsPerSample}
   * @param secondsBefore seconds of the sessions before this one
   */
  Throughput(TrainingPlan plan, double flopsPerSample, Ops ops, double secondsBefore) {
    this.plan = plan;
    this.flopsPerSample = flopsPerSample;
    this.peakGflops = MatmulPeak.gflops(ops, PEAK_SIZE, PEAK_PRODUCTS);
    this.secondsBefore = secondsBefore;
  }

  /** A step was taken, after waiting for its crops. */
  void stepped(long loadNanos, long computeNanos) {
    steps++;
    double seconds = (loadNanos + computeNanos) / 1e9;
    double weight = Math.max(SMOOTHING, 1.0 / steps);
    stepSeconds = steps < WARM_UP_STEPS ? seconds : stepSeconds + weight * (seconds - stepSeconds);
    lineLoadSeconds += loadNanos / 1e9;
    lineSeconds += seconds;
    lineSteps++;
  }

  /** Seconds of all sessions. */
  double seconds() {
    return secondsBefore + (System.nanoTime() - startNanos) / 1e9;
  }

  /** Share of the steps' time that was spent waiting for crops, since the last line of the log. */
  double loadShare() {
    return lineSeconds == 0 ? 0 : lineLoadSeconds / lineSeconds;
  }

  /** Samples learned from in a second, since the last line of the log. */
  double lineSamplesPerSecond() {
    return lineSteps * samplesPerStep() / lineSeconds;
  }

  /** A new line of the log begins. */
  void newLine() {
    lineLoadSeconds = 0;
    lineSeconds = 0;
    lineSteps = 0;
  }

  private double samplesPerStep() {
    return plan.batches().samplesPerStep();
  }

  /** Giga floating-point operations a second. */
  double gflops(double samplesPerSecond) {
    return samplesPerSecond * flopsPerSample / 1e9;
  }

  /** Giga floating-point operations a second that the machine's products reach. */
  double peakGflops() {
    return peakGflops;
  }

  TrainingProgress.Report report(
      RunState state, double trainLoss, LossUnit unit, double secondsLimit) {
    double speed = samplesPerStep() / stepSeconds;
    double share = Math.max((double) state.step / plan.steps(), state.seconds / secondsLimit);
    return new TrainingProgress.Report(
        state.step,
        unit,
        trainLoss,
        state.heldOutLoss,
        state.measured,
        speed,
        gflops(speed) / peakGflops,
        ProcessMemory.memoryBytes(),
        loadShare(),
        state.seconds,
        secondsLimit,
        Math.min(1, share));
  }
}
