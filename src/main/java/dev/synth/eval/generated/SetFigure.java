package dev.synth.eval.generated;

import dev.synth.eval.Metric;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A figure of a set, as it stands in the reports.
 *
 * @param key its name in JSON
 * @param text its name for people, with its unit
 * @param format of its values
 * @param value of a set; NaN where it has none
 */
public record SetFigure(String key, String text, String format, ToDoubleFunction<SetScores> value) {
  /** All, in their order. */
  public static final List<SetFigure> ALL =
      List.of(
          new SetFigure("notes", "notes", "%.0f", SetScores::notes),
          percent("silentPercent", "silent, %", set -> (double) set.silent() / set.notes()),
          new SetFigure(
              "differentBins", "bins that differ (NDB)", "%.0f", set -> set.bins().different()),
          floor("differentBinsOfData", "%.0f", set -> ofFloor(set, DifferentBins::different)),
          new SetFigure(
              "divergenceBits",
              "Jensen-Shannon divergence of the bins, bits",
              "%.3f",
              set -> set.bins().divergence()),
          floor("divergenceBitsOfData", "%.3f", set -> ofFloor(set, DifferentBins::divergence)),
          new SetFigure("frechet", "Fréchet distance of features", "%.2f", SetScores::frechet),
          floor("frechetOfData", "%.2f", SetScores::floorFrechet),
          percent(
              "pitchWithin50CentsPercent",
              "pitch within 50 cents, %",
              set -> set.pitch().within50Cents()),
          percent(
              "classifierPitchPercent",
              "classifier names the pitch, %",
              set -> set.pitch().classified()),
          new SetFigure(
              "pitchEntropyNats",
              "entropy of the classifier's pitch, nats",
              "%.3f",
              set -> set.pitch().entropy()),
          new SetFigure(
              "pitchInceptionScore",
              "inception score, of pitches",
              "%.1f",
              set -> set.pitch().inception()),
          new SetFigure(
              "diversityDb",
              "between notes of one pitch, log-mel dB",
              "%.2f",
              SetScores::diversityDb),
          new SetFigure(
              "diversity", "  relative to the data, equal pitches", "%.2f", SetScores::diversity),
          new SetFigure("nearest", "distance to the nearest data note", "%.3f", SetScores::nearest),
          percent("nearerPercent", "nearer than 99 % of held-out notes, %", SetScores::nearer));

  private static SetFigure percent(String key, String text, ToDoubleFunction<SetScores> share) {
    return new SetFigure(key, text, "%.1f", set -> 100 * share.applyAsDouble(set));
  }

  private static SetFigure floor(String key, String format, ToDoubleFunction<SetScores> value) {
    return new SetFigure(key, "  of as many notes of the data", format, value);
  }

  private static double ofFloor(SetScores set, ToDoubleFunction<DifferentBins> figure) {
    return set.floorBins() == null ? Double.NaN : figure.applyAsDouble(set.floorBins());
  }

  /** The value of a set, or a dash. */
  public String of(SetScores set) {
    return Metric.format(format, value.applyAsDouble(set));
  }
}
