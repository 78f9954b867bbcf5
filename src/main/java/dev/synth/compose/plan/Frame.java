package dev.synth.compose.plan;

import dev.synth.compose.style.Grid;
import dev.synth.score.Key;
import dev.synth.score.Meter;

/**
 * What is decided of a piece before its form.
 *
 * @param seed of all random choices of chords, rhythm and melody
 * @param performanceSeed of those of the accompaniment and of how all is played; it stays where
 *     some of a piece is made anew, so that the rest is played as before
 * @param mood where tempo, mode, register and density are from
 * @param quartersPerMinute the tempo
 * @param tonicPitch MIDI pitch of the tonic that the melody lies round
 * @param density notes a bar, over those of the style
 * @param cadence of the end
 * @param wishes what else is wanted
 */
public record Frame(
    long seed,
    long performanceSeed,
    Mood mood,
    Key key,
    Meter meter,
    double quartersPerMinute,
    int tonicPitch,
    double density,
    Cadence cadence,
    Wishes wishes) {
  /** Ticks of a bar. */
  public int barTicks() {
    return Grid.bar(meter);
  }

  /** Seconds of so many bars. */
  public double seconds(int bars) {
    return (double) bars * barTicks() / Grid.TICKS_PER_QUARTER * 60 / quartersPerMinute;
  }

  /** The same frame with another seed, played as before. */
  public Frame withSeed(long other) {
    return new Frame(
        other,
        performanceSeed,
        mood,
        key,
        meter,
        quartersPerMinute,
        tonicPitch,
        density,
        cadence,
        wishes);
  }

  /** The same frame in another tempo. */
  public Frame withTempo(double otherQuartersPerMinute) {
    return new Frame(
        seed,
        performanceSeed,
        mood,
        key,
        meter,
        otherQuartersPerMinute,
        tonicPitch,
        density,
        cadence,
        wishes);
  }
}
