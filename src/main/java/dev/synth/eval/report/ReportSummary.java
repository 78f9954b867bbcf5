package dev.synth.eval.report;

import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Metric;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.io.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The figures to look at first, in columns of characters. */
final class ReportSummary {
  private static final ReconstructionMethod[] WAYS = {
    ReconstructionMethod.ORIGINAL,
    ReconstructionMethod.MU_LAW,
    ReconstructionMethod.GRIFFIN_LIM_BANDS,
    ReconstructionMethod.MODEL
  };
  private static final int LEAST_WIDTH = 8;
  private static final Set<String> KEYS =
      Set.of(
          "logMelDb",
          "levelErrorDb",
          "noiseFloorDb",
          "harmonicsOverGapsDb",
          "startJumpPercent",
          "attackMs",
          "cutSeconds",
          "clicks");

  private final EvaluationResult result;
  private final List<String> lines = new ArrayList<>();

  ReportSummary(EvaluationResult result) {
    this.result = result;
  }

  List<String> lines() {
    line(
        String.format(
            Locale.ROOT,
            "%s, %.3f bits per sample",
            Counted.of(result.notes().size(), "note"),
            EvaluationResult.natsPerSample(result.notes()) / Math.log(2)),
        ReconstructionMethod::label);
    line(
        "pitch within 50 cents, %",
        way -> Metric.percent(EvaluationResult.pitchAccuracy(result.notes(), way)));
    for (Metric figure : Metric.ALL) {
      if (KEYS.contains(figure.key())) {
        line(figure.text(), way -> figure.formatted(figure.mean(result.notes(), way)));
      }
    }
    return lines;
  }

  private void line(String name, Function<ReconstructionMethod, String> cell) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-38s", name));
    for (ReconstructionMethod way : WAYS) {
      int width = Math.max(LEAST_WIDTH, way.label().length());
      line.append(String.format(Locale.ROOT, "  %" + width + "s", cell.apply(way)));
    }
    lines.add(line.toString());
  }
}
