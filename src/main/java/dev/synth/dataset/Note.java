package dev.synth.dataset;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * One note: a sound file and what is known about it.
 *
 * @param name NSynth's {@code note_str}, or the file's name without its ending
 * @param id NSynth's number of the note, where there is one
 * @param audio the WAV file
 * @param labels what is known; {@link Labels#NONE} for a sound without any
 */
public record Note(String name, OptionalLong id, Path audio, Labels labels) {
  /** The sound file {@code audio}, with the labels its name tells. */
  public static Note of(Path audio) {
    String name = Labels.stem(audio.getFileName().toString());
    return new Note(name, OptionalLong.empty(), audio, Labels.parse(name));
  }

  /**
   * Reads the sound, mono at {@link AudioClip#NETWORK_RATE_HZ}, resampled where the file has
   * another rate.
   *
   * @throws IOException as {@link WavFile#read}; the message names the file
   */
  public AudioClip load() throws IOException {
    AudioClip clip = WavFile.read(audio);
    return clip.sampleRateHz() == AudioClip.NETWORK_RATE_HZ
        ? clip
        : Resampler.resample(clip, AudioClip.NETWORK_RATE_HZ);
  }
}
