package dev.synth.testing;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Notes whose sound is made up, or fails as a test wants it to. */
public final class Notes {
  private Notes() {}

  /** Makes a sound, or fails. */
  @FunctionalInterface
  public interface Reader {
    /** As {@link NoteAudio#read}. */
    AudioClip read() throws IOException;
  }

  /** A note without labels whose sound is what {@code reader} gives. */
  public static Note of(String name, Reader reader) {
    NoteAudio audio =
        new NoteAudio() {
          @Override
          public AudioClip read() throws IOException {
            return reader.read();
          }

          @Override
          public long sizeBytes() {
            return 0;
          }

          @Override
          public Path source() {
            return Path.of(name);
          }

          @Override
          public boolean isShared() {
            return false;
          }
        };
    return new Note(name, OptionalLong.empty(), audio, Labels.NONE);
  }
}
