package dev.synth.generate;

/** Receives the progress of generation. */
@FunctionalInterface
public interface ProgressListener {
  /** Ignores it. */
  ProgressListener NONE = (done, total) -> {};

  /**
   * Called now and then, from the generating threads but never from two at once.
   *
   * @param samplesDone samples of all notes so far
   * @param samplesTotal samples of all notes
   */
  void generated(long samplesDone, long samplesTotal);
}
