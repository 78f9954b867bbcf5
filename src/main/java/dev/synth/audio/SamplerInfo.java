package dev.synth.audio;

import java.util.Objects;
import java.util.Optional;

/**
 * What a WAV file's {@code smpl} chunk tells a sampler.
 *
 * @param rootNote the MIDI note that sounds when the file is played at its own rate, 0 to 127, or
 *     the one below what sounds
 * @param rootCents by how much what sounds is higher than that note, from 0 to less than 100
 * @param loop what is repeated while a key is held, if anything
 */
public record SamplerInfo(int rootNote, double rootCents, Optional<SampleLoop> loop) {
  private static final double NEGLIGIBLE_CENTS = 0.001;

  /** A note without a loop. */
  public SamplerInfo(int rootNote) {
    this(rootNote, 0, Optional.empty());
  }

  /** A note that is in tune. */
  public SamplerInfo(int rootNote, Optional<SampleLoop> loop) {
    this(rootNote, 0, loop);
  }

  /** Of any MIDI pitch from 0 to 127; the chunk counts its fraction upwards from the note below. */
  public static SamplerInfo of(double midi, Optional<SampleLoop> loop) {
    int note = (int) Math.floor(midi + NEGLIGIBLE_CENTS / 100);
    double cents = 100 * (midi - note);
    return new SamplerInfo(note, cents < NEGLIGIBLE_CENTS ? 0 : cents, loop);
  }

  /** Checks the note. */
  public SamplerInfo {
    Objects.requireNonNull(loop, "loop");
    if (rootNote < 0 || rootNote > 127) {
      throw new IllegalArgumentException("rootNote must be MIDI 0 to 127, got " + rootNote);
    }
    if (!(rootCents >= 0 && rootCents < 100)) {
      throw new IllegalArgumentException("rootCents must be from 0 to below 100, got " + rootCents);
    }
  }
}
