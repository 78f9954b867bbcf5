package dev.synth.eval;

import java.util.List;

/**
 * A way a note is kept and played again, or the note itself.
 *
 * @param key its name in JSON
 * @param label its name for people
 * @param meaning what is done
 */
public record ReconstructionMethod(String key, String label, String meaning) {
  /** The note as it is. */
  public static final ReconstructionMethod ORIGINAL =
      new ReconstructionMethod("original", "original", "the notes themselves");

  /** The note as mu-law codes: the ceiling of a model that speaks in such codes. */
  public static final ReconstructionMethod MU_LAW =
      new ReconstructionMethod(
          "mu_law", "mu-law", "as 256 mu-law codes and back: the ceiling of a model of such codes");

  /** Griffin-Lim on the full spectrogram. */
  public static final ReconstructionMethod GRIFFIN_LIM =
      new ReconstructionMethod(
          "griffin_lim", "Griffin-Lim", "all 513 magnitudes every 16 ms, phases by Griffin-Lim");

  /** Griffin-Lim on as many values as the embedding has: the floor. */
  public static final ReconstructionMethod GRIFFIN_LIM_BANDS =
      new ReconstructionMethod(
          "griffin_lim_bands",
          "Griffin-Lim, bands",
          "as many values as an embedding, in mel bands: the floor");

  /** All but the models. */
  public static final List<ReconstructionMethod> REFERENCES =
      List.of(ORIGINAL, MU_LAW, GRIFFIN_LIM, GRIFFIN_LIM_BANDS);

  /** A model, by the name it goes by in the report. */
  public static ReconstructionMethod model(String name) {
    return new ReconstructionMethod(name, name, "encode, then decode");
  }
}
