package dev.synth.model;

/** What a model can be asked to do; each has an interface of its own. */
public enum Capability {
  /** Sound to embedding: {@link Encoder}. */
  ENCODE("encode sounds"),
  /** Embedding to sound: {@link Synthesizer}. */
  SYNTHESIZE("synthesize sounds"),
  /** Sound to likelihood: {@link LikelihoodScorer}. */
  SCORE_LIKELIHOOD("score how likely sounds are"),
  /** Sound to pitch, family and more: {@link dev.synth.model.classes.Classifier}. */
  CLASSIFY("classify sounds");

  private final String label;

  Capability(String label) {
    this.label = label;
  }

  /** In words that follow "can". */
  public String label() {
    return label;
  }
}
