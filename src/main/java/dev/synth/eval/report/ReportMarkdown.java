package dev.synth.eval.report;

import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Examples;
import dev.synth.eval.Metric;
import dev.synth.eval.NamedModel;
import dev.synth.eval.NoteScores;
import dev.synth.eval.PublishedFigures;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.Speed;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Classification;
import dev.synth.eval.metric.InterpolationQuality;
import dev.synth.io.text.Counted;
import dev.synth.model.SavedModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The report for people. */
final class ReportMarkdown {
  private static final double LN_2 = Math.log(2);
  private static final int WORST = 5;

  private final EvaluationResult result;
  private final MarkdownText page = new MarkdownText();

  ReportMarkdown(EvaluationResult result) {
    this.result = result;
  }

  /**
   * All of it.
   *
   * @param data how the notes were named
   * @param pictures files that lie beside it
   */
  String write(String data, List<String> pictures) {
    page.line(
        "# Evaluation of %s",
        result.models().stream().map(NamedModel::file).collect(Collectors.joining(", ")));
    page.line("");
    String notes =
        String.format(
            Locale.ROOT,
            "%s (%.0f s) of %s; temperature %s, seed %d. docs/evaluation.md explains the figures.",
            Counted.of(result.notes().size(), "note"),
            result.seconds(),
            data,
            result.plan().temperature(),
            result.plan().seed());
    if (result.isOfOne()) {
      SavedModel model = result.models().get(0).model();
      page.line(
          "Preset %s, %,d parameters, %,d steps. %s",
          model.preset(), model.spec().parameterCount(), model.provenance().steps(), notes);
    } else {
      page.line("%s", notes);
      models();
    }
    likelihood();
    reconstruction();
    families();
    worst();
    embedding();
    interpolation();
    NearestNotes.write(result, page);
    examples();
    if (!pictures.isEmpty()) {
      page.line("");
      page.line("## Pictures");
      pictures.forEach(
          picture -> {
            page.line("");
            page.line("![%s](%s)", picture.replace(".png", ""), picture);
          });
    }
    return page.toString();
  }

  private static String label(ReconstructionMethod way) {
    return MarkdownText.escaped(way.label());
  }

  private List<ReconstructionMethod> modelMethods() {
    return result.models().stream().map(NamedModel::method).toList();
  }

  private void models() {
    page.head("Models", "", "file", "kind", "preset", "parameters", "steps", "rate, Hz");
    for (NamedModel named : result.models()) {
      SavedModel model = named.model();
      page.row(
          MarkdownText.escaped(named.name()),
          MarkdownText.escaped(named.file()),
          model.spec().kind(),
          MarkdownText.escaped(model.preset()),
          String.format(Locale.ROOT, "%,d", model.spec().parameterCount()),
          String.format(Locale.ROOT, "%,d", model.provenance().steps()),
          model.spec().sampleRateHz());
    }
  }

  private void likelihood() {
    if (result.scored().isEmpty()) {
      return;
    }
    page.head("Likelihood", "", "nats per sample", "bits per sample");
    for (int m : result.scored()) {
      bits(
          (result.isOfOne() ? "the model" : MarkdownText.escaped(result.models().get(m).name()))
              + ", teacher-forced",
          EvaluationResult.natsPerSample(result.notes(), m));
    }
    for (int order = MarkovModel.ORDER_MAX; order >= 0; order--) {
      bits("Markov model of order " + order, markovNats(result.scored().get(0), order));
    }
    bits("uniform baseline", Math.log(256));
    page.line("");
    for (int m : result.scored()) {
      double gain =
          markovNats(m, MarkovModel.ORDER_MAX) - EvaluationResult.natsPerSample(result.notes(), m);
      page.line(
          "%s needs %.2f bits per sample %s than the Markov model of order 2, which is fitted on"
              + " %s.",
          result.isOfOne() ? "The model" : MarkdownText.escaped(result.models().get(m).name()),
          Math.abs(gain) / LN_2,
          gain < 0 ? "more" : "less",
          result.markovNotes() == 0
              ? "all the notes but the one it is asked about"
              : result.markovNotes() + " reference notes");
    }
  }

  private double markovNats(int model, int order) {
    return EvaluationResult.markovNats(
        result.notes(), model, order, result.bestWeight(model, order));
  }

  private void bits(String name, double nats) {
    page.row(name, Metric.format("%.3f", nats), Metric.format("%.3f", nats / LN_2));
  }

