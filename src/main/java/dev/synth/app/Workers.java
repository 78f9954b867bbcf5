package dev.synth.app;

/**
 * What generation may take of the machine; it changes the speed and the memory, not the sound.
 *
 * @param threads that compute, at least 1
 * @param notesAtOnce how many notes are generated at the same time, over all threads; 0 for as many
 *     as is best
 * @param processes that share the work: one of several leaves the others their part
 */
public record Workers(int threads, int notesAtOnce, int processes) {
  /** Checks all. */
  public Workers {
    if (threads < 1 || notesAtOnce < 0 || processes < 1) {
      throw new IllegalArgumentException(
          "threads and processes must be at least 1 and notesAtOnce at least 0, got "
              + threads
              + ", "
              + processes
              + " and "
              + notesAtOnce);
    }
  }

  /** Of one process. */
  public Workers(int threads, int notesAtOnce) {
    this(threads, notesAtOnce, 1);
  }
}
