package dev.synth.app.exchange;

import dev.synth.io.checkpoint.Variable;

/**
 * What becomes of a variable of a checkpoint.
 *
 * @param variable the variable
 * @param use whether it is taken, or why not
 * @param tensor the model's tensor that it is of, or null
 * @param remark of a tensor's variable, {@link #AVERAGE} or {@link #TRAINED}, or what does not fit
 */
public record CheckpointRow(Variable variable, Use use, String tensor, String remark) {
  /** A moving average of the weights. */
  static final String AVERAGE = "average";

  /** The weights themselves. */
  static final String TRAINED = "trained";

  /** Whether a variable is taken, or why not. */
  public enum Use {
    /** Taken, as the tensor. */
    TAKEN("taken"),
    /** Of the tensor, but other weights of it are taken: the trained ones, or their average. */
    OTHER_WEIGHTS("not wanted"),
    /** The optimiser's. */
    OPTIMISER("optimiser"),
    /** A counter, a constant or no number: no weights. */
    NO_WEIGHTS("no weights"),
    /** Weights that the sizes do not have. */
    UNKNOWN("unknown"),
    /** Of the tensor, but of another shape or type. */
    UNFIT("does not fit");

    private final String label;

    Use(String label) {
      this.label = label;
    }

    /** The word for people. */
    public String label() {
      return label;
    }
  }
}
