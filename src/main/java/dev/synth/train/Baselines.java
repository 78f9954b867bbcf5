package dev.synth.train;

/**
 * Losses of models that know little, for a {@link DivergenceMonitor} to compare with.
 *
 * @param ignorance the loss of a model that knows nothing; NaN where there is no such bound
 * @param frequencies the loss of a model that knows only how often each value occurs; NaN likewise
 */
public record Baselines(double ignorance, double frequencies) {
  /** For a loss that has no such bounds. */
  public static final Baselines NONE = new Baselines(Double.NaN, Double.NaN);
}
