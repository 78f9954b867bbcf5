package dev.synth.compose.plan;

/** How a phrase ends. */
public enum Cadence {
  /** On whatever comes. */
  OPEN,

  /** On the dominant. */
  HALF,

  /** On the tonic chord. */
  CLOSED,

  /** The dominant, then the tonic in the melody and the chord, held: the end of a piece. */
  AUTHENTIC,

  /** As {@link #AUTHENTIC}, from the chord on the fourth. */
  PLAGAL;

  /** Whether a piece can end with it. */
  public boolean isFinal() {
    return this == AUTHENTIC || this == PLAGAL;
  }

  /** Whether its last chord is the tonic. */
  public boolean isClosed() {
    return this == CLOSED || isFinal();
  }
}
