package dev.synth.eval.report;

import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Metric;
import dev.synth.eval.NoteScores;
import dev.synth.eval.PublishedFigures;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Classification;
import dev.synth.eval.metric.InterpolationQuality;
import dev.synth.io.text.Counted;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The report for people. */
final class ReportMarkdown {
  private static final double LN_2 = Math.log(2);
  private static final int WORST = 5;

  private final EvaluationResult result;
  private final StringBuilder text = new StringBuilder();

  ReportMarkdown(EvaluationResult result) {
    this.result = result;
  }

  /**
   * All of it.
   *
   * @param model how the model was named
   * @param data how the notes were named
   * @param pictures files that lie beside it
   */
  String write(String model, String data, List<String> pictures) {
    line("# Evaluation of %s", model);
    line("");
    line(
        "Preset %s, %,d parameters, %,d steps. %s (%.0f s) of %s; temperature %s, seed %d."
            + " docs/evaluation.md explains the figures.",
        result.model().preset(),
        result.model().spec().parameterCount(),
        result.model().provenance().steps(),
        Counted.of(result.notes().size(), "note"),
        EvaluationResult.samples(result.notes()) / (double) result.model().spec().sampleRateHz(),
        data,
        result.plan().temperature(),
        result.plan().seed());
    likelihood();
    reconstruction();
    families();
    embedding();
    interpolation();
    worst();
    if (!pictures.isEmpty()) {
      line("");
      line("## Pictures");
      pictures.forEach(
          picture -> {
            line("");
            line("![%s](%s)", picture.replace(".png", ""), picture);
          });
    }
    return text.toString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private void row(Object... cells) {
    line(
        "%s",
        Arrays.stream(cells).map(Object::toString).collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void head(String title, Object... cells) {
    line("");
    line("## %s", title);
    line("");
    row(cells);
    line("%s", "|---".repeat(cells.length) + "|");
  }

  private void likelihood() {
    head("Likelihood", "", "nats per sample", "bits per sample");
    double nats = EvaluationResult.natsPerSample(result.notes());
    bits("the model, teacher-forced", nats);
    for (int order = MarkovModel.ORDER_MAX; order >= 0; order--) {
      int weight = result.bestWeight(order);
      bits(
          "Markov model of order " + order,
          EvaluationResult.markovNats(result.notes(), order, weight));
    }
    bits("uniform baseline", Math.log(256));
    int order = MarkovModel.ORDER_MAX;
    double gain =
        EvaluationResult.markovNats(result.notes(), order, result.bestWeight(order)) - nats;
    line("");
    line(
        "The model needs %.2f bits per sample %s than the Markov model of order 2, which is fitted on"
            + " %s.",
        Math.abs(gain) / LN_2,
        gain < 0 ? "more" : "less",
        result.markovNotes() == 0
            ? "all the notes but the one it is asked about"
            : result.markovNotes() + " reference notes");
  }

  private void bits(String name, double nats) {
    row(name, Metric.format("%.3f", nats), Metric.format("%.3f", nats / LN_2));
  }

  private void reconstruction() {
    List<NoteScores> notes = result.notes();
    Object[] cells = new Object[ReconstructionMethod.values().length + 2];
    cells[0] = "";
    for (ReconstructionMethod way : ReconstructionMethod.values()) {
      cells[way.ordinal() + 1] = way.label();
    }
    cells[cells.length - 1] = "paper";
    head("Reconstruction", cells);
    cells[0] = "pitch within 50 cents, %";
    for (ReconstructionMethod way : ReconstructionMethod.values()) {
      cells[way.ordinal() + 1] = Metric.percent(EvaluationResult.pitchAccuracy(notes, way));
    }
    cells[cells.length - 1] =
        Metric.percent(PublishedFigures.PITCH_WAVENET)
            + " of "
            + Metric.percent(PublishedFigures.PITCH_ORIGINAL);
    row(cells);
    cells[cells.length - 1] = "–";
    for (Metric figure : Metric.ALL) {
      cells[0] = figure.text();
      for (ReconstructionMethod way : ReconstructionMethod.values()) {
        cells[way.ordinal() + 1] = figure.formatted(figure.mean(notes, way));
      }
      row(cells);
    }
    line("");
    line(
        "Pitch is counted on the %d of %d notes whose original has the right one; the original's own"
            + " share is of all. The paper's figures are a classifier's on NSynth's test notes (its"
            + " spectral autoencoder: %s).",
        EvaluationResult.tracked(notes).size(),
        notes.size(),
        Metric.percent(PublishedFigures.PITCH_SPECTRAL));
    line("");
    for (ReconstructionMethod way : ReconstructionMethod.values()) {
      line("- %s: %s", way.label(), way.meaning());
    }
  }

  private void families() {
    Metric logMel = Metric.ALL.get(0);
    head(
        "By family",
        "family",
        "notes",
        "bits per sample",
        "pitch, %",
        "log-mel distance, dB",
        "the bands' log-mel distance, dB",
        "harmonics over gaps, dB",
        "clicks per note");
    for (Map.Entry<String, List<NoteScores>> family : result.families().entrySet()) {
      List<NoteScores> notes = family.getValue();
      row(
          family.getKey(),
          notes.size(),
          Metric.format("%.3f", EvaluationResult.natsPerSample(notes) / LN_2),
          Metric.percent(EvaluationResult.pitchAccuracy(notes, ReconstructionMethod.MODEL)),
          logMel.formatted(logMel.mean(notes, ReconstructionMethod.MODEL)),
          logMel.formatted(logMel.mean(notes, ReconstructionMethod.GRIFFIN_LIM_BANDS)),
          Metric.format(
              "%.1f",
              EvaluationResult.mean(
                  notes, note -> note.way(ReconstructionMethod.MODEL).harmonicsOverGapsDb())),
          Metric.format(
              "%.2f",
              EvaluationResult.mean(notes, note -> note.way(ReconstructionMethod.MODEL).clicks())));
    }
  }

  private void embedding() {
    head("Embedding", "read off the embedding, %", "chance", "mel bands", "model");
    for (boolean pitch : new boolean[] {false, true}) {
      for (boolean linear : new boolean[] {false, true}) {
        EvaluationResult.Readable readable = result.readable(pitch, linear);
        row(
            (pitch ? "pitch" : "family") + (linear ? ", linearly" : ", by 5 neighbours"),
            Metric.percent(readable.chance()),
            Metric.percent(readable.bands()),
            Metric.percent(readable.embedding()));
      }
    }
    int notes = result.notes().size();
    line("");
    if (notes < Classification.LEAST_NOTES) {
      line(
          "%s: too few to tell, at least %d are needed.",
          Counted.of(notes, "note"), Classification.LEAST_NOTES);
    } else {
      line(
          "Of %d notes a share of 50 %% has a standard error of %.0f points.",
          notes, 100 * EvaluationResult.standardError(0.5, notes));
    }
  }

  private void interpolation() {
    if (result.lines().isEmpty()) {
      line("");
      line("## Interpolation");
      line("");
      line("No two notes have the same pitch and different instruments: nothing to go between.");
      return;
    }
    ReconstructionMethod[] ways = {
      ReconstructionMethod.MU_LAW,
      ReconstructionMethod.GRIFFIN_LIM_BANDS,
      ReconstructionMethod.MODEL
    };
    head("Interpolation", "", "mixes, mu-law", "bands", "model");
    Object[][] rows = new Object[4][ways.length + 1];
    rows[0][0] = "sounds within 50 cents, %";
    rows[1][0] = "pitch error of these, cents";
    rows[2][0] = "loudness off an even course, dB";
    rows[3][0] = "middle to the mix of both ends, dB";
    for (int i = 0; i < ways.length; i++) {
      ReconstructionMethod way = ways[i];
      rows[0][i + 1] = Metric.percent(result.line(way, InterpolationQuality::pitchKept));
      rows[1][i + 1] =
          Metric.format("%.1f", result.line(way, InterpolationQuality::pitchErrorCents));
      rows[2][i + 1] =
          Metric.format("%.2f", result.line(way, InterpolationQuality::loudnessBendDb));
      rows[3][i + 1] = Metric.format("%.2f", result.line(way, InterpolationQuality::middleToMixDb));
    }
    for (Object[] row : rows) {
      row(row);
    }
    line("");
    line(
        "%s of %d sounds between notes of one pitch; both ends' originals are %s dB apart.",
        Counted.of(result.lines().size(), "line"),
        EvaluationPlan.LINE_SOUNDS,
        Metric.format(
            "%.2f", result.line(ReconstructionMethod.MODEL, InterpolationQuality::endToEndDb)));
  }

  private void worst() {
    head(
        "Farthest from their originals",
        "note",
        "log-mel distance, dB",
        "pitch off by, cents",
        "bits per sample");
    result.notes().stream()
        .sorted(
            Comparator.comparingDouble(note -> -note.way(ReconstructionMethod.MODEL).logMelDb()))
        .limit(WORST)
        .forEach(
            note ->
                row(
                    note.note().name().replace("|", "\\|"),
                    Metric.format("%.2f", note.way(ReconstructionMethod.MODEL).logMelDb()),
                    Metric.format("%.0f", note.way(ReconstructionMethod.MODEL).pitchCents()),
                    Metric.format("%.3f", note.nats() / note.samples() / LN_2)));
  }
}
