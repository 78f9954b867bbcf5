package dev.synth.dataset;

import dev.synth.audio.AudioClip;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Where a note's sound lies. Nothing is read until it is wanted, so a note costs little memory. Two
 * are equal if they are the same place.
 */
public interface NoteAudio {
  /**
   * Reads the sound, at its own rate.
   *
   * @throws IOException with a sentence that names the place
   */
  AudioClip read() throws IOException;

  /** How many bytes the sound takes where it lies; known without reading it. */
  long sizeBytes() throws IOException;

  /** The file or folder that was opened to find the note. */
  Path source();

  /** Whether {@link #source} may hold other notes too. */
  boolean isShared();
}
