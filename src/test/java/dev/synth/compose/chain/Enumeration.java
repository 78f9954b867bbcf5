package dev.synth.compose.chain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * All sequences of a length with their probabilities, by definition: every count is a search
 * through the corpus, every sequence is written out, and nothing is shared with what is tested.
 */
final class Enumeration {
  private static final int START = 100;
  private static final int END = 101;

  private final List<List<Integer>> corpus = new ArrayList<>();
  private final int alphabet;
  private final ContextModel.Settings settings;

  Enumeration(List<int[]> sequences, int alphabet, ContextModel.Settings settings) {
    this.alphabet = alphabet;
    this.settings = settings;
    for (int[] sequence : sequences) {
      List<Integer> list = new ArrayList<>();
      if (settings.bounded()) {
        list.add(START);
      }
      for (int symbol : sequence) {
        list.add(symbol);
      }
      if (settings.bounded()) {
        list.add(END);
      }
      corpus.add(list);
    }
  }

  /** How often {@code context} is followed by {@code symbol}. */
  private int count(List<Integer> context, int symbol) {
    int count = 0;
    for (List<Integer> sequence : corpus) {
      for (int at = context.size(); at < sequence.size(); at++) {
        if (sequence.get(at) == symbol
            && symbol != START
            && sequence.subList(at - context.size(), at).equals(context)) {
          count++;
        }
      }
    }
    return count;
  }

  private List<Integer> followers(List<Integer> context) {
    List<Integer> found = new ArrayList<>();
    for (int symbol = 0; symbol <= alphabet; symbol++) {
      if (count(context, symbol == alphabet ? END : symbol) > 0) {
        found.add(symbol == alphabet ? END : symbol);
      }
    }
    return found;
  }

  double probability(List<Integer> history, int symbol) {
    List<Integer> context = history;
    while (context.size() > settings.order()
        || (!context.isEmpty() && followers(context).isEmpty())) {
      context = context.subList(1, context.size());
    }
    if (settings.temperature() == 1) {
      return smoothed(context, symbol);
    }
    double sum = 0;
    for (int other = 0; other <= alphabet; other++) {
      sum += powered(context, other == alphabet ? END : other);
    }
    return powered(context, symbol) / sum;
  }

  private double powered(List<Integer> context, int symbol) {
    double p = smoothed(context, symbol);
    return p == 0 ? 0 : Math.pow(p, 1 / settings.temperature());
  }

  private double smoothed(List<Integer> context, int symbol) {
    int total = 0;
    for (int follower : followers(context)) {
      total += count(context, follower);
    }
    if (settings.smoothing() == ContextModel.Smoothing.LONGEST_MATCH || context.isEmpty()) {
      return (double) count(context, symbol) / total;
    }
    int distinct = followers(context).size();
    double shorter = smoothed(context.subList(1, context.size()), symbol);
    return (count(context, symbol) + distinct * shorter) / (total + distinct);
  }

  /** All sequences of a total length, with P(s) u(s), where that is not 0. */
  Map<List<Integer>, Double> all(
      int total, IntUnaryOperator length, ToDoubleFunction<List<Integer>> weight) {
    Map<List<Integer>, Double> all = new LinkedHashMap<>();
    extend(new ArrayList<>(), 0, 1, total, length, weight, all);
    return all;
  }

  private void extend(
      List<Integer> sequence,
      int time,
      double probability,
      int total,
      IntUnaryOperator length,
      ToDoubleFunction<List<Integer>> weight,
      Map<List<Integer>, Double> all) {
    List<Integer> history = new ArrayList<>();
    if (settings.bounded()) {
      history.add(START);
    }
    history.addAll(sequence);
    if (time == total) {
      double end = settings.bounded() ? probability(history, END) : 1;
      double mass = probability * end * weight.applyAsDouble(sequence);
      if (mass > 0) {
        all.put(List.copyOf(sequence), mass);
      }
      return;
    }
    for (int symbol = 0; symbol < alphabet; symbol++) {
      double p = probability(history, symbol);
      if (p > 0 && time + length.applyAsInt(symbol) <= total) {
        sequence.add(symbol);
        int next = time + length.applyAsInt(symbol);
        extend(sequence, next, probability * p, total, length, weight, all);
        sequence.remove(sequence.size() - 1);
      }
    }
  }
}
