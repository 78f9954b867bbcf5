package dev.synth.train;

import dev.synth.kernel.MatmulPeak;
import dev.synth.kernel.Ops;
import dev.synth.train.run.RunState;

/** How fast a session goes, and how much of its time it spends on what. */
final class Throughput {
  /** Weight of a new value in the running means that are shown. */
  private static final double SMOOTHING = 0.02;

  /** Steps the JVM takes to compile the kernels; their time says nothing of the rest. */
  private static final int WARM_UP_STEPS = 10;

  private static final int PEAK_SIZE = 1024;
  private static final int PEAK_PRODUCTS = 8;

  private final TrainingPlan plan;
  private final double peakGflops;
  private final double secondsBefore;
  private final long startNanos = System.nanoTime();
  private int steps;
  private double stepSeconds;
  private double lossNats;
  private double lineLoadSeconds;
  private double lineSeconds;
  private int lineSteps;

  /**
   * Starts the clock.
   *
   * @param secondsBefore seconds of the sessions before this one
   */
  Throughput(TrainingPlan plan, Ops ops, double secondsBefore) {
    this.plan = plan;
    this.peakGflops = MatmulPeak.gflops(ops, PEAK_SIZE, PEAK_PRODUCTS);
    this.secondsBefore = secondsBefore;
  }

  /** A step was taken, after waiting for its crops. */
  void stepped(long loadNanos, long computeNanos, double nats) {
    steps++;
    double seconds = (loadNanos + computeNanos) / 1e9;
    double weight = Math.max(SMOOTHING, 1.0 / steps);
    stepSeconds = steps < WARM_UP_STEPS ? seconds : stepSeconds + weight * (seconds - stepSeconds);
    lossNats += weight * (nats - lossNats);
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
    return plan.batch() * (double) plan.cropSamples();
  }

  /** Giga floating-point operations a second: the forward pass, and twice that backward. */
  double gflops(double samplesPerSecond) {
    return samplesPerSecond * 3 * 2 * plan.spec().multiplyAddsPerSample() / 1e9;
  }

  /** Giga floating-point operations a second that the machine's products reach. */
  double peakGflops() {
    return peakGflops;
  }

  TrainingProgress.Report report(RunState state, double accuracy, double secondsLimit) {
    double speed = samplesPerStep() / stepSeconds;
    return new TrainingProgress.Report(
        state.step,
        lossNats,
        state.heldOutNats,
        accuracy,
        speed,
        gflops(speed) / peakGflops,
        ProcessMemory.memoryBytes(),
        loadShare(),
        Math.max((double) state.step / plan.steps(), state.seconds / secondsLimit));
  }
}
