package dev.synth.audio;

import java.util.Objects;
import java.util.Optional;

/**
 * What a WAV file's {@code smpl} chunk tells a sampler.
 *
 * @param rootNote the MIDI note that sounds when the file is played at its own rate, 0 to 127
 * @param loop what is repeated while a key is held, if anything
 */
public record SamplerInfo(int rootNote, Optional<SampleLoop> loop) {
  /** A note without a loop. */
  public SamplerInfo(int rootNote) {
    this(rootNote, Optional.empty());
  }

  /** Checks the note. */
  public SamplerInfo {
    Objects.requireNonNull(loop, "loop");
    if (rootNote < 0 || rootNote > 127) {
      throw new IllegalArgumentException("rootNote must be MIDI 0 to 127, got " + rootNote);
    }
  }
}
