package dev.synth.model;

import dev.synth.latent.Embedding;

/**
 * Tells how likely a model holds known sounds. Not safe for use by several threads; closing it
 * frees its memory.
 */
public interface LikelihoodScorer extends AutoCloseable {
  /**
   * The cross-entropy of a sound given its embedding, summed over its samples.
   *
   * @param samples amplitudes at the model's rate
   * @param embedding of that sound
   * @param pitch MIDI, or {@link dev.synth.generate.GenerationRequest#UNKNOWN_PITCH}
   * @return nats
   */
  double nats(float[] samples, Embedding embedding, int pitch);

  /** What computes, in words. */
  String description();

  @Override
  void close();
}
