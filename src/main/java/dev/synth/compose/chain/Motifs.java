package dev.synth.compose.chain;

import java.util.List;

/**
 * Motifs that must not occur, or one of which must: the automaton of Aho and Corasick (1975), with
 * one more bit for a motif that was seen.
 */
public final class Motifs implements Constraint {
  private final String name;
  private final SuffixTrie trie;
  private final boolean[] ends;
  private final boolean wanted;

  private Motifs(String name, List<int[]> motifs, boolean wanted) {
    this.name = name;
    this.wanted = wanted;
    int longest = motifs.stream().mapToInt(motif -> motif.length).max().orElse(0);
    trie = new SuffixTrie(longest);
    motifs.forEach(motif -> trie.add(motif, 1));
    ends = new boolean[trie.size()];
    for (int[] motif : motifs) {
      if (motif.length == 0) {
        throw new IllegalArgumentException("a motif has at least one symbol");
      }
      int node = 0;
      for (int symbol : motif) {
        node = trie.find(node, symbol);
      }
      ends[node] = true;
    }
  }

  /** None of the motifs anywhere. */
  public static Motifs forbidden(String name, List<int[]> motifs) {
    return new Motifs(name, motifs, false);
  }

  /** At least one of the motifs somewhere. */
  public static Motifs wanted(String name, List<int[]> motifs) {
    return new Motifs(name, motifs, true);
  }

  @Override
  public String name() {
    return name;
  }

  /** A state is a node of the trie; the last state is "seen". */
  @Override
  public int next(int state, int time, int symbol) {
    if (state == trie.size()) {
      return state;
    }
    int node = trie.next(state, symbol);
    for (int at = node; at > 0; at = trie.failure(at)) {
      if (ends[at]) {
        return wanted ? trie.size() : DEAD;
      }
    }
    return node;
  }

  @Override
  public boolean accepts(int state) {
    return !wanted || state == trie.size();
  }
}
