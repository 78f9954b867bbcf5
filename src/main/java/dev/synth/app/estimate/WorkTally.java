package dev.synth.app.estimate;

import dev.synth.io.Outputs;
import dev.synth.render.ProcessMemory;
import java.io.IOException;
import java.nio.file.Path;

/** Counts notes, and what is made of them, towards an estimate. */
public final class WorkTally {
  private int toDo;
  private int done;
  private double soundSeconds;
  private long bytes;
  private long bytesToDo;

  /**
   * Counts a note.
   *
   * @param isDone whether it is there from an earlier run
   * @param seconds of its sound
   * @param fileBytes of its file
   */
  public void add(boolean isDone, double seconds, long fileBytes) {
    if (isDone) {
      done++;
    } else {
      toDo++;
      bytesToDo += fileBytes;
    }
    soundSeconds += seconds;
    bytes += fileBytes;
  }

  /** Counts bytes of files that are no note's, and are written whatever is done. */
  public void addBytes(long more) {
    bytes += more;
    bytesToDo += more;
  }

  /** How many notes are to do. */
  public int toDo() {
    return toDo;
  }

  /** How many notes there are. */
  public int notes() {
    return toDo + done;
  }

  /**
   * The estimate, after the trial.
   *
   * @param output where it is made
   * @param sampleRateHz of the sound
   * @param samplesPerSecond measured; NaN where nothing was
   * @param seconds for what is to do
   */
  public WorkEstimate estimate(
      Path output,
      int notesAtOnce,
      int threads,
      int sampleRateHz,
      double samplesPerSecond,
      double seconds)
      throws IOException {
    boolean measured = !Double.isNaN(samplesPerSecond);
    return new WorkEstimate(
        notes(),
        toDo,
        done,
        soundSeconds,
        bytes,
        bytesToDo,
        Outputs.freeBytes(output),
        notesAtOnce,
        threads,
        ProcessMemory.peakBytes(),
        measured ? samplesPerSecond : null,
        measured ? samplesPerSecond / sampleRateHz : null,
        seconds);
  }
}
