package dev.synth.eval;

/** A way a note is kept and played again, or the note itself. */
public enum ReconstructionMethod {
  /** The note as it is. */
  ORIGINAL("original", "the notes themselves"),
  /** The note as mu-law codes: the ceiling, since the model speaks in such codes. */
  MU_LAW("mu-law", "as 256 mu-law codes and back: the ceiling"),
  /** Griffin-Lim on the full spectrogram. */
  GRIFFIN_LIM("Griffin-Lim", "all 513 magnitudes every 16 ms, phases by Griffin-Lim"),
  /** Griffin-Lim on as many values as the embedding has: the floor. */
  GRIFFIN_LIM_BANDS(
      "Griffin-Lim, bands", "as many values as an embedding, in mel bands: the floor"),
  /** The model. */
  MODEL("model", "encode, then decode");

  private final String label;
  private final String meaning;

  ReconstructionMethod(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  public String label() {
    return label;
  }

  public String meaning() {
    return meaning;
  }
}
