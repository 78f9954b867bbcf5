package dev.synth.compose.style;

import dev.synth.score.Meter;
import dev.synth.score.Mode;
import dev.synth.score.Origin;
import java.util.ArrayList;
import java.util.List;

/**
 * A melody with its chords, beside its tonic and on the grid of {@link Grid}.
 *
 * @param origin where it is from
 * @param tonicPitch MIDI pitch of the tonic that pitches are counted from
 * @param pickupTicks before the first whole bar
 * @param notes one at a time, by start
 * @param chords [bars] of each whole bar: one, or one for each half
 * @param chordsGiven whether the source has them; else they were found from the melody
 */
public record Tune(
    Origin origin,
    Meter meter,
    Mode mode,
    int tonicPitch,
    double quartersPerMinute,
    int pickupTicks,
    List<TuneNote> notes,
    List<List<ChordEvent>> chords,
    boolean chordsGiven) {
  /** Copies the lists. */
  public Tune {
    notes = List.copyOf(notes);
    chords = chords.stream().map(List::copyOf).toList();
  }

  /** Ticks of a bar. */
  public int barTicks() {
    return Grid.bar(meter);
  }

  /** The first tick after the last whole bar. */
  public int endTicks() {
    int last = notes.get(notes.size() - 1).endTicks();
    return (last + barTicks() - 1) / barTicks() * barTicks();
  }

  /** How many whole bars there are. */
  public int bars() {
    return endTicks() / barTicks();
  }

  /** The same tune with other chords. */
  Tune withChords(List<List<ChordEvent>> found) {
    return new Tune(
        origin, meter, mode, tonicPitch, quartersPerMinute, pickupTicks, notes, found, false);
  }

  /** The chord at a time; null before the first bar, and where there are none. */
  public ChordEvent chordAt(int ticks) {
    int bar = Math.floorDiv(ticks, barTicks());
    if (bar < 0 || bar >= chords.size()) {
      return null;
    }
    List<ChordEvent> here = chords.get(bar);
    boolean second = ticks - bar * barTicks() >= Grid.half(meter);
    return here.isEmpty() ? null : here.get(second ? here.size() - 1 : 0);
  }

  /**
   * Its notes, each to the end of its bar at most, and rests for all other time until the end of
   * the last bar.
   */
  public List<RhythmEvent> rhythm() {
    List<RhythmEvent> events = new ArrayList<>();
    int bar = barTicks();
    int at = notes.get(0).startTicks();
    for (TuneNote note : notes) {
      at = rests(events, at, note.startTicks());
      int onset = Math.floorMod(note.startTicks(), bar);
      int duration = Math.min(note.durationTicks(), bar - onset);
      events.add(new RhythmEvent(onset, duration, false));
      at += duration;
    }
    rests(events, at, endTicks());
    return events;
  }

  /** Rests are cut at bar lines. */
  private int rests(List<RhythmEvent> events, int from, int to) {
    int bar = barTicks();
    int at = from;
    while (at < to) {
      int onset = Math.floorMod(at, bar);
      int duration = Math.min(to - at, bar - onset);
      events.add(new RhythmEvent(onset, duration, true));
      at += duration;
    }
    return at;
  }

  /** Its pitches as symbols of its mode's scale. */
  public int[] steps() {
    ScaleSteps scale = new ScaleSteps(mode);
    return notes.stream().mapToInt(note -> scale.symbolOf(note.above())).toArray();
  }
}
