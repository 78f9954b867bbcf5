package dev.synth.compose.chain;

import java.util.function.IntUnaryOperator;

/**
 * At most so many symbols of one class in a row.
 *
 * @param classOf the class of a symbol, from 0 up; below 0, it breaks a run and begins none
 * @param most in a row, at least 1
 */
public record Repeats(String name, IntUnaryOperator classOf, int most) implements Constraint {
  /** State = class · most + length of the run, 0 without a run. */
  @Override
  public int next(int state, int time, int symbol) {
    int kind = classOf.applyAsInt(symbol);
    if (kind < 0) {
      return 0;
    }
    if (state == 0 || (state - 1) / most != kind) {
      return kind * most + 1;
    }
    return (state - 1) % most == most - 1 ? DEAD : state + 1;
  }
}
