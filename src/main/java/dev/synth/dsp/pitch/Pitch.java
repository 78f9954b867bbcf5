package dev.synth.dsp.pitch;

/**
 * The pitch of a whole note.
 *
 * @param hz fundamental frequency
 * @param confidence from 0 to 1: the share of the note's energy that repeats with this period
 */
public record Pitch(double hz, double confidence) {
  private static final double A4_HZ = 440;
  private static final int A4_MIDI = 69;

  /** The pitch as a MIDI note number, with cents behind the point: 69 is A4, 440 Hz. */
  public double midi() {
    return A4_MIDI + 12 * Math.log(hz / A4_HZ) / Math.log(2);
  }

  /** The frequency of a MIDI note number in equal temperament, A4 = 440 Hz. */
  public static double hzOfMidi(double midi) {
    return A4_HZ * Math.pow(2, (midi - A4_MIDI) / 12);
  }
}
