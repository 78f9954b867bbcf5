package dev.synth.score;

/** Pitch classes, 0 for C to 11 for B, and their names. */
public final class PitchClasses {
  /** Semitones of an octave. */
  public static final int OCTAVE = 12;

  /** Semitones of a fifth. */
  static final int FIFTH = 7;

  private static final String LETTERS = "CDEFGAB";
  private static final int[] NATURALS = {0, 2, 4, 5, 7, 9, 11};

  /** Places of F C G D A E B on the line of fifths, F at -1. */
  private static final String ON_FIFTHS = "FCGDAEB";

  private PitchClasses() {}

  /**
   * The pitch class of a letter without an accidental.
   *
   * @param letter A to G
   * @throws IllegalArgumentException if it is none
   */
  public static int ofLetter(char letter) {
    int index = LETTERS.indexOf(letter);
    if (index < 0) {
      throw new IllegalArgumentException("'" + letter + "' is no note's letter, A to G");
    }
    return NATURALS[index];
  }

  /** {@code semitones} folded into one octave, 0 to 11. */
  public static int of(int semitones) {
    return Math.floorMod(semitones, OCTAVE);
  }

  /**
   * The name of the note at a place on the line of fifths: 0 is C, 1 G, -1 F, 6 F#, -2 Bb.
   *
   * @param fifths from -15 to 19
   */
  public static String nameOnFifths(int fifths) {
    int accidentals = Math.floorDiv(fifths + 1, ON_FIFTHS.length());
    char letter = ON_FIFTHS.charAt(Math.floorMod(fifths + 1, ON_FIFTHS.length()));
    return letter + (accidentals < 0 ? "b".repeat(-accidentals) : "#".repeat(accidentals));
  }

  /**
   * The place of a pitch class on the line of fifths that is nearest to {@code centre}, by which
   * notes are spelled in a key.
   *
   * @param centre the middle of the key's notes, such as its tonic plus 2 fifths
   */
  public static int fifthsNear(int pitchClass, int centre) {
    int fifths = of(pitchClass * FIFTH); // 7 is its own inverse modulo 12
    int away = Math.floorMod(fifths - centre + OCTAVE / 2 - 1, OCTAVE) - (OCTAVE / 2 - 1);
    return centre + away;
  }
}
