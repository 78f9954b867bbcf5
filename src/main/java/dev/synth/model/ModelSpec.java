package dev.synth.model;

import dev.synth.latent.LatentFormat;
import java.util.List;
import java.util.Optional;

/**
 * Every size of a model, as an immutable and validated record: the training graph, the player, the
 * parameter count, the memory estimate and the model file are all derived from it. Written as JSON
 * by its record components.
 */
public interface ModelSpec {
  /** The name of its {@link ModelKind}. */
  String kind();

  /** Rate of the sound it makes, or judges where it makes none. */
  int sampleRateHz();

  /** The embeddings that its models read or write; empty for a kind that has none. */
  default Optional<LatentFormat> latent() {
    return Optional.empty();
  }

  /** All learned tensors, in the order of the model file. */
  List<TensorShape> tensors();

  /** Number of learned values. */
  default long parameterCount() {
    return tensors().stream().mapToLong(TensorShape::length).sum();
  }
}
