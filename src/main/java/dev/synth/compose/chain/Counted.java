package dev.synth.compose.chain;

import java.util.function.IntPredicate;

/**
 * At least and at most so many symbols of a kind: in all, or in every bar of so many time units, to
 * which the symbols that begin in it belong.
 *
 * @param counted which symbols are counted
 * @param bar time units, or 0 for the whole sequence
 */
public record Counted(String name, IntPredicate counted, int least, int most, int bar)
    implements Constraint {
  /** Checks the numbers. */
  public Counted {
    if (least < 0 || most < least || bar < 0) {
      throw new IllegalArgumentException("cannot count " + least + " to " + most);
    }
  }

  private int cap() {
    return most == Integer.MAX_VALUE ? least : most + 1;
  }

  @Override
  public int next(int state, int time, int symbol) {
    int count = state;
    if (bar > 0) {
      // State = count + 1, in the bar that is open; 0 before the first.
      if (state > 0 && time % bar == 0) {
        if (state - 1 < least) {
          return DEAD;
        }
        count = 0;
      } else {
        count = Math.max(0, state - 1);
      }
    }
    count = Math.min(cap(), count + (counted.test(symbol) ? 1 : 0));
    if (count > most) {
      return DEAD;
    }
    return bar > 0 ? count + 1 : count;
  }

  @Override
  public boolean accepts(int state) {
    return (bar > 0 ? state - 1 : state) >= least;
  }
}
