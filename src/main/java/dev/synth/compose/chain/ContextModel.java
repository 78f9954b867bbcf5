package dev.synth.compose.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A variable-order Markov model. Its states are the contexts: all strings of at most {@code order}
 * symbols that were followed by something in the sequences it was learned from. After any history
 * the state is the longest suffix of it that is a context, so that {@link #next} of a state and a
 * symbol is a state. Contexts are numbered; 0 is the empty one.
 */
public final class ContextModel {
  /** How the probabilities of what follows a context come from counts. */
  public enum Smoothing {
    /** The counts of the context itself, and no other: the longest match alone decides. */
    LONGEST_MATCH,

    /**
     * Mixed with the shorter contexts', by Witten and Bell (1991): with n occurrences of a context
     * and t distinct symbols behind it, P(s) = (n(s) + t P'(s)) / (n + t), where P' is of the
     * context without its first symbol. Whatever was seen anywhere can follow anything.
     */
    WITTEN_BELL
  }

  /**
   * What follows a context.
   *
   * @param symbols in ascending order
   * @param probabilities one each, all greater than 0
   * @param end the probability that the sequence ends here; with the others, it sums to 1
   */
  record Continuations(int[] symbols, double[] probabilities, double end) {}

  private static final int START = -1;
  private static final int END = -2;

  private final Settings settings;
  private final int alphabet;
  private final SuffixTrie trie;

  /** [trie node] its context, or -1; and the other way round. */
  private final int[] contextOfNode;

  private final int[] nodeOfContext;
  private final int contexts;

  /** [trie node] the first child, and the next child of the same parent; 0 is none. */
  private final int[] firstChild;

  private final int[] sibling;
  private final Continuations[] cache;
  private final double[][] plain;
  private final double least;

  /**
   * How to learn.
   *
   * @param order the most symbols of a context, at least 0
   * @param bounded whether the sequences' beginnings and ends are learned: what begins one and what
   *     stands before an end. Otherwise sequences are taken as cut from longer ones, and the model
   *     begins with the empty context.
   * @param temperature t raises every probability to the power 1 / t, and scales them to sum to 1
   */
  public record Settings(int order, boolean bounded, Smoothing smoothing, double temperature) {
    /** Checks the numbers. */
    public Settings {
      if (order < 0 || !(temperature > 0 && temperature <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "order must be at least 0, temperature above 0: " + order + ", " + temperature);
      }
    }

    /** Of temperature 1. */
    public Settings(int order, boolean bounded, Smoothing smoothing) {
      this(order, bounded, smoothing, 1);
    }
  }

  /**
   * Learns from sequences.
   *
   * @param sequences of symbols from 0 to {@code alphabet} - 1
   * @param weights what each sequence's counts are multiplied by
   */
  public ContextModel(List<int[]> sequences, double[] weights, int alphabet, Settings settings) {
    this.settings = settings;
    this.alphabet = alphabet;
    trie = new SuffixTrie(settings.order() + 1);
    for (int i = 0; i < sequences.size(); i++) {
      for (int symbol : sequences.get(i)) {
        if (symbol < 0 || symbol >= alphabet) {
          throw new IllegalArgumentException("symbol " + symbol + " of " + alphabet);
        }
      }
      trie.add(settings.bounded() ? bounded(sequences.get(i)) : sequences.get(i), weights[i]);
    }
    int nodes = trie.size();
    firstChild = new int[nodes];
    sibling = new int[nodes];
    for (int node = nodes - 1; node > 0; node--) {
      if (trie.symbol(node) != START) {
        int parent = trie.parent(node);
        sibling[node] = firstChild[parent];
        firstChild[parent] = node;
      }
    }
    contextOfNode = new int[nodes];
    nodeOfContext = new int[nodes];
    int found = 0;
    for (int node = 0; node < nodes; node++) {
      boolean context = node == 0 || (trie.depth(node) <= settings.order() && firstChild[node] > 0);
      contextOfNode[node] = context ? found : -1;
      if (context) {
        nodeOfContext[found++] = node;
      }
    }
    contexts = found;
    cache = new Continuations[contexts];
    plain = new double[nodes][];
    least = 0;
  }

  private ContextModel(ContextModel model, double least) {
    settings = model.settings;
    alphabet = model.alphabet;
    trie = model.trie;
    firstChild = model.firstChild;
    sibling = model.sibling;
    contextOfNode = model.contextOfNode;
    nodeOfContext = model.nodeOfContext;
    contexts = model.contexts;
    cache = new Continuations[contexts];
    plain = model.plain;
    this.least = least;
  }

  /**
   * The model without what is unlikely: behind every context, symbols of a lower probability than
   * {@code least} are left out, but for the likeliest, and the others scaled to sum to 1. There is
   * less to compute with it.
   */
  public ContextModel without(double least) {
    return new ContextModel(this, least);
  }

  /** As above, all of weight 1. */
  public ContextModel(List<int[]> sequences, int alphabet, Settings settings) {
    this(sequences, ones(sequences.size()), alphabet, settings);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  private static int[] bounded(int[] sequence) {
    int[] all = new int[sequence.length + 2];
    all[0] = START;
    System.arraycopy(sequence, 0, all, 1, sequence.length);
    all[all.length - 1] = END;
    return all;
  }

  /** How many symbols there are. */
  public int alphabet() {
    return alphabet;
  }

  /** How it was learned. */
  public Settings settings() {
    return settings;
  }

  /** How many contexts there are. */
  public int contexts() {
    return contexts;
  }

  /** The context before the first symbol. */
  public int start() {
    return settings.bounded() ? context(trie.next(0, START)) : 0;
  }

  /**
   * The context behind {@code context} and {@code symbol}; the empty one behind a number that is no
   * symbol.
   */
  public int next(int context, int symbol) {
    if (symbol < 0 || symbol >= alphabet) {
      return 0;
    }
    return context(trie.next(nodeOfContext[context], symbol));
  }

  /** The context behind {@code history}, which begins at {@link #start}. */
  public int after(int... history) {
    int context = start();
    for (int symbol : history) {
      context = next(context, symbol);
    }
    return context;
  }

  /** The longest suffix of a node's string that is a context. */
  private int context(int node) {
    int at = node;
    while (contextOfNode[at] < 0) {
      at = trie.failure(at);
    }
    return contextOfNode[at];
  }

  /** The probability of {@code symbol} behind {@code context}. */
  public double probability(int context, int symbol) {
    Continuations all = continuations(context);
    int at = Arrays.binarySearch(all.symbols(), symbol);
    return at < 0 ? 0 : all.probabilities()[at];
  }

  /** The probability that a sequence ends behind {@code context}; 0 where ends are not learned. */
  public double endProbability(int context) {
    return continuations(context).end();
  }

  Continuations continuations(int context) {
    if (cache[context] == null) {
      cache[context] = sharpened(distribution(nodeOfContext[context]));
    }
    return cache[context];
  }

  /** [alphabet + 1] the probability of each symbol behind a node, and of the end. */
  private double[] distribution(int node) {
    if (plain[node] != null) {
      return plain[node];
    }
    double[] p = new double[alphabet + 1];
    double total = 0;
    int distinct = 0;
    for (int child = firstChild[node]; child > 0; child = sibling[child]) {
      int symbol = trie.symbol(child);
      p[symbol == END ? alphabet : symbol] = trie.count(child);
      total += trie.count(child);
      distinct++;
    }
    boolean mixed = settings.smoothing() == Smoothing.WITTEN_BELL && node > 0;
    double[] shorter = mixed ? distribution(trie.failure(node)) : null;
    double sum = total + (mixed ? distinct : 0);
    for (int i = 0; i <= alphabet && sum > 0; i++) {
      p[i] = (p[i] + (mixed ? distinct * shorter[i] : 0)) / sum;
    }
    plain[node] = p;
    return p;
  }

  private Continuations sharpened(double[] p) {
    double power = 1 / settings.temperature();
    double[] q = p;
    if (power != 1) {
      double most = Arrays.stream(p).max().orElse(0);
      q = Arrays.stream(p).map(x -> x > 0 ? Math.pow(x / most, power) : 0).toArray();
      double sum = Arrays.stream(q).sum();
      for (int i = 0; i < q.length; i++) {
        q[i] /= sum;
      }
    }
    if (least > 0) {
      double most = Math.min(least, Arrays.stream(q).max().orElse(0));
      q = Arrays.stream(q).map(x -> x < most ? 0 : x).toArray();
      double sum = Arrays.stream(q).sum();
      for (int i = 0; i < q.length; i++) {
        q[i] /= sum;
      }
    }
    List<Integer> symbols = new ArrayList<>();
    for (int i = 0; i < alphabet; i++) {
      if (q[i] > 0) {
        symbols.add(i);
      }
    }
    double[] all = q;
    return new Continuations(
        symbols.stream().mapToInt(Integer::intValue).toArray(),
        symbols.stream().mapToDouble(i -> all[i]).toArray(),
        q[alphabet]);
  }
}
