package dev.synth.dataset;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
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

  /**
   * Opens the sound to be read piece by piece, at its own rate; here, what {@link #read} reads.
   *
   * @throws IOException as {@link #read}
   */
  default OpenSound open() throws IOException {
    return OpenSound.of(read());
  }

  /**
   * The rate that the set of notes says the sound has, in Hz; NSynth's where it says none.
   *
   * @param ownRateHz the rate that the sound has
   */
  default int statedRateHz(int ownRateHz) {
    return NsynthFormat.SAMPLE_RATE_HZ;
  }

  /** How many bytes the sound takes where it lies; known without reading it. */
  long sizeBytes() throws IOException;

  /** The file or folder that was opened to find the note. */
  Path source();

  /** Whether {@link #source} may hold other notes too. */
  boolean isShared();
}
