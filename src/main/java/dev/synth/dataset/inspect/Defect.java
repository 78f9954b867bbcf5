package dev.synth.dataset.inspect;

import java.util.Locale;
import java.util.Optional;

/** What can be wrong with a note, as {@link NoteCheck} finds it. */
public enum Defect {
  /** A source has only half of the note: a listing without a sound, or the other way round. */
  LEFT_OUT,
  /** The sound cannot be read. */
  UNREADABLE,
  /** Part of the file is not read. */
  UNREAD,
  /** Nothing is audible. */
  SILENT,
  /** The sound ran into full scale. */
  CLIPPED,
  /** Not as long as it should be. */
  LENGTH,
  /** Not of the sample rate it should have. */
  RATE,
  /** The pitch it claims is none of a piano's. */
  RANGE,
  /** What its labels say, its name denies. */
  NAME,
  /** Another note has its name or number. */
  DUPLICATE,
  /** It claims a pitch, but is noise. */
  NOISE,
  /** A note before it is the same recording. */
  TWIN,
  /** The samples swing about another value than zero. */
  OFFSET,
  /** A classifier hears another pitch or family than the labels say. */
  LABEL;

  /**
   * Whether it is only told of: an offset, which synth takes out of every sound that it encodes,
   * and a label that a classifier doubts, which may be wrong itself.
   */
  public boolean isHarmless() {
    return this == OFFSET || this == LABEL;
  }

  /** The word for it on the command line and in reports. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The defect called {@code label}, or empty. */
  public static Optional<Defect> of(String label) {
    for (Defect defect : values()) {
      if (defect.label().equals(label)) {
        return Optional.of(defect);
      }
    }
    return Optional.empty();
  }
}
