package dev.synth.app.estimate;

/**
 * What a command would take.
 *
 * @param notes all that are wanted and can be made
 * @param notesToDo those that are not there yet
 * @param notesDone those that are there from an earlier run
 * @param soundSeconds of all notes
 * @param diskBytes of everything that is made
 * @param diskBytesToDo of what is not there yet
 * @param diskBytesFree where it is made
 * @param notesAtOnce how many are worked on at the same time
 * @param threads that compute
 * @param memoryBytes of the process at its peak, the trial among all
 * @param samplesPerSecond measured just now; null where nothing is to do
 * @param realTimeFactor the same against the sound's rate; null where nothing is to do
 * @param estimatedSeconds for the notes that are to do
 */
public record WorkEstimate(
    int notes,
    int notesToDo,
    int notesDone,
    double soundSeconds,
    long diskBytes,
    long diskBytesToDo,
    long diskBytesFree,
    int notesAtOnce,
    int threads,
    long memoryBytes,
    Double samplesPerSecond,
    Double realTimeFactor,
    double estimatedSeconds) {
  /** Whether there is room for what is to do. */
  public boolean fits() {
    return diskBytesToDo <= diskBytesFree;
  }

  /** The same with more memory, which the trial did not take. */
  WorkEstimate withMore(long bytes) {
    return new WorkEstimate(
        notes,
        notesToDo,
        notesDone,
        soundSeconds,
        diskBytes,
        diskBytesToDo,
        diskBytesFree,
        notesAtOnce,
        threads,
        memoryBytes + bytes,
        samplesPerSecond,
        realTimeFactor,
        estimatedSeconds);
  }
}
