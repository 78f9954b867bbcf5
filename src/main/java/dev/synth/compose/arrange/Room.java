package dev.synth.compose.arrange;

/**
 * Where there is room for a chord beside the melody.
 *
 * @param lowest MIDI pitch below which notes are in the melody's way
 * @param highest MIDI pitch above which they are
 */
record Room(int lowest, int highest) {
  /** Semitones by which notes of a chord are in the melody's way, all together. */
  int excess(int[] voices) {
    int excess = 0;
    for (int voice : voices) {
      excess += Math.max(0, voice - highest) + Math.max(0, lowest - voice);
    }
    return excess;
  }
}
