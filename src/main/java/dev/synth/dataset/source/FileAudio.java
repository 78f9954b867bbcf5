package dev.synth.dataset.source;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.OpenSound;
import dev.synth.dataset.NoteAudio;
import dev.synth.io.path.Spool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A sound that is a file.
 *
 * @param file the sound file, of any form that {@link AudioFile} reads
 * @param source the NSynth folder that lists it, or {@code file} itself
 * @param listedRateHz the sample rate that the list gives it; 0 where it gives none
 */
public record FileAudio(Path file, Path source, int listedRateHz) implements NoteAudio {
  /** A sound of which no list gives the rate. */
  public FileAudio(Path file, Path source) {
    this(file, source, 0);
  }

  @Override
  public int statedRateHz(int ownRateHz) {
    return listedRateHz > 0 ? listedRateHz : NoteAudio.super.statedRateHz(ownRateHz);
  }

  @Override
  public AudioClip read() throws IOException {
    return AudioFile.read(file);
  }

  @Override
  public OpenSound open() throws IOException {
    return AudioFile.open(file);
  }

  @Override
  public long sizeBytes() throws IOException {
    return Files.size(file);
  }

  @Override
  public boolean isShared() {
    return !source.equals(file);
  }

  @Override
  public String toString() {
    return Spool.inWords(file.toString());
  }
}
