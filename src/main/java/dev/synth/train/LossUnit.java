package dev.synth.train;

/** What a kind's loss is measured in. */
public enum LossUnit {
  /** Cross-entropy or negative log-likelihood, in nats per sample. */
  NATS("Nats", "nats per sample"),
  /** A number without a unit. */
  NONE("Loss", "loss");

  private final String suffix;
  private final String label;

  LossUnit(String suffix, String label) {
    this.suffix = suffix;
    this.label = label;
  }

  /** The name in the log of a loss of {@code what}: {@code trainNats}, or {@code trainLoss}. */
  public String key(String what) {
    return what + suffix;
  }

  /** In words that follow a number. */
  public String label() {
    return label;
  }
}
