package dev.synth.compose.arrange;

import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.LeadSheet;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import dev.synth.score.analysis.ChordFinder;
import java.util.ArrayList;
import java.util.List;

/** The chords of a piece without gaps, and how each is set. */
final class Harmony {
  private static final int NO_MELODY_ABOVE = 74;
  private static final int PITCH_MOST = 127;

  /** Melodies of a lower mean pitch leave no room below. */
  private static final double LOW_MELODY = 62;

  private static final int UP = 10;

  private final List<TimedChord> spans;
  private final List<int[]> voices;

  private Harmony(List<TimedChord> spans, List<int[]> voices) {
    this.spans = spans;
    this.voices = voices;
  }

  /** Of a lead sheet: its chords or, if it has none, those that its melody suggests. */
  static Harmony of(LeadSheet sheet) {
    List<TimedChord> given =
        sheet.chords().isEmpty() ? ChordFinder.find(sheet.toScore()) : sheet.chords();
    List<TimedChord> spans = new ArrayList<>();
    for (int i = 0; i < given.size(); i++) {
      long start = i == 0 ? 0 : given.get(i).startTicks();
      long end = i + 1 < given.size() ? given.get(i + 1).startTicks() : sheet.endTicks();
      if (end > start) {
        spans.add(new TimedChord(start, end - start, given.get(i).symbol()));
      }
    }
    if (spans.isEmpty()) {
      boolean minor = sheet.key().mode().hasMinorThird();
      ChordSymbol tonic =
          new ChordSymbol(sheet.key().tonicPitchClass(), minor ? ChordKind.MINOR : ChordKind.MAJOR);
      spans.add(new TimedChord(0, sheet.endTicks(), tonic));
    }
    // Over a low melody chords lie above it, as they would with a cello's.
    double mean =
        sheet.melody().stream().mapToInt(ScoreNote::midiPitch).average().orElse(NO_MELODY_ABOVE);
    int up = mean < LOW_MELODY ? UP : 0;
    List<Integer> highest =
        spans.stream().map(span -> up > 0 ? PITCH_MOST : below(sheet.melody(), span)).toList();
    List<ChordSymbol> symbols = spans.stream().map(TimedChord::symbol).toList();
    return new Harmony(spans, Voicings.of(symbols, highest, up));
  }

  /** The semitone below all that the melody sings over a chord. */
  private static int below(List<ScoreNote> melody, TimedChord span) {
    return melody.stream()
        .filter(n -> n.startTicks() < span.endTicks() && n.endTicks() > span.startTicks())
        .mapToInt(note -> note.midiPitch() - 1)
        .min()
        .orElse(NO_MELODY_ABOVE);
  }

  private int index(long ticks) {
    int index = 0;
    while (index + 1 < spans.size() && spans.get(index + 1).startTicks() <= ticks) {
      index++;
    }
    return index;
  }

  /** The chord that sounds at a place. */
  ChordSymbol chordAt(long ticks) {
    return spans.get(index(ticks)).symbol();
  }

  /** Its voices, from below. */
  int[] voicesAt(long ticks) {
    return voices.get(index(ticks));
  }

  /** Where the next chord of another bass or kind begins; the end of the last where none does. */
  long changeAfter(long ticks) {
    int index = index(ticks);
    while (index + 1 < spans.size()
        && spans.get(index + 1).symbol().equals(spans.get(index).symbol())) {
      index++;
    }
    return spans.get(index).endTicks();
  }
}
