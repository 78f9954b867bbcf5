package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How far a melody goes, in semitones above its tonic: as one of the style's tunes does.
 *
 * @param lowest pitch
 * @param highest pitch
 * @param middle the mean pitch
 */
record Compass(int lowest, int highest, double middle) {
  private static final int LEAST = 9;
  private static final int MOST = 16;

  /** That of a tune, chosen among those that go neither too far nor hardly anywhere. */
  static Compass of(Style style, Random random) {
    List<Compass> all = new ArrayList<>();
    for (Tune tune : style.tunes()) {
      int lowest = tune.notes().stream().mapToInt(TuneNote::above).min().orElseThrow();
      int highest = tune.notes().stream().mapToInt(TuneNote::above).max().orElseThrow();
      double middle = tune.notes().stream().mapToInt(TuneNote::above).average().orElseThrow();
      all.add(new Compass(lowest, highest, middle));
    }
    List<Compass> fit =
        all.stream()
            .filter(c -> c.highest - c.lowest >= LEAST && c.highest - c.lowest <= MOST)
            .toList();
    List<Compass> from = fit.isEmpty() ? all : fit;
    Compass chosen = from.get(random.nextInt(from.size()));
    // A tune of three notes leaves no room; the tonic is always within.
    int missing = Math.max(0, LEAST - (chosen.highest - chosen.lowest) + 1) / 2;
    return new Compass(
        Math.min(0, chosen.lowest - missing), Math.max(0, chosen.highest + missing), chosen.middle);
  }

  /** The wish that the melody goes no further. */
  Constraint constraint(Stretch stretch) {
    return Constraint.weights(
        "the melody goes no further than a tune of the style",
        (t, s) -> {
          int above = stretch.above(t, s);
          return lowest <= above && above <= highest ? 1 : 0;
        });
  }
}
