package dev.synth.audio;

import dev.synth.audio.codec.pcm.FieldChunks;
import dev.synth.audio.codec.pcm.SmplChunk;
import dev.synth.audio.codec.pcm.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * WAV files out; {@link AudioFile} reads them back.
 *
 * <p>Amplitudes are scaled by the size of the integer range, so 16-bit sample v is v / 32768 and
 * writing it again gives v: reading and writing 16-bit files loses nothing. Source: Microsoft and
 * IBM, "Multimedia Programming Interface and Data Specifications 1.0", 1991, and Microsoft's
 * WAVEFORMATEXTENSIBLE.
 */
public final class WavFile {
  /** The lowest sample rate read or written. */
  public static final int MIN_RATE_HZ = 4_000;

  /** The highest sample rate read or written. */
  public static final int MAX_RATE_HZ = 192_000;

  /** How samples are written. */
  public enum Encoding {
    /** 16-bit integers, rounded to nearest; amplitudes outside [-1, 1) are clamped. */
    PCM16,
    /**
     * 16-bit integers with triangular noise of two steps peak to peak added before rounding, so
     * that the rounding error does not follow the sound. The noise is the same in every run.
     */
    PCM16_DITHERED,
    /** 24-bit integers, rounded to nearest; amplitudes outside [-1, 1) are clamped. */
    PCM24,
    /** 32-bit floats, exactly the samples of the clip. */
    FLOAT32;

    /** Bytes of a sample. */
    public int sampleBytes() {
      return this == FLOAT32 ? 4 : this == PCM24 ? 3 : 2;
    }
  }

  private WavFile() {}

  /**
   * Writes {@code clip} as mono WAV, whole or not at all.
   *
   * @param overwrite whether an existing {@code file} may be replaced
   * @throws dev.synth.io.CannotCreateException if {@code file} cannot be created, or exists and
   *     {@code overwrite} is false
   * @throws dev.synth.io.WorkFailedException if the file would pass the 4 GiB that WAV can describe
   * @throws IllegalArgumentException if the clip is empty, its rate outside the range above, or a
   *     sample NaN or infinite
   */
  public static void write(Path file, AudioClip clip, Encoding encoding, boolean overwrite)
      throws IOException {
    write(file, clip, encoding, 1, WavExtras.NONE, overwrite);
  }

  /**
   * As above, with what samplers want to know, plain text and a seal, and with the sound in {@code
   * channels} channels, for players that want two.
   *
   * @param channels 1 or 2
   */
  public static void write(
      Path file,
      AudioClip clip,
      Encoding encoding,
      int channels,
      WavExtras extras,
      boolean overwrite)
      throws IOException {
    WavWriter.write(file, clip, encoding, channels, extras, overwrite);
  }

  /**
   * Writes sound in two channels.
   *
   * @param interleaved samples of left and right by turns, [2 · frames]; its rate is the file's
   * @throws IllegalArgumentException as {@link #write(Path, AudioClip, Encoding, boolean)}, or if
   *     the number of samples is odd
   */
  public static void writeStereo(
      Path file, AudioClip interleaved, Encoding encoding, WavExtras extras, boolean overwrite)
      throws IOException {
    WavWriter.writeStereo(file, interleaved, encoding, extras, overwrite);
  }

  /**
   * The note and loop that {@code file} keeps for samplers; empty where it has no {@code smpl}
   * chunk or is no WAV.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   */
  public static Optional<SamplerInfo> samplerInfo(Path file) throws IOException {
    return SmplChunk.read(file);
  }

  /**
   * The plain text that {@code file} holds about itself, by name: INFO's such as {@code ICMT}, and
   * bext's {@code description}, {@code originator} and {@code reference}. None where it is no WAV.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   */
  public static Map<String, String> fields(Path file) throws IOException {
    return FieldChunks.read(file);
  }
}
