package dev.synth.compose.chain;

import java.util.Arrays;
import java.util.Random;

/** The sequences that meet all wishes, with their probabilities. */
public final class Sequences {
  private final Layers layers;

  Sequences(Layers layers) {
    this.layers = layers;
  }

  /**
   * The logarithm of Z, the sum of P(s) u(s) over all sequences s. Where all weights are 0 or 1, Z
   * is the probability that a sequence that the model makes freely meets the wishes, among those
   * that have a symbol beginning, or the end, at the time {@code total}.
   */
  public double logZ() {
    return layers.at(0).logScale + Math.log(layers.at(0).beta[0]);
  }

  /** How many states there are, over all times. */
  public long nodes() {
    long nodes = 0;
    for (int time = 0; time <= layers.total(); time++) {
      nodes += layers.at(time) == null ? 0 : layers.at(time).nodes.size();
    }
    return nodes;
  }

  /** Draws one, with probability P(s) u(s) / Z. */
  public int[] sample(Random random) {
    int[] sequence = new int[layers.total()];
    int size = 0;
    int node = 0;
    int time = 0;
    while (time < layers.total()) {
      Layers.Layer layer = layers.at(time);
      int from = layer.first[node];
      int to = layer.first[node + 1];
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += share(layer, time, i);
      }
      double left = random.nextDouble() * sum;
      int drawn = -1;
      for (int i = from; i < to; i++) {
        double share = share(layer, time, i);
        if (share > 0) {
          drawn = i;
          left -= share;
          if (left < 0) {
            break;
          }
        }
      }
      sequence[size++] = layer.symbol[drawn];
      node = layer.target[drawn];
      time = layers.nextTime(time, layer.symbol[drawn]);
    }
    return Arrays.copyOf(sequence, size);
  }

  /** In proportion to the probability of a transition. */
  private double share(Layers.Layer layer, int time, int transition) {
    Layers.Layer ahead = layers.ahead(layer, time, transition);
    double beta = ahead.beta[layer.target[transition]];
    return beta == 0
        ? 0
        : layer.weight[transition] * beta * Math.exp(ahead.logScale - layer.logScale);
  }

  /** The likeliest; of several, the first in the order of their symbols. */
  public int[] best() {
    int total = layers.total();
    double[][] best = new double[total + 1][];
    int[][] choice = new int[total + 1][];
    for (int time = total; time >= 0; time--) {
      Layers.Layer layer = layers.at(time);
      if (layer == null) {
        continue;
      }
      int nodes = layer.nodes.size();
      best[time] = new double[nodes];
      choice[time] = new int[nodes];
      for (int node = 0; node < nodes; node++) {
        if (time == total) {
          best[time][node] = layer.beta[node] > 0 ? Math.log(layer.beta[node]) : -1 / 0d;
          continue;
        }
        double most = Double.NEGATIVE_INFINITY;
        for (int i = layer.first[node]; i < layer.first[node + 1]; i++) {
          int next = layers.nextTime(time, layer.symbol[i]);
          double value = Math.log(layer.weight[i]) + best[next][layer.target[i]];
          if (value > most) {
            most = value;
            choice[time][node] = i;
          }
        }
        best[time][node] = most;
      }
    }
    int[] sequence = new int[total];
    int size = 0;
    int node = 0;
    for (int time = 0; time < total; ) {
      Layers.Layer layer = layers.at(time);
      int taken = choice[time][node];
      sequence[size++] = layer.symbol[taken];
      node = layer.target[taken];
      time = layers.nextTime(time, layer.symbol[taken]);
    }
    return Arrays.copyOf(sequence, size);
  }
}