  private void reconstruction() {
    List<NoteScores> notes = result.notes();
    List<ReconstructionMethod> ways = result.methods();
    page.head(
        "Reconstruction", MarkdownText.cells(List.of(""), ways, ReportMarkdown::label, "paper"));
    page.row(
        MarkdownText.cells(
            List.of("pitch within 50 cents, %"),
            ways,
            way -> Metric.percent(EvaluationResult.pitchAccuracy(notes, way)),
            "–"));
    for (Metric figure : Metric.ALL) {
      String paper = figure.equals(Metric.CLASSIFIER_PITCH) ? published() : "–";
      figure(figure.text(), ways, figure.format(), way -> figure.average(notes, way), paper);
    }
    figure("encoding, s per s of sound", ways, "%.4f", way -> speed(way, Speed::encoding), "–");
    figure("playing, s per s of sound", ways, "%.4f", way -> speed(way, Speed::playing), "–");
    page.line("");
    page.line(
        "Pitch is counted on the %d of %d notes whose original has the right one; the original's own"
            + " share is of all. The paper's figures are those of its own classifier on NSynth's test"
            + " notes: of its WaveNet, of the originals, and of its spectral autoencoder (%s). Sounds"
            + " are compared at %d Hz. Speeds are of one thread of this machine.",
        EvaluationResult.tracked(notes).size(),
        notes.size(),
        Metric.percent(PublishedFigures.PITCH_SPECTRAL),
        result.format().sampleRateHz());
    page.line("");
    for (ReconstructionMethod way : ways) {
      page.line("- %s: %s", way.label(), way.meaning());
    }
  }

  /** A row of a figure, if any column has it. */
  private void figure(
      String text,
      List<ReconstructionMethod> ways,
      String format,
      ToDoubleFunction<ReconstructionMethod> value,
      String paper) {
    if (ways.stream().anyMatch(way -> !Double.isNaN(value.applyAsDouble(way)))) {
      page.row(
          MarkdownText.cells(
              List.of(text), ways, way -> Metric.format(format, value.applyAsDouble(way)), paper));
    }
  }

  private static String published() {
    return Metric.percent(PublishedFigures.PITCH_WAVENET)
        + " of "
        + Metric.percent(PublishedFigures.PITCH_ORIGINAL);
  }

  private double speed(ReconstructionMethod way, ToDoubleFunction<Speed> figure) {
    return result.speed(way).map(figure::applyAsDouble).orElse(Double.NaN);
  }

  private void families() {
    Metric logMel = Metric.LOG_MEL;
    List<ReconstructionMethod> models = modelMethods();
    boolean isOneScored = result.isOfOne() && !result.scored().isEmpty();
    List<Object> first = new ArrayList<>(List.of("log-mel distance, dB", "notes", "the bands'"));
    List<Object> last = new ArrayList<>();
    if (result.isOfOne()) {
      last.addAll(List.of("pitch, %", "harmonics over gaps, dB", "clicks per note"));
    }
    if (isOneScored) {
      last.add("bits per sample");
    }
    page.head(
        "By family", MarkdownText.cells(first, models, ReportMarkdown::label, last.toArray()));
    for (Map.Entry<String, List<NoteScores>> family : result.families().entrySet()) {
      List<NoteScores> notes = family.getValue();
      last.clear();
      if (result.isOfOne()) {
        ReconstructionMethod model = models.get(0);
        last.add(Metric.percent(EvaluationResult.pitchAccuracy(notes, model)));
        last.add(mean("%.1f", notes, note -> note.way(model).gaps().overGapsDb()));
        last.add(mean("%.2f", notes, note -> note.way(model).clicks()));
      }
      if (isOneScored) {
        last.add(Metric.format("%.3f", EvaluationResult.natsPerSample(notes, 0) / LN_2));
      }
      page.row(
          MarkdownText.cells(
              List.of(
                  family.getKey(),
                  notes.size(),
                  logMel.formatted(logMel.average(notes, ReconstructionMethod.GRIFFIN_LIM_BANDS))),
              models,
              way -> logMel.formatted(logMel.average(notes, way)),
              last.toArray()));
    }
  }

  private static String mean(
      String format, List<NoteScores> notes, ToDoubleFunction<NoteScores> figure) {
    return Metric.format(format, EvaluationResult.mean(notes, figure));
  }

