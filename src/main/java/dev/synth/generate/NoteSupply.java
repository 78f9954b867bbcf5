package dev.synth.generate;

import dev.synth.io.WorkFailedException;

/**
 * Where a generator's notes come from, one at a time, so that any number of them takes the memory
 * of those at work only. Notes are asked for by one thread at a time; several may be finished, or
 * fail, at once.
 */
@FunctionalInterface
public interface NoteSupply {
  /** A note that is wanted. */
  interface Order {
    /** What is wanted; asked once, when the note begins. */
    GenerationRequest request();

    /** Takes the finished note: amplitudes in [-1, 1], [samples]. */
    void finished(float[] samples);

    /** Called when the note cannot be made; the others continue. */
    void failed(WorkFailedException failure);
  }

  /** The note to begin next, or null when there is none left. */
  Order next();
}
