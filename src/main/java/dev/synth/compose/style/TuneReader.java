package dev.synth.compose.style;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import dev.synth.score.ChordSymbol;
import dev.synth.score.LeadSheet;
import dev.synth.score.PitchClasses;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.List;

/** Makes tunes of lead sheets, and says why one cannot be used. */
public final class TuneReader {
  private static final int NOTES_MIN = 8;
  private static final int BARS_MIN = 2;
  private static final int PITCHES_MIN = 3;

  /** The tonic is chosen so that the mean pitch lies from here to an octave above. */
  private static final int MEAN_LEAST = -2;

  private TuneReader() {}

  /**
   * A tune.
   *
   * @param where how messages begin
   * @throws BadDataException if the melody is too short or too monotonous, or its notes or meter do
   *     not fit the grid
   */
  public static Tune read(LeadSheet sheet, String where) throws BadDataException {
    if (sheet.melody().size() < NOTES_MIN) {
      throw new BadDataException(
          where
              + ": has a melody of "
              + Counted.of(sheet.melody().size(), "note")
              + "; it must have "
              + NOTES_MIN
              + " or more.");
    }
    if (4 * Grid.TICKS_PER_QUARTER % sheet.meter().unit() != 0) {
      throw new BadDataException(
          where + ": the meter " + sheet.meter() + " is not one that styles are learned in.");
    }
    List<TuneNote> notes = notes(sheet, where);
    int bar = Grid.bar(sheet.meter());
    if (notes.get(notes.size() - 1).endTicks() < BARS_MIN * bar) {
      throw new BadDataException(
          where + ": is shorter than " + BARS_MIN + " bars of " + sheet.meter() + ".");
    }
    if (notes.stream().map(TuneNote::above).distinct().count() < PITCHES_MIN) {
      throw new BadDataException(
          where + ": has fewer than " + PITCHES_MIN + " pitches, which is no melody.");
    }
    Tune tune =
        new Tune(
            sheet.origin(),
            sheet.meter(),
            sheet.key().mode(),
            tonic(sheet),
            sheet.quartersPerMinute(),
            onGrid(sheet.pickupTicks(), sheet),
            notes,
            List.of(),
            false);
    for (int symbol : tune.steps()) {
      if (symbol < 0) {
        throw new BadDataException(
            where + ": its melody goes further from the tonic than two octaves.");
      }
    }
    List<List<ChordEvent>> chords = chords(sheet, tune);
    return chords.isEmpty()
        ? HarmonyModel.harmonized(tune)
        : new Tune(
            tune.origin(),
            tune.meter(),
            tune.mode(),
            tune.tonicPitch(),
            tune.quartersPerMinute(),
            tune.pickupTicks(),
            notes,
            chords,
            true);
  }

  private static int onGrid(long ticks, LeadSheet sheet) {
    return (int) Math.round((double) ticks * Grid.TICKS_PER_QUARTER / sheet.ticksPerQuarter());
  }

  private static int tonic(LeadSheet sheet) {
    double sum = 0;
    double weight = 0;
    for (ScoreNote note : sheet.melody()) {
      sum += (double) note.midiPitch() * note.durationTicks();
      weight += note.durationTicks();
    }
    double mean = sum / weight;
    int tonicClass = sheet.key().tonicPitchClass();
    // The highest tonic of which the mean is at least MEAN_LEAST above.
    int octave = (int) Math.floor((mean - MEAN_LEAST - tonicClass) / PitchClasses.OCTAVE);
    return octave * PitchClasses.OCTAVE + tonicClass;
  }

  private static List<TuneNote> notes(LeadSheet sheet, String where) throws BadDataException {
    int tonic = tonic(sheet);
    int pickup = onGrid(sheet.pickupTicks(), sheet);
    List<TuneNote> notes = new ArrayList<>();
    int last = Integer.MIN_VALUE;
    for (ScoreNote note : sheet.melody()) {
      int start = onGrid(note.startTicks(), sheet);
      int end = onGrid(note.endTicks(), sheet);
      if (end <= start || start < last) {
        throw new BadDataException(
            where
                + ": has notes that are shorter than 1/"
                + 2 * Grid.TICKS_PER_QUARTER
                + " of a quarter, or overlap; quantise it.");
      }
      notes.add(new TuneNote(start - pickup, end - start, note.midiPitch() - tonic));
      last = end;
    }
    return notes;
  }

  /** The chords that are given, cut to halves of bars; empty if a bar has none before it. */
  private static List<List<ChordEvent>> chords(LeadSheet sheet, Tune tune) {
    if (sheet.chords().isEmpty()) {
      return List.of();
    }
    int pickup = tune.pickupTicks();
    int bar = tune.barTicks();
    List<List<ChordEvent>> bars = new ArrayList<>();
    for (int i = 0; i < tune.bars(); i++) {
      ChordSymbol first = chordAt(sheet, pickup + i * bar);
      ChordSymbol second = chordAt(sheet, pickup + i * bar + Grid.half(tune.meter()));
      if (first == null && second == null) {
        return List.of();
      }
      first = first == null ? second : first;
      second = second == null ? first : second;
      bars.add(
          first.equals(second)
              ? List.of(event(sheet, first, ChordEvent.Place.WHOLE))
              : List.of(
                  event(sheet, first, ChordEvent.Place.FIRST_HALF),
                  event(sheet, second, ChordEvent.Place.SECOND_HALF)));
    }
    return bars;
  }

  private static ChordEvent event(LeadSheet sheet, ChordSymbol chord, ChordEvent.Place place) {
    return new ChordEvent(chord.degreeIn(sheet.key()), chord.kind(), place);
  }

  /** The chord that holds at a place, or the last one before it. */
  private static ChordSymbol chordAt(LeadSheet sheet, int ticks) {
    ChordSymbol found = null;
    for (TimedChord chord : sheet.chords()) {
      if (onGrid(chord.startTicks(), sheet) <= ticks) {
        found = chord.symbol().inRootPosition();
      }
    }
    return found;
  }
}
