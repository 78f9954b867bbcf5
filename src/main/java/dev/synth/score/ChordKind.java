package dev.synth.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Kinds of chords, each with its semitones above the root and how it is written. */
public enum ChordKind {
  MAJOR("", "maj M", 0, 4, 7),
  MINOR("m", "min mi -", 0, 3, 7),
  DIMINISHED("dim", "o \u00b0 mb5", 0, 3, 6),
  AUGMENTED("aug", "+ #5", 0, 4, 8),
  DOMINANT_7("7", "dom7", 0, 4, 7, 10),
  MAJOR_7("maj7", "M7 ma7 \u0394 \u03947 j7", 0, 4, 7, 11),
  MINOR_7("m7", "min7 mi7 -7", 0, 3, 7, 10),
  HALF_DIMINISHED("m7b5", "\u00f8 \u00f87 h7 min7b5 -7b5 m7(b5)", 0, 3, 6, 10),
  DIMINISHED_7("dim7", "o7 \u00b07", 0, 3, 6, 9),
  MAJOR_6("6", "maj6 M6 add6", 0, 4, 7, 9),
  MINOR_6("m6", "min6 mi6 -6", 0, 3, 7, 9),
  MINOR_MAJOR_7("mM7", "mmaj7 m(maj7) minmaj7 -maj7", 0, 3, 7, 11),
  DOMINANT_9("9", "7(9)", 0, 4, 7, 10, 14),
  MAJOR_9("maj9", "M9 ma9", 0, 4, 7, 11, 14),
  MINOR_9("m9", "min9 mi9 -9", 0, 3, 7, 10, 14),
  ADDED_9("add9", "(add9) 2", 0, 4, 7, 14),
  SUSPENDED_4("sus4", "sus 4", 0, 5, 7),
  SUSPENDED_2("sus2", "", 0, 2, 7),
  DOMINANT_7_SUSPENDED_4("7sus4", "7sus", 0, 5, 7, 10),
  AUGMENTED_7("7#5", "aug7 +7 7+", 0, 4, 8, 10),
  DOMINANT_7_FLAT_5("7b5", "7-5", 0, 4, 6, 10),
  DOMINANT_7_FLAT_9("7b9", "7-9 7(b9)", 0, 4, 7, 10, 13),
  DOMINANT_7_SHARP_9("7#9", "7+9 7(#9)", 0, 4, 7, 10, 15),
  DOMINANT_13("13", "7(13)", 0, 4, 7, 10, 14, 21),
  POWER("5", "no3", 0, 7);

  private final String symbol;
  private final List<String> others;
  private final List<Integer> semitones;

  ChordKind(String symbol, String others, int... semitones) {
    this.symbol = symbol;
    this.others = others.isEmpty() ? List.of() : List.of(others.split(" "));
    List<Integer> all = new ArrayList<>();
    for (int semitone : semitones) {
      all.add(semitone);
    }
    this.semitones = List.copyOf(all);
  }

  /** What is written behind the root: {@code m7}. */
  public String symbol() {
    return symbol;
  }

  /** Semitones of the chord's notes above its root, from the root upward; a ninth is 14. */
  public List<Integer> semitones() {
    return semitones;
  }

  /** Whether the third is minor. */
  public boolean hasMinorThird() {
    return semitones.contains(3);
  }

  /** Whether it is a dominant seventh, whatever is added or altered. */
  public boolean isDominant() {
    return semitones.contains(10) && (semitones.contains(4) || semitones.contains(5));
  }

  /** Its triad or, of a chord without a third, itself. */
  public ChordKind triad() {
    if (semitones.contains(3)) {
      return semitones.contains(6) ? DIMINISHED : MINOR;
    }
    if (semitones.contains(4)) {
      return semitones.contains(8) ? AUGMENTED : MAJOR;
    }
    return this == DOMINANT_7_SUSPENDED_4 ? SUSPENDED_4 : this;
  }

  /** The kind that {@code text} behind a root means, in any of its usual spellings. */
  public static Optional<ChordKind> of(String text) {
    for (ChordKind kind : values()) {
      if (kind.symbol.equals(text) || kind.others.contains(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
