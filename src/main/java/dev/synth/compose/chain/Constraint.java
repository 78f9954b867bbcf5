package dev.synth.compose.chain;

import java.util.function.IntUnaryOperator;

/**
 * A wish about a sequence: a deterministic automaton that reads it symbol by symbol, with a weight
 * for every symbol it reads. Weight 0 forbids; other weights make a symbol more or less likely.
 * Automata may depend on the time at which a symbol begins.
 */
public interface Constraint {
  /** The state that nothing leads out of. */
  int DEAD = -1;

  /** What is wished, for a person to read: "no rest", "bar 8 ends on the tonic". */
  String name();

  /** The state before the first symbol; states are from 0 up. */
  default int start() {
    return 0;
  }

  /** The state after a symbol, or {@link #DEAD}. */
  default int next(int state, int time, int symbol) {
    return state;
  }

  /** Whether a sequence may end in a state. */
  default boolean accepts(int state) {
    return true;
  }

  /** What the probability of a symbol is multiplied by, finite and at least 0. */
  default double weight(int state, int time, int symbol) {
    return 1;
  }

  /** Whether there is no state but 0. */
  default boolean isStateless() {
    return false;
  }

  /** The weight of a symbol at a time. */
  @FunctionalInterface
  interface Weights {
    /** Finite and at least 0; 0 forbids. */
    double of(int time, int symbol);
  }

  /** Weights alone, without an automaton: fixed or forbidden symbols, ranges, scales, fields. */
  static Constraint weights(String name, Weights weights) {
    return new Constraint() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double weight(int state, int time, int symbol) {
        return weights.of(time, symbol);
      }

      @Override
      public boolean isStateless() {
        return true;
      }

      @Override
      public String toString() {
        return name;
      }
    };
  }

  /** One symbol wherever a symbol begins at {@code time}. */
  static Constraint fixed(String name, int time, int symbol) {
    return weights(name, (at, s) -> at != time || s == symbol ? 1 : 0);
  }

  /** No symbol that crosses a multiple of {@code bar}. */
  static Constraint bars(String name, int bar, IntUnaryOperator length) {
    return weights(name, (at, s) -> at % bar + length.applyAsInt(s) <= bar ? 1 : 0);
  }

  /**
   * Nearness to another sequence: weight exp(-strength · distance), so that 0 is free and a large
   * strength is nearly literal.
   */
  static Constraint field(String name, double strength, Weights distance) {
    return weights(name, (at, s) -> Math.exp(-strength * distance.of(at, s)));
  }
}
