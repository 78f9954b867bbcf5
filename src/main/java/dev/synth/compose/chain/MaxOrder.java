package dev.synth.compose.chain;

import java.util.List;

/**
 * No run of more than {@code most} tokens that a corpus has, too (Papadopoulos, Roy and Pachet
 * 2014). A token is made of a symbol and the one before it, so that runs may be of intervals. A
 * state is the longest run that the sequence ends with and the corpus has, and the last symbol.
 */
public final class MaxOrder implements Constraint {
  /** What is compared with the corpus. */
  @FunctionalInterface
  public interface Tokens {
    /**
     * The token of a symbol.
     *
     * @param previous the symbol before it, or -1 at the beginning of the sequence
     * @return any number; {@link #NONE} where there is none, so that a run begins anew
     */
    int of(int previous, int time, int symbol);
  }

  /** No token, which is in no run. */
  public static final int NONE = Integer.MIN_VALUE;

  private final String name;
  private final Runs runs;
  private final Tokens tokens;
  private final int alphabet;
  private final int start;
  private final int total;

  /** The runs of a corpus, of at most one token more than are allowed. */
  public static final class Runs {
    private final SuffixTrie trie;

    /**
     * Learns the runs.
     *
     * @param most tokens that a sequence may have in common with the corpus in a row, at least 1
     */
    public Runs(List<int[]> corpus, int most) {
      if (most < 1) {
        throw new IllegalArgumentException("at least one token is in common, not " + most);
      }
      trie = new SuffixTrie(most + 1);
      corpus.forEach(sequence -> trie.add(sequence, 1));
    }

    /** The most tokens in common. */
    public int most() {
      return trie.order() - 1;
    }
  }

  /**
   * A constraint on sequences of symbols below {@code alphabet}.
   *
   * @param start the state in which the sequence begins: 0, or that behind what stands before it
   * @param total the time at which the sequence ends: a run that cannot become too long by then is
   *     forgotten, so that there are fewer states; the largest integer if that is not known
   */
  public MaxOrder(String name, Runs runs, Tokens tokens, int alphabet, int start, int total) {
    this.name = name;
    this.runs = runs;
    this.tokens = tokens;
    this.alphabet = alphabet;
    this.start = start;
    this.total = total;
  }

  /** On the symbols themselves. */
  public static MaxOrder ofSymbols(String name, Runs runs) {
    return new MaxOrder(name, runs, (previous, time, symbol) -> symbol, 0, 0, Integer.MAX_VALUE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int start() {
    return start;
  }

  @Override
  public int next(int state, int time, int symbol) {
    int previous = state % (alphabet + 1) - 1;
    int token = tokens.of(previous, time, symbol);
    int node = token == NONE ? 0 : runs.trie.next(state / (alphabet + 1), token);
    if (runs.trie.depth(node) == runs.trie.order()) {
      return DEAD;
    }
    // Symbols are at least 1 long, so that at most so many more come.
    if (runs.trie.depth(node) + (long) total - time - 1 <= runs.most()) {
      node = 0;
    }
    return alphabet == 0 ? node : node * (alphabet + 1) + symbol + 1;
  }
}
