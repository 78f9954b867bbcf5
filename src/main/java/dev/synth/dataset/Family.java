package dev.synth.dataset;

import java.util.Locale;
import java.util.Optional;

/** NSynth's instrument families, in NSynth's order: the ordinal is {@code instrument_family}. */
public enum Family {
  /** Basses. */
  BASS,
  /** Brass. */
  BRASS,
  /** Flutes and pipes. */
  FLUTE,
  /** Guitars and other plucked necks. */
  GUITAR,
  /** Pianos, electric pianos, harpsichords. */
  KEYBOARD,
  /** Struck bars, bells and chromatic percussion. */
  MALLET,
  /** Organs. */
  ORGAN,
  /** Single, double and free reeds. */
  REED,
  /** Bowed strings and harps. */
  STRING,
  /** Synthesizer leads. */
  SYNTH_LEAD,
  /** Voices. */
  VOCAL;

  /** The name as NSynth writes it, for example {@code synth_lead}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The family written {@code label}, or empty. */
  public static Optional<Family> of(String label) {
    for (Family family : values()) {
      if (family.label().equals(label)) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** The family numbered {@code number} in NSynth, 0 to 10, or empty. */
  public static Optional<Family> of(int number) {
    return number >= 0 && number < values().length
        ? Optional.of(values()[number])
        : Optional.empty();
  }
}
