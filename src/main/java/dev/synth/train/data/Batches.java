package dev.synth.train.data;

import java.io.IOException;

/**
 * An endless seeded stream of batches, which can be resumed at any {@link StreamPosition} as if it
 * had never stopped.
 *
 * @param <B> a batch
 */
public interface Batches<B> {
  /**
   * The next batch.
   *
   * @throws IOException if no sound can be read any more
   */
  B next() throws IOException;

  /** Where the stream resumes after the last batch. */
  StreamPosition position();
}
