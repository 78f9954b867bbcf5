package dev.synth.compose.plan;

import dev.synth.compose.style.Grid;
import dev.synth.score.Key;
import dev.synth.score.Meter;

/**
 * What is decided of a piece before its form.
 *
 * @param seed of all random choices
 * @param mood where tempo, mode, register and density are from
 * @param quartersPerMinute the tempo
 * @param tonicPitch MIDI pitch of the tonic that the melody lies round
 * @param density notes a bar, over those of the style
 * @param cadence of the end
 * @param wishes what else is wanted
 */
public record Frame(
    long seed,
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

  /** The same frame with another seed. */
  public Frame withSeed(long other) {
    return new Frame(
        other, mood, key, meter, quartersPerMinute, tonicPitch, density, cadence, wishes);
  }
}
