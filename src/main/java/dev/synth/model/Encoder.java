package dev.synth.model;

import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;

/**
 * Turns sound into embeddings. Not safe for use by several threads; closing it frees its memory.
 */
public interface Encoder extends AutoCloseable {
  /** The embeddings it makes, and the rate of the sound that it takes. */
  LatentFormat format();

  /**
   * The embedding of a sound; the last frame is filled up with silence.
   *
   * @param samples amplitudes at the format's rate
   * @return {@code format().frames(samples.length)} frames
   */
  Embedding encode(float[] samples);

  /** What computes, in words. */
  String description();

  @Override
  void close();
}
