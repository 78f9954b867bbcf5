package dev.synth.compose.arrange;

/**
 * A note as it is played.
 *
 * @param startSeconds from the beginning of the piece
 * @param seconds how long it is held
 * @param midiPitch of an instrument its pitch, of drums which
 * @param velocity 1 to 127
 */
public record PlayedNote(double startSeconds, double seconds, int midiPitch, int velocity) {
  /** When it is let go. */
  public double endSeconds() {
    return startSeconds + seconds;
  }
}
