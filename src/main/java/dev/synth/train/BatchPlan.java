package dev.synth.train;

/**
 * What a step learns from.
 *
 * @param batch crops a step
 * @param parts how many parts a step's crops are computed in, one after another
 * @param cropSamples samples a crop
 */
public record BatchPlan(int batch, int parts, int cropSamples) {
  /** Checks that all are positive and that the parts are equal. */
  public BatchPlan {
    Settings.requireAtLeast("batch", 1, batch);
    Settings.requireAtLeast("accumulate", 1, parts);
    Settings.requireAtLeast("crop", 1, cropSamples);
    if (batch % parts != 0) {
      throw Settings.refused("accumulate", "a divisor of the batch of " + batch, parts);
    }
  }

  /** Crops that are computed side by side. */
  public int partCrops() {
    return batch / parts;
  }

  /** Samples that a step learns from. */
  public long samplesPerStep() {
    return (long) batch * cropSamples;
  }
}
