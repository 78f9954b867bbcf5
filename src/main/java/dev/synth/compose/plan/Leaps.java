package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.style.ScaleSteps;

/**
 * What a melody does not do: leap further than an octave, or step by an augmented second. Tritones
 * are rare, and what does not belong to the chord is left by a step more often than by a leap. The
 * state is the symbol before.
 */
final class Leaps implements Constraint {
  private static final int OCTAVE = 12;
  private static final int AUGMENTED_SECOND = 3;
  private static final int TRITONE = 6;
  private static final double RARELY = 0.2;
  private static final double LEFT_BY_LEAP = 0.35;

  private final Stretch stretch;
  private final int start;

  /**
   * A constraint on a stretch of melody.
   *
   * @param before the symbol before it, or -1
   */
  Leaps(Stretch stretch, int before) {
    this.stretch = stretch;
    this.start = before + 1;
  }

  @Override
  public String name() {
    return "no interval over an octave";
  }

  @Override
  public int start() {
    return start;
  }

  private int interval(int state, int time, int symbol) {
    return stretch.above(time, symbol) - stretch.above(time - 1, state - 1);
  }

  @Override
  public int next(int state, int time, int symbol) {
    if (state > 0) {
      int interval = Math.abs(interval(state, time, symbol));
      int steps = Math.abs(ScaleSteps.step(symbol) - ScaleSteps.step(state - 1));
      if (interval > OCTAVE || (steps == 1 && interval == AUGMENTED_SECOND)) {
        return DEAD;
      }
    }
    return symbol + 1;
  }

  @Override
  public double weight(int state, int time, int symbol) {
    if (state == 0) {
      return 1;
    }
    int interval = Math.abs(interval(state, time, symbol));
    double weight = interval == TRITONE ? RARELY : 1;
    boolean leap = Math.abs(ScaleSteps.step(symbol) - ScaleSteps.step(state - 1)) > 1;
    if (leap && time > 0 && !stretch.chord(time - 1).contains(stretch.above(time - 1, state - 1))) {
      weight *= LEFT_BY_LEAP;
    }
    return weight;
  }
}
