package dev.synth.compose.plan;

import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.TuneNote;
import dev.synth.score.LeadSheet;
import dev.synth.score.Origin;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.List;

/**
 * A planned piece: every choice that was made for its melody and chords.
 *
 * @param givenTitle of the tune whose melody was given; null where the melody was composed
 * @param style name of the style
 * @param styleSha256 of the style's tunes and settings
 * @param chords [bars] one chord, or one for each half
 * @param notes the melody, in ticks from the beginning, above the frame's tonic
 * @param sampled how likely what was sampled is under the style alone
 * @param remarks what could not be as it was planned, in sentences
 */
public record Plan(
    String givenTitle,
    String style,
    String styleSha256,
    Frame frame,
    Form form,
    List<List<ChordEvent>> chords,
    List<TuneNote> notes,
    List<Sampled> sampled,
    List<String> remarks) {
  /**
   * What was sampled at once.
   *
   * @param what chords, rhythm or melody
   * @param bar the first, from 1
   * @param bars how many
   * @param logZ natural logarithm of the share of what the style does freely that meets the wishes,
   *     each weighted
   */
  public record Sampled(String what, int bar, int bars, double logZ) {}

  /** Copies the lists. */
  public Plan {
    chords = chords.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
    sampled = List.copyOf(sampled);
    remarks = List.copyOf(remarks);
  }

  /** How many bars it has. */
  public int bars() {
    return chords.size();
  }

  /** How long it is, the last sound's ringing not counted. */
  public double seconds() {
    return frame.seconds(bars());
  }

  /**
   * Ticks of the grid before the first note of a melody that was given, if its first bar is a
   * pickup; else 0. Scores begin behind them.
   */
  private int silentTicks() {
    int first = givenTitle == null || notes.isEmpty() ? 0 : notes.get(0).startTicks();
    return first < frame.barTicks() ? first : 0;
  }

  /** Whether the first bar is a pickup, which scores have as such. */
  public boolean hasPickup() {
    return silentTicks() > 0;
  }

  /** Ticks of the lead sheet at which the chords of a bar, from 0, begin. */
  public List<Long> chordStarts(int bar) {
    long scale = Score.TICKS_PER_QUARTER / Grid.TICKS_PER_QUARTER;
    long start = ((long) bar * frame.barTicks() - silentTicks()) * scale;
    long half = start + Grid.half(frame.meter()) * scale;
    return chords.get(bar).stream()
        .map(chord -> chord.place() == ChordEvent.Place.SECOND_HALF ? half : start)
        .map(ticks -> Math.max(0, ticks))
        .toList();
  }

  /** The melody and chords as a lead sheet. */
  public LeadSheet leadSheet(String title) {
    int scale = Score.TICKS_PER_QUARTER / Grid.TICKS_PER_QUARTER;
    int silent = silentTicks();
    List<ScoreNote> melody = new ArrayList<>();
    for (TuneNote note : notes) {
      melody.add(
          new ScoreNote(
              (long) (note.startTicks() - silent) * scale,
              (long) note.durationTicks() * scale,
              frame.tonicPitch() + note.above()));
    }
    List<TimedChord> timed = new ArrayList<>();
    long bar = (long) frame.barTicks() * scale;
    long half = (long) Grid.half(frame.meter()) * scale;
    for (int i = 0; i < chords.size(); i++) {
      for (int k = 0; k < chords.get(i).size(); k++) {
        ChordEvent chord = chords.get(i).get(k);
        long start = chordStarts(i).get(k);
        boolean first = chord.place() == ChordEvent.Place.FIRST_HALF;
        long end = i * bar + (first ? half : bar) - (long) silent * scale;
        if (end > start) {
          timed.add(new TimedChord(start, end - start, chord.in(frame.key())));
        }
      }
    }
    return new LeadSheet(
        Origin.titled(title),
        Score.TICKS_PER_QUARTER,
        frame.key(),
        frame.meter(),
        silent == 0 ? 0 : bar - (long) silent * scale,
        frame.quartersPerMinute(),
        melody,
        timed,
        chords.size() * bar - (long) silent * scale);
  }
}
