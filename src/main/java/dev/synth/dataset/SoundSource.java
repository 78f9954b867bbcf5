package dev.synth.dataset;

import java.util.Locale;
import java.util.Optional;

/** How an instrument sounds, in NSynth's order: the ordinal is {@code instrument_source}. */
public enum SoundSource {
  /** Recorded from an acoustic instrument. */
  ACOUSTIC,
  /** From an electric or electronic instrument. */
  ELECTRONIC,
  /** From a synthesizer. */
  SYNTHETIC;

  /** The name as NSynth writes it, for example {@code acoustic}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The source written {@code label}, or empty. */
  public static Optional<SoundSource> of(String label) {
    for (SoundSource source : values()) {
      if (source.label().equals(label)) {
        return Optional.of(source);
      }
    }
    return Optional.empty();
  }

  /** The source numbered {@code number} in NSynth, 0 to 2, or empty. */
  public static Optional<SoundSource> of(int number) {
    return number >= 0 && number < values().length
        ? Optional.of(values()[number])
        : Optional.empty();
  }
}
