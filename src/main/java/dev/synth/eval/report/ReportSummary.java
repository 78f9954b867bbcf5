package dev.synth.eval.report;

import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Metric;
import dev.synth.eval.NoteScores;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.Speed;
import dev.synth.io.text.Counted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The figures to look at first, in columns of characters. */
final class ReportSummary {
  private static final int LEAST_WIDTH = 8;
  private static final Set<String> KEYS =
      Set.of(
          "logMelDb",
          "levelErrorDb",
          "ownRateLogMelDb",
          "noiseFloorDb",
          "noiseLevelErrorDb",
          "betweenPartialsDb",
          "harmonicsOverGapsDb",
          "startJumpPercent",
          "attackMs",
          "attackErrorMs",
          "cutSeconds",
          "clicks");

  private final EvaluationResult result;
  private final List<ReconstructionMethod> ways;
  private final List<String> lines = new ArrayList<>();

  ReportSummary(EvaluationResult result) {
    this.result = result;
    this.ways =
        result.methods().stream()
            .filter(way -> !way.equals(ReconstructionMethod.GRIFFIN_LIM))
            .toList();
  }

  List<String> lines() {
    List<NoteScores> notes = result.notes();
    String counted = Counted.of(notes.size(), "note");
    boolean isOneScored = result.isOfOne() && !result.scored().isEmpty();
    line(
        isOneScored
            ? String.format(Locale.ROOT, "%s, %.3f bits per sample", counted, bits(0))
            : counted,
        ReconstructionMethod::label);
    if (!result.isOfOne() && !result.scored().isEmpty()) {
      line("bits per sample", this::bits);
    }
    line(
        "pitch within 50 cents, %",
        way -> Metric.percent(EvaluationResult.pitchAccuracy(notes, way)));
    for (Metric figure : Metric.ALL) {
      if (KEYS.contains(figure.key())
          && ways.stream().anyMatch(way -> !Double.isNaN(figure.average(notes, way)))) {
        line(figure.text(), way -> figure.formatted(figure.average(notes, way)));
      }
    }
    line("encoding, s per s of sound", way -> speed(way, Speed::encoding));
    line("playing, s per s of sound", way -> speed(way, Speed::playing));
    return lines;
  }

  private double bits(int model) {
    return EvaluationResult.natsPerSample(result.notes(), model) / Math.log(2);
  }

  private String bits(ReconstructionMethod way) {
    double bits = Double.NaN;
    for (int m : result.scored()) {
      bits = result.models().get(m).method().equals(way) ? bits(m) : bits;
    }
    return Metric.format("%.3f", bits);
  }

  private String speed(ReconstructionMethod way, ToDoubleFunction<Speed> figure) {
    return Metric.format("%.4f", result.speed(way).map(figure::applyAsDouble).orElse(Double.NaN));
  }

  private void line(String name, Function<ReconstructionMethod, String> cell) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-45s", name));
    for (ReconstructionMethod way : ways) {
      int width = Math.max(LEAST_WIDTH, way.label().length());
      line.append(String.format(Locale.ROOT, "  %" + width + "s", cell.apply(way)));
    }
    lines.add(line.toString());
  }
}
