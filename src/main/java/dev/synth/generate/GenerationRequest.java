package dev.synth.generate;

import dev.synth.latent.Embedding;
import java.util.Objects;

/**
 * One note to generate.
 *
 * @param embedding what it should sound like
 * @param pitch what it is played at; a model that is not pitch-conditioned ignores it
 * @param samples length, at most the embedding's frames times the model's hop
 * @param temperature 1 samples the distribution learned, less favours the likelier codes, 0 always
 *     takes the likeliest
 * @param seed of the note's random numbers
 * @param level at which the note is delivered
 */
public record GenerationRequest(
    Embedding embedding,
    PlayedPitch pitch,
    int samples,
    double temperature,
    long seed,
    OutputLevel level) {
  /** The pitch of an unpitched note, as a number. */
  public static final int UNKNOWN_PITCH = 128;

  /** The default temperature; docs/evaluation.md has the measurements. */
  public static final double DEFAULT_TEMPERATURE = 0.1;

  /**
   * A note of a steady pitch at the level at which the model plays it.
   *
   * @param midi see {@link PlayedPitch#of}
   */
  public GenerationRequest(
      Embedding embedding, double midi, int samples, double temperature, long seed) {
    this(embedding, PlayedPitch.of(midi), samples, temperature, seed, OutputLevel.AS_PLAYED);
  }

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException naming the field
   */
  public GenerationRequest {
    Objects.requireNonNull(embedding, "embedding");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(pitch, "pitch");
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be at least 1, got " + samples);
    }
    if (!(temperature >= 0 && temperature <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "temperature must be a number from 0 up, got " + temperature);
    }
  }
}
