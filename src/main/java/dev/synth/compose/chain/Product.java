package dev.synth.compose.chain;

import java.util.ArrayList;
import java.util.List;

/** The product of constraints' automata; its states are numbered as they are met. */
final class Product {
  private final List<Constraint> stateless = new ArrayList<>();
  private final List<Constraint> automata = new ArrayList<>();

  /** [automaton i] numbers pairs of a state of the product of those before i, and one of i. */
  private final List<LongIds> pairs = new ArrayList<>();

  private final int[] states;

  Product(List<Constraint> constraints) {
    for (Constraint constraint : constraints) {
      if (constraint.isStateless()) {
        stateless.add(constraint);
      } else {
        automata.add(constraint);
        pairs.add(new LongIds());
      }
    }
    states = new int[automata.size()];
  }

  int start() {
    int id = 0;
    for (int i = 0; i < states.length; i++) {
      id = pairs.get(i).add(pair(id, automata.get(i).start()));
    }
    return id;
  }

  private static long pair(int left, int right) {
    return (long) left << 32 | right;
  }

  /** Makes {@code id} the state that {@link #weight} and {@link #next} begin at. */
  void enter(int id) {
    int left = id;
    for (int i = states.length - 1; i >= 0; i--) {
      long pair = pairs.get(i).key(left);
      states[i] = (int) pair;
      left = (int) (pair >> 32);
    }
  }

  /** The product of the weights that no state has a part in. */
  double statelessWeight(int time, int symbol) {
    double weight = 1;
    for (Constraint constraint : stateless) {
      weight *= checked(constraint, constraint.weight(0, time, symbol));
      if (weight == 0) {
        return 0;
      }
    }
    return weight;
  }

  /** The product of the other weights, in the state entered. */
  double weight(int time, int symbol) {
    double weight = 1;
    for (int i = 0; i < states.length && weight > 0; i++) {
      Constraint constraint = automata.get(i);
      weight *= checked(constraint, constraint.weight(states[i], time, symbol));
    }
    return weight;
  }

  private static double checked(Constraint constraint, double weight) {
    if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(constraint.name() + ": weight " + weight);
    }
    return weight;
  }

  /** The state after a symbol, or {@link Constraint#DEAD}. */
  int next(int time, int symbol) {
    int id = 0;
    for (int i = 0; i < states.length; i++) {
      int state = automata.get(i).next(states[i], time, symbol);
      if (state == Constraint.DEAD) {
        return Constraint.DEAD;
      }
      id = pairs.get(i).add(pair(id, state));
    }
    return id;
  }

  /** Whether all accept an end in the state entered. */
  boolean accepts() {
    for (int i = 0; i < states.length; i++) {
      if (!automata.get(i).accepts(states[i])) {
        return false;
      }
    }
    return true;
  }
}
