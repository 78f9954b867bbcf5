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
 */
public record FileAudio(Path file, Path source) implements NoteAudio {
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
