package dev.synth.compose.chain;

import java.util.function.IntUnaryOperator;

/**
 * No two symbols of one class.
 *
 * @param classOf the class of a symbol, 0 to 30; below 0 for one that may come again
 */
public record Distinct(String name, IntUnaryOperator classOf) implements Constraint {
  private static final int MOST = 30;

  /** State = the set of classes that came. */
  @Override
  public int next(int state, int time, int symbol) {
    int kind = classOf.applyAsInt(symbol);
    if (kind > MOST) {
      throw new IllegalArgumentException("class " + kind + " of at most " + MOST);
    }
    if (kind < 0) {
      return state;
    }
    return (state >> kind & 1) == 1 ? DEAD : state | 1 << kind;
  }
}
