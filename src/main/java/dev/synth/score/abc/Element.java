package dev.synth.score.abc;

import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import java.util.List;
import java.util.Set;

/** What a voice is made of, in the order in which it is written. */
sealed interface Element {
  /** Parts of a quarter note: 3, 5, 7, 9 and 32 divide it. */
  int PARTS_PER_QUARTER = 30_240;

  /**
   * Notes that begin together, or a rest.
   *
   * @param pitches MIDI note numbers; empty for a rest
   * @param parts how long, see {@link #PARTS_PER_QUARTER}
   * @param tied those of the pitches that go on in the next
   */
  record Notes(List<Integer> pitches, long parts, Set<Integer> tied) implements Element {
    Notes withParts(long others) {
      return new Notes(pitches, others, tied);
    }

    Notes withTie() {
      return new Notes(pitches, parts, Set.copyOf(pitches));
    }
  }

  /**
   * A bar line.
   *
   * @param ends whether a repeated part ends here
   * @param begins whether a repeated part begins here
   * @param heavy whether it is double or thick
   * @param endings numbers of the passes in which what follows is played; empty for all
   * @param line of the file, from 1
   */
  record BarLine(boolean ends, boolean begins, boolean heavy, Set<Integer> endings, int line)
      implements Element {}

  /**
   * A chord symbol.
   *
   * @param symbol null where there is to be no chord
   */
  record Chord(ChordSymbol symbol) implements Element {}

  /** A change of meter; null for none. */
  record Meters(Meter meter) implements Element {}

  /** A change of key. */
  record Keys(Key key) implements Element {}

  /** A change of tempo. */
  record Tempo(double quartersPerMinute) implements Element {}
}
