package dev.synth.compose.arrange;

import dev.synth.score.Meter;

/**
 * How loud notes are: the beat, the place in the phrase and the pitch, with a little chance, half
 * of it the same for all notes of a beat.
 */
final class Dynamics {
  private static final double MIDDLE = 72;
  private static final double ENERGY = 30;
  private static final double ACCENT = 10;
  private static final double ARCH = 10;
  private static final double HIGH = 8;
  private static final int PHRASE_BARS = 4;
  private static final int CENTRE_PITCH = 66;
  private static final double OCTAVE = 12;
  private static final double NOISE = 4;
  private static final int LEAST = 20;
  private static final int MOST = 120;

  private final Meter meter;
  private final long barTicks;
  private final long beatTicks;
  private final long pickupTicks;
  private final double energy;
  private final double offset;
  private final Chance ofBeats;
  private final Chance ofNotes;

  /**
   * @param offset velocities that the part is louder than the melody, mostly below 0
   */
  Dynamics(
      Meter meter,
      int ticksPerQuarter,
      long pickupTicks,
      double energy,
      double offset,
      Chance chance) {
    this.meter = meter;
    this.barTicks = meter.barTicks(ticksPerQuarter);
    this.beatTicks = meter.beatTicks(ticksPerQuarter);
    this.pickupTicks = pickupTicks;
    this.energy = energy;
    this.offset = offset;
    this.ofBeats = chance.of("beats");
    this.ofNotes = chance.of("notes");
  }

  /** The velocity of a note at a place. */
  int velocity(long ticks, int midiPitch) {
    double noise =
        NOISE
            * Math.sqrt(0.5)
            * (ofBeats.gaussian(Math.floorDiv(ticks, beatTicks)) + ofNotes.gaussian(ticks));
    double high = Math.max(-1, Math.min(1, (midiPitch - CENTRE_PITCH) / OCTAVE));
    double bars = Math.max(0, (double) (ticks - pickupTicks) / barTicks);
    double arch = Math.sin(Math.PI * (bars % PHRASE_BARS) / PHRASE_BARS) - 0.5;
    double value =
        MIDDLE
            + ENERGY * (energy - 0.5)
            + offset
            + ACCENT * accent(ticks)
            + ARCH * arch
            + HIGH * high
            + noise;
    return (int) Math.max(LEAST, Math.min(MOST, Math.round(value)));
  }

  /** 1 on the first beat, 0.6 on the middle of four, 0.3 on other beats, else 0. */
  double accent(long ticks) {
    long inBar = Math.floorMod(ticks - pickupTicks, barTicks);
    if (inBar == 0) {
      return 1;
    }
    if (inBar % beatTicks != 0) {
      return 0;
    }
    return meter.beatsFelt() == 4 && inBar * 2 == barTicks ? 0.6 : 0.3;
  }
}
