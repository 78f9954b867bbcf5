package dev.synth.app;

/**
 * What generation may take of the machine; it changes the speed and the memory, not the sound.
 *
 * @param threads that compute, at least 1
 * @param notesAtOnce how many notes are generated at the same time, over all threads; 0 for as many
 *     as is best
 */
public record Workers(int threads, int notesAtOnce) {
  /** Checks both. */
  public Workers {
    if (threads < 1 || notesAtOnce < 0) {
      throw new IllegalArgumentException(
          "threads must be at least 1 and notesAtOnce at least 0, got "
              + threads
              + " and "
              + notesAtOnce);
    }
  }
}
