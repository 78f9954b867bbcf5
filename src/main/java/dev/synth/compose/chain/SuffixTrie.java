package dev.synth.compose.chain;

import java.util.Arrays;

/**
 * The strings of at most {@link #order} symbols that occur in sequences, each a node; node 0 is the
 * empty string. A node's failure link leads to the string without its first symbol, which is a
 * node, too (Aho and Corasick 1975). Symbols are any integers.
 */
final class SuffixTrie {
  private final int order;

  /** Edge number e, from a node by a symbol, leads to node e + 1. */
  private final LongIds edges = new LongIds();

  private int[] depth = new int[16];
  private int[] failure = new int[16];
  private double[] count = new double[16];

  SuffixTrie(int order) {
    this.order = order;
  }

  int order() {
    return order;
  }

  /** How many nodes there are. */
  int size() {
    return edges.size() + 1;
  }

  /**
   * Adds all strings of a sequence.
   *
   * @param weight added to the count of every occurrence
   */
  void add(int[] sequence, double weight) {
    for (int from = 0; from < sequence.length; from++) {
      count[0] += weight;
      int node = 0;
      for (int at = from; at < sequence.length && at - from < order; at++) {
        node = child(node, sequence[at]);
        count[node] += weight;
      }
    }
    // A string's suffixes are strings of the same sequence, so they are all there by now.
    for (int node = linked; node < size(); node++) {
      if (depth[node] > 1) {
        failure[node] = edges.find(edge(failure[parent(node)], symbol(node))) + 1;
      }
    }
    linked = size();
  }

  private int linked = 1;

  private int child(int node, int symbol) {
    int before = edges.size();
    int child = edges.add(edge(node, symbol)) + 1;
    if (edges.size() > before) {
      if (child == depth.length) {
        depth = Arrays.copyOf(depth, 2 * child);
        failure = Arrays.copyOf(failure, 2 * child);
        count = Arrays.copyOf(count, 2 * child);
      }
      depth[child] = depth[node] + 1;
    }
    return child;
  }

  private static long edge(int node, int symbol) {
    return (long) node << 32 | symbol & 0xFFFFFFFFL;
  }

  /** The node of the string without its last symbol. */
  int parent(int node) {
    return (int) (edges.key(node - 1) >> 32);
  }

  /** The last symbol of a node's string. */
  int symbol(int node) {
    return (int) edges.key(node - 1);
  }

  int depth(int node) {
    return depth[node];
  }

  int failure(int node) {
    return failure[node];
  }

  /** The summed weight of the occurrences. */
  double count(int node) {
    return count[node];
  }

  /** The node of a node's string and {@code symbol} behind it, or -1. */
  int find(int node, int symbol) {
    int edge = edges.find(edge(node, symbol));
    return edge < 0 ? -1 : edge + 1;
  }

  /** The node of the longest suffix of a node's string and {@code symbol} behind it. */
  int next(int node, int symbol) {
    int at = node;
    while (true) {
      int child = find(at, symbol);
      if (child >= 0) {
        return child;
      }
      if (at == 0) {
        return 0;
      }
      at = failure[at];
    }
  }
}
