package dev.synth.compose.chain;

import dev.synth.io.WorkFailedException;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntUnaryOperator;

/**
 * The product of a model's contexts and the constraints' automata, unrolled over time: a layer for
 * every time at which a symbol can begin, and one for the end.
 */
final class Layers {
  /** The nodes of one time, and the transitions out of them. */
  static final class Layer {
    /** Node = context and state of the product. */
    final LongIds nodes = new LongIds();

    /** [nodes + 1] the first transition of each node. */
    int[] first = {0};

    int[] symbol = new int[16];
    int[] target = new int[16];
    double[] weight = new double[16];
    int transitions;

    /** [nodes] the sum over all ways to the end, divided by exp({@link #logScale}). */
    double[] beta = {};

    double logScale = Double.NEGATIVE_INFINITY;

    /** [symbols] weights that no state has a part in, while nodes are found; NaN is not known. */
    private double[] stateless;

    private void add(int s, int to, double w) {
      if (transitions == symbol.length) {
        symbol = Arrays.copyOf(symbol, 2 * transitions);
        target = Arrays.copyOf(target, 2 * transitions);
        weight = Arrays.copyOf(weight, 2 * transitions);
      }
      symbol[transitions] = s;
      target[transitions] = to;
      weight[transitions++] = w;
    }
  }

  private final ContextModel model;
  private final IntUnaryOperator length;
  private final Product product;
  private final long most;
  private final Layer[] layers;
  private int furthest;

  Layers(ContextModel model, IntUnaryOperator length, int total, Product product, long most) {
    this.model = model;
    this.length = length;
    this.product = product;
    this.most = most;
    this.layers = new Layer[total + 1];
  }

  private static int context(long node) {
    return (int) (node >> 32);
  }

  private static int state(long node) {
    return (int) node;
  }

  /**
   * Finds all nodes that can be come to.
   *
   * @throws WorkFailedException if there are too many transitions
   */
  void reach(int context) {
    layers[0] = new Layer();
    layers[0].nodes.add((long) context << 32 | product.start());
    long nodes = 0;
    long transitions = 0;
    for (int time = 0; time < layers.length; time++) {
      Layer layer = layers[time];
      if (layer == null) {
        continue;
      }
      furthest = time;
      int count = layer.nodes.size();
      layer.first = new int[count + 1];
      layer.stateless = new double[model.alphabet()];
      Arrays.fill(layer.stateless, Double.NaN);
      for (int node = 0; node < count; node++) {
        expand(layer, time, layer.nodes.key(node));
        layer.first[node + 1] = layer.transitions;
        if (transitions + layer.transitions > most) {
          throw tooLarge(nodes + node, transitions + layer.transitions, time);
        }
      }
      layer.stateless = null;
      nodes += count;
      transitions += layer.transitions;
    }
  }

  private void expand(Layer layer, int time, long node) {
    int total = layers.length - 1;
    int context = context(node);
    double[] stateless = layer.stateless;
    ContextModel.Continuations all = model.continuations(context);
    product.enter(state(node));
    for (int i = 0; i < all.symbols().length; i++) {
      int symbol = all.symbols()[i];
      int to = time + length.applyAsInt(symbol);
      if (to <= time) {
        throw new IllegalArgumentException("symbol " + symbol + " has no length");
      }
      if (to > total) {
        continue;
      }
      if (Double.isNaN(stateless[symbol])) {
        stateless[symbol] = product.statelessWeight(time, symbol);
      }
      double weight = stateless[symbol];
      if (weight > 0) {
        weight *= product.weight(time, symbol);
      }
      int state = weight > 0 ? product.next(time, symbol) : Constraint.DEAD;
      if (state != Constraint.DEAD) {
        if (layers[to] == null) {
          layers[to] = new Layer();
        }
        long next = (long) model.next(context, symbol) << 32 | state;
        layer.add(symbol, layers[to].nodes.add(next), all.probabilities()[i] * weight);
      }
    }
  }

  private WorkFailedException tooLarge(long nodes, long transitions, int time) {
    return new WorkFailedException(
        String.format(
            Locale.ROOT,
            "What is wished for is too much at once: %,d states and %,d transitions by time %,d of"
                + " %,d, of %,d transitions that may be; wish for less, or for a shorter sequence.",
            nodes,
            transitions,
            time,
            layers.length - 1,
            most));
  }

  /** Sends the messages from the end back. */
  void weigh(boolean ends) {
    int total = layers.length - 1;
    for (int time = total; time >= 0; time--) {
      Layer layer = layers[time];
      if (layer == null) {
        continue;
      }
      layer.beta = new double[layer.nodes.size()];
      if (time == total) {
        for (int node = 0; node < layer.beta.length; node++) {
          long key = layer.nodes.key(node);
          product.enter(state(key));
          double end = ends ? model.endProbability(context(key)) : 1;
          layer.beta[node] = product.accepts() ? end : 0;
        }
        scale(layer, 0);
      } else {
        weigh(layer, time);
      }
    }
  }

  private void weigh(Layer layer, int time) {
    // Layers ahead have scales of their own; the largest is taken out of the sums.
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < layer.transitions; i++) {
      largest = Math.max(largest, ahead(layer, time, i).logScale);
    }
    if (largest == Double.NEGATIVE_INFINITY) {
      return;
    }
    for (int node = 0; node < layer.beta.length; node++) {
      double sum = 0;
      for (int i = layer.first[node]; i < layer.first[node + 1]; i++) {
        Layer to = ahead(layer, time, i);
        double beta = to.beta[layer.target[i]];
        if (beta > 0) {
          double factor = to.logScale == largest ? 1 : Math.exp(to.logScale - largest);
          sum += layer.weight[i] * beta * factor;
        }
      }
      layer.beta[node] = sum;
    }
    scale(layer, largest);
  }

  private static void scale(Layer layer, double logScale) {
    double most = 0;
    for (double beta : layer.beta) {
      most = Math.max(most, beta);
    }
    if (most > 0) {
      for (int i = 0; i < layer.beta.length; i++) {
        layer.beta[i] /= most;
      }
      layer.logScale = logScale + Math.log(most);
    }
  }

  /** The layer that a transition leads to. */
  Layer ahead(Layer layer, int time, int transition) {
    return layers[time + length.applyAsInt(layer.symbol[transition])];
  }

  Layer at(int time) {
    return layers[time];
  }

  int total() {
    return layers.length - 1;
  }

  /** Whether there is no sequence at all. */
  boolean isEmpty() {
    return layers[0].logScale == Double.NEGATIVE_INFINITY;
  }

  /** The last time that was come to. */
  int furthest() {
    return furthest;
  }

  int nextTime(int time, int symbol) {
    return time + length.applyAsInt(symbol);
  }
}
