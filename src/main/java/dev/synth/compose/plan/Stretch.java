package dev.synth.compose.plan;

import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.MelodyModel;
import dev.synth.compose.style.ScaleSteps;
import dev.synth.compose.style.TuneNote;
import java.util.List;

/**
 * Notes of which the rhythm is known and the pitches are not: those to be found, and then some that
 * are there already, which what is found must lead to.
 */
final class Stretch implements MelodyModel.Rhythm {
  private final Draft draft;
  private final ScaleSteps scale;
  private final TuneNote before;
  private final List<int[]> open;
  private final List<TuneNote> behind;

  /**
   * A stretch of a melody.
   *
   * @param before the note before it, or null
   * @param open start and length of the notes to be found
   * @param behind the notes that follow
   */
  Stretch(Draft draft, ScaleSteps scale, TuneNote before, List<int[]> open, List<TuneNote> behind) {
    this.draft = draft;
    this.scale = scale;
    this.before = before;
    this.open = open;
    this.behind = behind;
  }

  @Override
  public int notes() {
    return open.size() + behind.size();
  }

  /** How many are to be found. */
  int openNotes() {
    return open.size();
  }

  /** The symbol of a note that is there already. */
  int given(int note) {
    return scale.symbolOf(behind.get(note - open.size()).above());
  }

  /** Ticks from the beginning of the piece. */
  int startTicks(int note) {
    return note < open.size() ? open.get(note)[0] : behind.get(note - open.size()).startTicks();
  }

  @Override
  public int durationTicks(int note) {
    if (note < 0) {
      return before == null ? 0 : before.durationTicks();
    }
    return note < open.size() ? open.get(note)[1] : behind.get(note - open.size()).durationTicks();
  }

  /** The chord under a note; of -1, under the note before, which there is. */
  ChordEvent chord(int note) {
    return draft.chordAt(note < 0 ? before.startTicks() : startTicks(note));
  }

  @Override
  public boolean leading(int note) {
    if (note < 0 && before == null) {
      return false;
    }
    return scale.hasLeadingTone(chord(note));
  }

  /** Semitones of a symbol above the tonic, where it stands. */
  int above(int note, int symbol) {
    return scale.semitones(symbol, leading(note));
  }

  /** Whether a note begins on a strong beat. */
  boolean strong(int note) {
    return Grid.isStrong(startTicks(note) % draft.barTicks(), draft.frame.meter());
  }

  /** A found note. */
  TuneNote note(int note, int symbol) {
    return new TuneNote(startTicks(note), durationTicks(note), above(note, symbol));
  }
}
