package dev.synth.compose.plan;

/**
 * A phrase as it is planned, before any note.
 *
 * @param bar its first, from 0
 * @param bars how many
 * @param section the letter of its section; {@code -} where the melody rests
 * @param likeness what it takes from an earlier phrase
 * @param model the number of that phrase, or -1
 * @param cadence how it ends
 * @param registerSemitones how much higher it lies than the piece
 */
public record Phrase(
    int bar,
    int bars,
    String section,
    Likeness likeness,
    int model,
    Cadence cadence,
    int registerSemitones) {
  /** The section of bars without a melody. */
  public static final String REST = "-";

  /** What a phrase has in common with an earlier one. */
  public enum Likeness {
    /** Nothing. */
    NEW,

    /** Its rhythm, near to it. */
    RHYTHM,

    /** Its rhythm and its melody a step higher or lower, about. */
    SEQUENCE,

    /** Its chords, rhythm and melody, but for an end that leads elsewhere. */
    VARIED,

    /** Its chords, rhythm and melody, note for note, as far as its cadence is the same. */
    REPEATED
  }

  /** The bar after its last. */
  public int endBar() {
    return bar + bars;
  }

  /** Whether there is a melody. */
  public boolean isSung() {
    return !section.equals(REST);
  }
}
