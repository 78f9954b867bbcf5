package dev.synth.score;

import java.util.List;
import java.util.Objects;

/**
 * A melody and its chords, in one meter and key. Immutable.
 *
 * @param origin title, composer, source, licence
 * @param ticksPerQuarter how many ticks make a quarter note, at least 1
 * @param pickupTicks length of the incomplete bar before bar 1; 0 where there is none
 * @param quartersPerMinute its tempo
 * @param melody one note at a time, by start; rests are the gaps
 * @param chords by start, not overlapping; may be empty
 * @param endTicks where the last bar ends
 */
public record LeadSheet(
    Origin origin,
    int ticksPerQuarter,
    Key key,
    Meter meter,
    long pickupTicks,
    double quartersPerMinute,
    List<ScoreNote> melody,
    List<TimedChord> chords,
    long endTicks) {
  /**
   * Checks that the melody is one.
   *
   * @throws IllegalArgumentException if notes overlap, or the pickup is no shorter than a bar
   */
  public LeadSheet {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(key, "key");
    melody = melody.stream().sorted().toList();
    chords = List.copyOf(chords);
    for (int i = 1; i < melody.size(); i++) {
      if (melody.get(i).startTicks() < melody.get(i - 1).endTicks()) {
        throw new IllegalArgumentException(
            "the notes of a melody overlap at tick " + melody.get(i).startTicks());
      }
    }
    if (pickupTicks < 0 || pickupTicks >= meter.barTicks(ticksPerQuarter)) {
      throw new IllegalArgumentException(
          "a pickup of " + pickupTicks + " ticks is not shorter than a bar");
    }
  }

  /** Length of a whole bar. */
  public long barTicks() {
    return meter.barTicks(ticksPerQuarter);
  }

  /** As a score of one part. */
  public Score toScore() {
    return new Score(
        origin,
        ticksPerQuarter,
        pickupTicks,
        List.of(new MeterChange(0, meter)),
        List.of(new KeyChange(0, key)),
        List.of(new TempoChange(0, quartersPerMinute)),
        List.of(new Part("melody", 0, melody)),
        chords,
        endTicks);
  }

  /** The same piece so many semitones higher. */
  public LeadSheet transposed(int semitones) {
    return new LeadSheet(
        origin,
        ticksPerQuarter,
        key.transposed(semitones),
        meter,
        pickupTicks,
        quartersPerMinute,
        melody.stream().map(note -> note.transposed(semitones)).toList(),
        chords.stream()
            .map(
                chord ->
                    new TimedChord(
                        chord.startTicks(),
                        chord.durationTicks(),
                        chord.symbol().transposed(semitones)))
            .toList(),
        endTicks);
  }
}
