package dev.synth.compose.style;

import java.util.List;

/**
 * How much likelier a note is over a chord that has it than over one that has not, on strong and on
 * weak beats: the share of notes of each class that tunes have, over the share that they would have
 * if their notes stood over any chord of theirs, whichever.
 */
public final class ChordFit {
  /** A note beside a chord and its key. */
  private enum Kind {
    CHORD_TONE,
    SCALE_TONE,
    CHROMATIC
  }

  private static final double LEAST = 0.01;

  /** [strong, kind] relative to a chord tone, 1. */
  private final double[][] weights = new double[2][Kind.values().length];

  /** Learns from tunes with chords. */
  ChordFit(List<Tune> tunes) {
    double[][] found = new double[2][Kind.values().length];
    double[][] anyhow = new double[2][Kind.values().length];
    for (Tune tune : tunes) {
      ScaleSteps scale = new ScaleSteps(tune.mode());
      for (TuneNote note : tune.notes()) {
        ChordEvent over = tune.chordAt(note.startTicks());
        if (over == null) {
          continue;
        }
        int strong =
            Grid.isStrong(Math.floorMod(note.startTicks(), tune.barTicks()), tune.meter()) ? 1 : 0;
        found[strong][kind(note, over, scale).ordinal()]++;
        for (List<ChordEvent> bar : tune.chords()) {
          if (!bar.isEmpty()) {
            anyhow[strong][kind(note, bar.get(0), scale).ordinal()] += 1.0 / tune.chords().size();
          }
        }
      }
    }
    for (int strong = 0; strong < 2; strong++) {
      for (Kind kind : Kind.values()) {
        // One note of each class is added, so that what was not seen has a weight, too.
        double share = (found[strong][kind.ordinal()] + 1) / (anyhow[strong][kind.ordinal()] + 1);
        double tone = (found[strong][0] + 1) / (anyhow[strong][0] + 1);
        weights[strong][kind.ordinal()] = Math.max(LEAST, Math.min(1, share / tone));
      }
    }
  }

  private static Kind kind(TuneNote note, ChordEvent chord, ScaleSteps scale) {
    return kind(note.above(), scale.symbolOf(note.above()), chord);
  }

  private static Kind kind(int above, int symbol, ChordEvent chord) {
    if (chord.contains(above)) {
      return Kind.CHORD_TONE;
    }
    return symbol >= 0 && ScaleSteps.alteration(symbol) == 0 ? Kind.SCALE_TONE : Kind.CHROMATIC;
  }

  /**
   * The weight of a note over a chord, at most 1.
   *
   * @param above semitones above the tonic
   * @param symbol of {@link ScaleSteps}
   */
  public double weight(int above, int symbol, ChordEvent chord, boolean strong) {
    return weights[strong ? 1 : 0][kind(above, symbol, chord).ordinal()];
  }
}
