package dev.synth.eval.report;

import dev.synth.audio.AudioClip;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Examples;
import dev.synth.eval.Metric;
import dev.synth.eval.NoteMetrics;
import dev.synth.eval.NoteScores;
import dev.synth.eval.Pairs;
import dev.synth.eval.PublishedFigures;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Features;
import dev.synth.eval.metric.Projection;
import dev.synth.plot.Charts;
import dev.synth.plot.Fonts;
import dev.synth.plot.Pictures;
import dev.synth.plot.SoundPictures;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report's pictures, by file name. */
final class ReportPictures {
  private final EvaluationResult result;
  private final int sampleRateHz;

  ReportPictures(EvaluationResult result) {
    this.result = result;
    this.sampleRateHz = result.model().spec().sampleRateHz();
  }

  Map<String, BufferedImage> draw() {
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    if (Fonts.problem().isEmpty()) {
      pictures.put("charts.png", charts());
    }
    pictures.put("rainbowgrams.png", rainbowgrams());
    if (!result.examples().line().isEmpty()) {
      pictures.put("interpolation.png", line());
    }
    return pictures;
  }

  private BufferedImage charts() {
    List<BufferedImage> rows = new ArrayList<>();
    rows.add(Pictures.beside(List.of(pitch(), distance())));
    List<BufferedImage> second = new ArrayList<>(List.of(bits()));
    if (result.notes().size() > 2) {
      second.add(map());
    }
    rows.add(Pictures.beside(second));
    return Pictures.above(rows);
  }

  private static List<String> labels(List<ReconstructionMethod> ways) {
    return ways.stream().map(ReconstructionMethod::label).toList();
  }

  private BufferedImage pitch() {
    List<ReconstructionMethod> ways = List.of(ReconstructionMethod.values());
    List<String> names = new ArrayList<>(labels(ways));
    double[] shares = new double[ways.size() + 1];
    double[] errors = new double[shares.length];
    for (ReconstructionMethod way : ways) {
      shares[way.ordinal()] = 100 * EvaluationResult.pitchAccuracy(result.notes(), way);
      errors[way.ordinal()] = 100 * EvaluationResult.pitchStandardError(result.notes(), way);
    }
    names.add("paper, its notes");
    shares[ways.size()] = 100 * PublishedFigures.PITCH_WAVENET;
    errors[ways.size()] = Double.NaN;
    return Charts.bars(
        "Pitch within 50 cents (and standard error)",
        "% of the notes",
        names,
        List.of(new Charts.Bars("pitch", shares, errors)));
  }

  private BufferedImage distance() {
    List<ReconstructionMethod> ways =
        List.of(
            ReconstructionMethod.MU_LAW,
            ReconstructionMethod.GRIFFIN_LIM,
            ReconstructionMethod.GRIFFIN_LIM_BANDS,
            ReconstructionMethod.MODEL);
    Metric logMel = Metric.ALL.get(0);
    double[] distances =
        ways.stream().mapToDouble(way -> logMel.mean(result.notes(), way)).toArray();
    double[] errors =
        ways.stream().mapToDouble(way -> logMel.standardError(result.notes(), way)).toArray();
    return Charts.bars(
        "Log-mel distance from the original (and standard error; less is better)",
        "dB",
        labels(ways),
        List.of(new Charts.Bars("distance", distances, errors)));
  }

  private BufferedImage bits() {
    Map<String, List<NoteScores>> families = result.families();
    int order = MarkovModel.ORDER_MAX;
    int weight = result.bestWeight(order);
    double[] model = new double[families.size()];
    double[] markov = new double[families.size()];
    int i = 0;
    for (List<NoteScores> notes : families.values()) {
      model[i] = EvaluationResult.natsPerSample(notes) / Math.log(2);
      markov[i++] = EvaluationResult.markovNats(notes, order, weight) / Math.log(2);
    }
    return Charts.bars(
        "What a sample costs (less is better)",
        "bits per sample",
        List.copyOf(families.keySet()),
        List.of(new Charts.Bars("Markov, order 2", markov), new Charts.Bars("model", model)));
  }

  /** Notes on the plane in which their embeddings differ most. */
  private BufferedImage map() {
    double[][] features =
        Features.standardised(
            result.notes().stream().map(NoteScores::embedding).toArray(double[][]::new));
    double[][] plane = Projection.plane(features);
    Map<String, List<Integer>> byFamily = new TreeMap<>();
    for (int i = 0; i < features.length; i++) {
      String family =
          result.notes().get(i).note().labels().family().map(f -> f.label()).orElse("unknown");
      byFamily.computeIfAbsent(family, key -> new ArrayList<>()).add(i);
    }
    List<Charts.Series> clouds = new ArrayList<>();
    byFamily.forEach(
        (family, notes) ->
            clouds.add(
                new Charts.Series(
                    family,
                    notes.stream().mapToDouble(i -> plane[0][i]).toArray(),
                    notes.stream().mapToDouble(i -> plane[1][i]).toArray())));
    return Charts.points(
        "Embeddings, a point per note",
        "first principal component",
        "second principal component",
        clouds);
  }

  /** A row a note: the original, the model's, and the bands'. */
  private BufferedImage rainbowgrams() {
    NoteMetrics measuring = new NoteMetrics(result.model().spec().latent().orElseThrow());
    List<BufferedImage> rows = new ArrayList<>();
    for (Examples.Example example : result.examples().notes()) {
      float[] original = example.original();
      float[] model = Arrays.copyOf(example.model(), original.length);
      float[] bands = measuring.classical().griffinLimBands(original, result.plan().seed());
      rows.add(
          Pictures.beside(
              List.of(
                  rainbowgram(original, example.note().name()),
                  rainbowgram(model, "the model's"),
                  rainbowgram(bands, "as many values in mel bands, Griffin-Lim"))));
    }
    return Pictures.above(rows);
  }

  private BufferedImage line() {
    List<BufferedImage> panels = new ArrayList<>();
    List<float[]> line = result.examples().line();
    Pairs.Pair pair = result.examples().pair();
    for (int i = 0; i < line.size(); i++) {
      int percent = 100 * i / (line.size() - 1);
      String title = percent + " % of the way";
      if (i == 0) {
        title = "from " + pair.first().name();
      } else if (i == line.size() - 1) {
        title = "to " + pair.last().name();
      }
      panels.add(rainbowgram(line.get(i), title));
    }
    return Pictures.beside(panels);
  }

  private BufferedImage rainbowgram(float[] samples, String title) {
    return SoundPictures.rainbowgram(new AudioClip(samples, sampleRateHz), title);
  }
}
