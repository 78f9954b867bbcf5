package dev.synth.dataset;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.audio.Resampler;
import dev.synth.dataset.source.FileAudio;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One note: what is known about it and where its sound lies.
 *
 * @param name NSynth's {@code note_str}, or the file's name without its ending
 * @param id NSynth's number of the note, where there is one
 * @param audio where the sound lies
 * @param labels what is known; {@link Labels#NONE} for a sound without any
 */
public record Note(String name, OptionalLong id, NoteAudio audio, Labels labels) {
  /** Three minutes of 16-bit stereo. */
  private static final long SMALL_BYTES = 32L << 20;

  /** The sound file {@code file}, with the labels its name tells. */
  public static Note of(Path file) {
    String name = file.getFileName().toString();
    return new Note(
        Labels.stem(name), OptionalLong.empty(), new FileAudio(file, file), Labels.parse(name));
  }

  /**
   * Reads the sound, mono, resampled where it has another rate than is wanted.
   *
   * @param sampleRateHz the rate wanted, such as a model's
   * @throws IOException as {@link NoteAudio#read}; the message names the place
   */
  public AudioClip load(int sampleRateHz) throws IOException {
    AudioClip clip = audio.read();
    return clip.sampleRateHz() == sampleRateHz ? clip : Resampler.resample(clip, sampleRateHz);
  }

  /**
   * Opens the sound as {@link #load} reads it. A small one is in memory; a large one is read piece
   * by piece where its form allows.
   *
   * @throws IOException as {@link NoteAudio#read}; reading may fail with the same
   */
  public OpenSound open(int sampleRateHz) throws IOException {
    if (audio.sizeBytes() > SMALL_BYTES) {
      return Resampler.resample(audio.open(), sampleRateHz);
    }
    AudioClip clip = audio.read();
    return OpenSound.of(Resampler.resample(clip, sampleRateHz), clip.sampleRateHz());
  }

  /**
   * Whether a file of this name can lie in a folder: not empty, not a folder itself, and without a
   * separator. What is to be written is held to more, see {@link dev.synth.io.FileNames}.
   */
  public boolean isFileName() {
    return !name.isEmpty()
        && !name.equals(".")
        && !name.equals("..")
        && name.indexOf('/') < 0
        && name.indexOf('\\') < 0
        && name.indexOf('\0') < 0;
  }
}
