package dev.synth.compose.chain;

import dev.synth.io.WorkFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * A model, a length and wishes: what sequences are asked for. Symbols have lengths in units of time
 * and stand one behind the other; a sequence is as long as {@code total}, of however many symbols.
 *
 * <p>With P(s) the probability of a sequence under the model and u(s) the product of the weights, 0
 * where an automaton does not accept, the sequences are those of P(s) u(s) / Z, exactly. The states
 * of the model and of all automata together are nodes in layers of time; from the last layer back,
 * each gets the sum of all ways from it to an acceptable end: beta(node) = sum over symbols of p ·
 * u · beta(next node). Z is the beta of the first node, and a symbol is drawn in proportion to its
 * share of the beta of the node that it leaves.
 */
public final class ConstrainedChain {
  /** So many transitions take about 500 MB. */
  public static final long MOST_TRANSITIONS = 30_000_000;

  private final ContextModel model;
  private final IntUnaryOperator length;
  private final int total;
  private final List<Constraint> constraints;
  private final int context;
  private final boolean ends;
  private final long most;

  /**
   * Asks for sequences.
   *
   * @param length of each symbol, at least 1
   * @param total of the sequence, at least 0
   * @param context in which the sequence begins, {@link ContextModel#start} if nothing is before it
   * @param ends whether the sequence ends as the model's end; else it may go on
   * @param most transitions between nodes that are computed
   */
  public ConstrainedChain(
      ContextModel model,
      IntUnaryOperator length,
      int total,
      List<Constraint> constraints,
      int context,
      boolean ends,
      long most) {
    if (total < 0 || most < 1) {
      throw new IllegalArgumentException("total " + total + ", most " + most);
    }
    if (ends && !model.settings().bounded()) {
      throw new IllegalArgumentException("the model knows no ends");
    }
    this.model = model;
    this.length = length;
    this.total = total;
    this.constraints = List.copyOf(constraints);
    this.context = context;
    this.ends = ends;
    this.most = most;
  }

  /** Sequences of {@code count} symbols from the model's beginning to its end, if it knows them. */
  public static ConstrainedChain ofCount(
      ContextModel model, int count, List<Constraint> constraints) {
    return new ConstrainedChain(
        model,
        symbol -> 1,
        count,
        constraints,
        model.start(),
        model.settings().bounded(),
        MOST_TRANSITIONS);
  }

  /**
   * Computes all there is to know of the sequences.
   *
   * @throws UnsatisfiableException if there are none, with the wishes that are at odds
   * @throws WorkFailedException if the computation would be too large, with its size
   */
  public Sequences solve() throws UnsatisfiableException {
    Layers layers = layers(constraints);
    if (layers.isEmpty()) {
      throw conflict();
    }
    return new Sequences(layers);
  }

  /** Leaves out one constraint after the other, for good if the rest cannot be met without it. */
  private UnsatisfiableException conflict() {
    List<Constraint> kept = new ArrayList<>(constraints);
    // Large blocks first: most of many wishes have nothing to do with it.
    for (int block = Integer.highestOneBit(Math.max(1, kept.size())); block > 0; block /= 2) {
      for (int from = 0; from < kept.size(); ) {
        List<Constraint> fewer = new ArrayList<>(kept);
        fewer.subList(from, Math.min(kept.size(), from + block)).clear();
        if (fails(fewer)) {
          kept = fewer;
        } else {
          from += block;
        }
      }
    }
    return new UnsatisfiableException(kept, layers(kept).furthest());
  }

  private boolean fails(List<Constraint> some) {
    try {
      return layers(some).isEmpty();
    } catch (WorkFailedException e) {
      return false; // with fewer wishes there is more to compute; what is kept is still a conflict
    }
  }

  private Layers layers(List<Constraint> some) {
    Layers layers = new Layers(model, length, total, new Product(some), most);
    layers.reach(context);
    layers.weigh(ends);
    return layers;
  }
}