  private void embedding() {
    page.head(
        "Embedding",
        MarkdownText.cells(
            List.of("read off the embedding, %", "chance", "mel bands"),
            modelMethods(),
            ReportMarkdown::label));
    for (boolean pitch : new boolean[] {false, true}) {
      for (boolean linear : new boolean[] {false, true}) {
        EvaluationResult.Readable readable = result.readable(pitch, linear);
        page.row(
            MarkdownText.cells(
                List.of(
                    (pitch ? "pitch" : "family") + (linear ? ", linearly" : ", by 5 neighbours"),
                    Metric.percent(readable.chance()),
                    Metric.percent(readable.bands())),
                readable.embeddings(),
                Metric::percent));
      }
    }
    int notes = result.notes().size();
    page.line("");
    if (notes < Classification.LEAST_NOTES) {
      page.line(
          "%s: too few to tell, at least %d are needed.",
          Counted.of(notes, "note"), Classification.LEAST_NOTES);
    } else {
      page.line(
          "Of %d notes a share of 50 %% has a standard error of %.0f points.",
          notes, 100 * EvaluationResult.standardError(0.5, notes));
    }
  }

  private void interpolation() {
    if (result.lines().isEmpty()) {
      page.line("");
      page.line("## Interpolation");
      page.line("");
      page.line(
          "No two notes have the same pitch and different instruments: nothing to go between.");
      return;
    }
    List<ReconstructionMethod> ways = result.lineMethods();
    page.head(
        "Interpolation",
        MarkdownText.cells(
            List.of("", "mixes, mu-law", "bands"), modelMethods(), ReportMarkdown::label));
    page.row(
        MarkdownText.cells(
            List.of("sounds within 50 cents, %"),
            ways,
            way -> Metric.percent(result.line(way, InterpolationQuality::pitchKept))));
    lines("pitch error of these, cents", "%.1f", InterpolationQuality::pitchErrorCents);
    lines("loudness off an even course, dB", "%.2f", InterpolationQuality::loudnessBendDb);
    lines("middle to the mix of both ends, dB", "%.2f", InterpolationQuality::middleToMixDb);
    page.line("");
    page.line(
        "%s of %d sounds between notes of one pitch; both ends' originals are %s dB apart.",
        Counted.of(result.lines().size(), "line"),
        EvaluationPlan.LINE_SOUNDS,
        Metric.format(
            "%.2f", result.line(modelMethods().get(0), InterpolationQuality::endToEndDb)));
  }

  /** A row of a figure of the lines. */
  private void lines(String text, String format, ToDoubleFunction<InterpolationQuality> figure) {
    page.row(
        MarkdownText.cells(
            List.of(text),
            result.lineMethods(),
            way -> Metric.format(format, result.line(way, figure))));
  }

  /** The notes that are farthest from their originals, with the model that is. */
  private void worst() {
    List<ReconstructionMethod> models = modelMethods();
    List<Object> last = new ArrayList<>();
    if (result.isOfOne()) {
      last.add("pitch off by, cents");
    }
    if (result.isOfOne() && !result.scored().isEmpty()) {
      last.add("bits per sample");
    }
    page.head(
        "Farthest from their originals",
        MarkdownText.cells(
            List.of("log-mel distance, dB", "family"),
            models,
            ReportMarkdown::label,
            last.toArray()));
    result.notes().stream()
        .sorted(Comparator.comparingDouble(note -> -farthestDb(note)))
        .limit(WORST)
        .forEach(
            note -> {
              last.clear();
              if (result.isOfOne()) {
                last.add(Metric.format("%.0f", note.way(models.get(0)).pitchCents()));
              }
              if (result.isOfOne() && !result.scored().isEmpty()) {
                last.add(Metric.format("%.3f", note.models().get(0).natsPerSample() / LN_2));
              }
              page.row(
                  MarkdownText.cells(
                      List.of(
                          MarkdownText.escaped(note.note().name()), EvaluationResult.family(note)),
                      models,
                      way -> Metric.LOG_MEL.formatted(note.way(way).logMelDb()),
                      last.toArray()));
            });
  }

  private double farthestDb(NoteScores note) {
    return modelMethods().stream().mapToDouble(way -> note.way(way).logMelDb()).max().orElseThrow();
  }

  /** Sounds to listen to: a row a note. */
  private void examples() {
    page.head(
        "Examples to listen to",
        MarkdownText.cells(
            List.of("[page](listen.html)", "original"), modelMethods(), ReportMarkdown::label));
    List<Examples.Example> examples = result.examples().notes();
    for (int i = 0; i < examples.size(); i++) {
      page.row(
          MarkdownText.cells(
              List.of(MarkdownText.escaped(examples.get(i).note().name())),
              ExampleSounds.row(i, result.models()),
              file -> "[WAV](" + file + ")"));
    }
  }
}
