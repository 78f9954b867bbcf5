package dev.synth.compose.plan;

import dev.synth.score.ChordSymbol;
import java.util.List;

/**
 * What somebody wants of a melody and its chords; all of it is met, or refused with what is at
 * odds.
 *
 * @param lowestPitch MIDI pitch, 0 for no limit of one's own
 * @param highestPitch MIDI pitch, 127 likewise
 * @param notes that stand at their places
 * @param chords that stand at their bars
 * @param avoidedChords that stand nowhere
 * @param avoidedPitchClasses 0 for C to 11 for B, that are not sung
 * @param motif intervals in steps of the scale that the melody has somewhere; empty for none
 * @param avoidedMotif intervals in steps of the scale that the melody has nowhere; empty for none
 * @param cadence of the end; null where the plan chooses one, which may then give way
 */
public record Wishes(
    int lowestPitch,
    int highestPitch,
    List<NoteAt> notes,
    List<ChordAt> chords,
    List<ChordSymbol> avoidedChords,
    List<Integer> avoidedPitchClasses,
    List<Integer> motif,
    List<Integer> avoidedMotif,
    Cadence cadence) {
  /** None. */
  public static final Wishes NONE =
      new Wishes(0, 127, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null);

  /**
   * A note at a place.
   *
   * @param bar from 1
   * @param beat from 1, in units of the meter's lower number; 1.5 is half a unit later
   * @param midiPitch that begins there
   */
  public record NoteAt(int bar, double beat, int midiPitch) {}

  /** A chord that a bar, from 1, begins with. */
  public record ChordAt(int bar, ChordSymbol chord) {}

  /** Copies the lists. */
  public Wishes {
    notes = List.copyOf(notes);
    chords = List.copyOf(chords);
    avoidedChords = List.copyOf(avoidedChords);
    avoidedPitchClasses = List.copyOf(avoidedPitchClasses);
    motif = List.copyOf(motif);
    avoidedMotif = List.copyOf(avoidedMotif);
  }

  /** The same wishes, with one for the end; null for none. */
  Wishes withCadence(Cadence wanted) {
    return new Wishes(
        lowestPitch,
        highestPitch,
        notes,
        chords,
        avoidedChords,
        avoidedPitchClasses,
        motif,
        avoidedMotif,
        wanted);
  }
}
