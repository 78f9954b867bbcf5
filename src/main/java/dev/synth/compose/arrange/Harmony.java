package dev.synth.compose.arrange;

import dev.synth.score.ChordKind;
import dev.synth.score.ChordSymbol;
import dev.synth.score.LeadSheet;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import dev.synth.score.analysis.ChordFinder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The chords of a piece without gaps, and how each is set. */
final class Harmony {
  private static final int NO_MELODY = 127;

  /** Melodies of a lower mean pitch leave no room below. */
  private static final double LOW_MELODY = 57;

  /** The lowest note of a chord that lies above the melody is at least so high. */
  private static final int ABOVE_LEAST = 56;

  /** Chords lie so many semitones below the melody's mean, within limits. */
  private static final int BELOW_MEAN = 10;

  private static final double MIDDLE_LEAST = 54;
  private static final double MIDDLE_MOST = 61;

  private static final int UP_MOST = 22;

  private final List<TimedChord> spans;
  private final List<Room> rooms;
  private final List<int[]> voices;

  private Harmony(List<TimedChord> spans, List<Room> rooms, List<int[]> voices) {
    this.spans = spans;
    this.rooms = rooms;
    this.voices = voices;
  }

  /**
   * Of a lead sheet: its chords or, if it has none, those that its melody suggests.
   *
   * @param given how chords are set already, by the ticks at which they begin; what does not have
   *     the notes of its chord does not count
   */
  static Harmony of(LeadSheet sheet, Map<Long, List<Integer>> given) {
    List<TimedChord> chords =
        sheet.chords().isEmpty() ? ChordFinder.find(sheet.toScore()) : sheet.chords();
    List<TimedChord> spans = new ArrayList<>();
    for (int i = 0; i < chords.size(); i++) {
      long start = i == 0 ? 0 : chords.get(i).startTicks();
      long end = i + 1 < chords.size() ? chords.get(i + 1).startTicks() : sheet.endTicks();
      if (end > start) {
        spans.add(new TimedChord(start, end - start, chords.get(i).symbol()));
      }
    }
    if (spans.isEmpty()) {
      boolean minor = sheet.key().mode().hasMinorThird();
      ChordSymbol tonic =
          new ChordSymbol(sheet.key().tonicPitchClass(), minor ? ChordKind.MINOR : ChordKind.MAJOR);
      spans.add(new TimedChord(0, sheet.endTicks(), tonic));
    }
    double mean =
        sheet.melody().stream().mapToInt(ScoreNote::midiPitch).average().orElse(NO_MELODY);
    // Chords of a low melody, a cello's, lie above it.
    boolean above = mean < LOW_MELODY;
    List<Room> rooms = spans.stream().map(span -> room(sheet.melody(), span, above)).toList();
    int highest = sheet.melody().stream().mapToInt(ScoreNote::midiPitch).max().orElse(0);
    int up = above ? Math.max(0, Math.min(UP_MOST, highest + 1 - Voicings.LOWEST)) : 0;
    double middle =
        above
            ? Math.max(ABOVE_LEAST, highest) + BELOW_MEAN / 2.0
            : Math.max(MIDDLE_LEAST, Math.min(MIDDLE_MOST, mean - BELOW_MEAN));
    List<ChordSymbol> symbols = spans.stream().map(TimedChord::symbol).toList();
    List<int[]> set = spans.stream().map(span -> set(span, given)).toList();
    return new Harmony(spans, rooms, Voicings.of(symbols, rooms, middle, up, set));
  }

  /** The voices that are given for a chord and are of its notes; null for none. */
  private static int[] set(TimedChord span, Map<Long, List<Integer>> given) {
    List<Integer> voices = given.get(span.startTicks());
    boolean fits =
        voices != null
            && !voices.isEmpty()
            && voices.stream().allMatch(voice -> span.symbol().contains(voice));
    return fits ? voices.stream().mapToInt(Integer::intValue).sorted().toArray() : null;
  }

  /** What is below all that the melody sings over a chord, or above all of it. */
  private static Room room(List<ScoreNote> melody, TimedChord span, boolean above) {
    IntSummaryStatistics sung =
        melody.stream()
            .filter(n -> n.startTicks() < span.endTicks() && n.endTicks() > span.startTicks())
            .mapToInt(ScoreNote::midiPitch)
            .summaryStatistics();
    if (sung.getCount() == 0) {
      return new Room(0, NO_MELODY);
    }
    return above ? new Room(sung.getMax() + 1, NO_MELODY) : new Room(0, sung.getMin() - 1);
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

  /** The pitches beside the melody. */
  Room roomAt(long ticks) {
    return rooms.get(index(ticks));
  }

  /** How all chords are set, by the ticks at which they begin. */
  Map<Long, List<Integer>> voicings() {
    Map<Long, List<Integer>> all = new TreeMap<>();
    for (int i = 0; i < spans.size(); i++) {
      all.put(spans.get(i).startTicks(), Arrays.stream(voices.get(i)).boxed().toList());
    }
    return all;
  }

  /** Its voices, from below. */
  int[] voicesAt(long ticks) {
    return voices.get(index(ticks));
  }

  /** Where the voices change next; the end of the last chord where they do not. */
  long voicesChangeAfter(long ticks) {
    int index = index(ticks);
    while (index + 1 < spans.size() && Arrays.equals(voices.get(index + 1), voices.get(index))) {
      index++;
    }
    return spans.get(index).endTicks();
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
