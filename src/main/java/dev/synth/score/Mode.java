package dev.synth.score;

/** The modes of the diatonic scale. */
public enum Mode {
  MAJOR("major", "", 0),
  MINOR("minor", "m", 3),
  DORIAN("dorian", "Dor", 2),
  PHRYGIAN("phrygian", "Phr", 4),
  LYDIAN("lydian", "Lyd", -1),
  MIXOLYDIAN("mixolydian", "Mix", 1),
  LOCRIAN("locrian", "Loc", 5);

  private final String label;
  private final String abc;
  private final int fifths;

  Mode(String label, String abc, int fifths) {
    this.label = label;
    this.abc = abc;
    this.fifths = fifths;
  }

  /** Its name in small letters. */
  public String label() {
    return label;
  }

  /** What follows the tonic in ABC notation. */
  public String abc() {
    return abc;
  }

  /** How many fifths its tonic lies above that of the major key of the same signature. */
  public int fifths() {
    return fifths;
  }

  /** Whether the third above its tonic is minor. */
  public boolean hasMinorThird() {
    return fifths >= DORIAN.fifths;
  }
}
