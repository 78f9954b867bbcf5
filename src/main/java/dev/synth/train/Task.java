package dev.synth.train;

import dev.synth.train.data.Batches;
import dev.synth.train.data.StreamPosition;
import dev.synth.train.optim.NamedVectors;
import java.util.List;
import java.util.Map;

/**
 * What one kind of model brings to its training: batches, a step and a measurement, and the vectors
 * that all of it comes down to, of as many networks and optimisers as it has. Everything else, that
 * runs stop, resume to the bit, keep a log and go back when they diverge, is the {@link Trainer}'s.
 *
 * <p>All random choices come from the plan's seed and the {@link StreamPosition}, so that a task
 * whose vectors were put back continues as if it had never stopped. Not safe for use by several
 * threads, but for the batches, which are read on a thread of their own.
 *
 * @param <B> a batch
 */
public interface Task<B> extends AutoCloseable {
  /** The training batches from {@code from} on, each a part of a step. */
  Batches<B> batches(StreamPosition from);

  /**
   * Takes a step.
   *
   * @param parts the step's batches
   * @param learningRate the step size that the plan's schedule gives
   * @param before steps taken before
   */
  Step step(List<B> parts, double learningRate, long before);

  /** Measures the model as it would be saved now, on the same held-out crops each time. */
  Measurement measure();

  /** What the losses are measured in. */
  LossUnit unit();

  /** Losses to compare with. */
  Baselines baselines();

  /** Floating-point operations that a training step takes for each sample, over all networks. */
  double flopsPerSample();

  /**
   * What a checkpoint holds in {@code training.safetensors}: all that is remembered from step to
   * step but the model's tensors.
   */
  NamedVectors vectors();

  /** The values of the spec's tensors as a model would be saved now, by name; copies. */
  Map<String, float[]> model();

  /**
   * Resumes from a checkpoint.
   *
   * @param vectors all that {@link #vectors} had, by name
   * @param model what {@link #model} gave
   */
  void restore(Map<String, float[]> vectors, Map<String, float[]> model);

  /** Starts from a model's tensors. */
  void start(Map<String, float[]> model);

  /** Whether all weights are numbers. */
  boolean isFinite();

  @Override
  void close();
}
