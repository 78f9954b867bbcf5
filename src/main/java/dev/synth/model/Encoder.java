package dev.synth.model;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.audio.SampleReader;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;

/**
 * Turns sound into embeddings. Not safe for use by several threads; closing it frees its memory.
 */
public interface Encoder extends AutoCloseable {
  /** The embeddings it makes, and the rate of the sound that it takes. */
  LatentFormat format();

  /**
   * The embedding of a sound of any length; the last frame is filled up with silence.
   *
   * @param sound amplitudes at the format's rate, at least one
   * @param pitch of the note, MIDI, where it is known; an encoder that is not told it may keep less
   *     of the note's intonation
   * @throws IOException the reader's
   * @throws IllegalArgumentException if there are no samples
   */
  Embedding encode(SampleReader sound, OptionalInt pitch) throws IOException;

  /**
   * The embedding of a sound in memory.
   *
   * @param samples amplitudes at the format's rate, at least one
   * @return {@code format().frames(samples.length)} frames
   */
  default Embedding encode(float[] samples, OptionalInt pitch) {
    try {
      return encode(SampleReader.of(samples), pitch);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array is read without any
    }
  }

  /** The embedding of a sound of any rate, which is resampled to the format's. */
  default Embedding encode(AudioClip sound, OptionalInt pitch) {
    return encode(Resampler.resample(sound, format().sampleRateHz()).samples(), pitch);
  }

  /** What computes, in words. */
  String description();

  @Override
  void close();
}
