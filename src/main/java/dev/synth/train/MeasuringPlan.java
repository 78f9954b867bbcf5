package dev.synth.train;

/**
 * How a run is measured.
 *
 * @param heldOutShare share of the notes never trained on, 0 to 0.5
 * @param heldOutInstruments whether whole instruments are held out
 * @param evaluateEvery steps between measurements on held-out crops
 * @param patience measurements without a new best after which the run ends; 0 for no such end
 */
public record MeasuringPlan(
    double heldOutShare, boolean heldOutInstruments, int evaluateEvery, int patience) {
  /** Checks every range. */
  public MeasuringPlan {
    Settings.require("held out", "from 0 to 0.5", heldOutShare, 0, 0.5);
    Settings.requireAtLeast("evaluate every", 1, evaluateEvery);
    Settings.requireAtLeast("patience", 0, patience);
  }
}
