package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.style.ScaleSteps;
import java.util.List;

/**
 * A constraint on the steps between notes, for a melody of {@link ScaleSteps}.
 *
 * @param inner reads steps of the scale
 * @param first the state in which the melody begins
 */
record OnIntervals(Constraint inner, int first) implements Constraint {
  private static final int SYMBOLS = ScaleSteps.SYMBOLS + 1;

  /** At the beginning of a melody, or behind what was sung before. */
  static OnIntervals behind(Constraint inner, List<Integer> before) {
    OnIntervals fresh = new OnIntervals(inner, inner.start() * SYMBOLS);
    int state = fresh.first();
    for (int symbol : before) {
      int next = fresh.next(state, 0, symbol);
      state = next == DEAD ? inner.start() * SYMBOLS + symbol + 1 : next;
    }
    return new OnIntervals(inner, state);
  }

  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public int start() {
    return first;
  }

  @Override
  public int next(int state, int time, int symbol) {
    int previous = state % SYMBOLS - 1;
    int at = state / SYMBOLS;
    if (previous >= 0) {
      at = inner.next(at, time, ScaleSteps.step(symbol) - ScaleSteps.step(previous));
    }
    return at == DEAD ? DEAD : at * SYMBOLS + symbol + 1;
  }

  @Override
  public boolean accepts(int state) {
    return inner.accepts(state / SYMBOLS);
  }
}
