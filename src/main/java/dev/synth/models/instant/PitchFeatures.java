package dev.synth.models.instant;

/**
 * A pitch as a network takes it: bells over the MIDI scale, 3 semitones apart and of that
 * deviation, so that neighbouring pitches, and those between, are alike.
 */
public final class PitchFeatures {
  private static final double LOWEST = 12;
  private static final double STEP = 3;

  /** How many features there are, up to MIDI 120. */
  public static final int COUNT = 37;

  private PitchFeatures() {}

  /** Writes the features of a MIDI pitch, any real number. */
  public static void write(double pitch, float[] into, int offset) {
    for (int i = 0; i < COUNT; i++) {
      double away = (pitch - LOWEST - STEP * i) / STEP;
      into[offset + i] = (float) Math.exp(-0.5 * away * away);
    }
  }
}
