package dev.synth.eval.report;

import dev.synth.audio.AudioClip;
import dev.synth.audio.Resampler;
import dev.synth.eval.EvaluationPlan;
import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Examples;
import dev.synth.eval.Metric;
import dev.synth.eval.NoteMetrics;
import dev.synth.eval.NoteScores;
import dev.synth.eval.Pairs;
import dev.synth.eval.PublishedFigures;
import dev.synth.eval.ReconstructionMethod;
import dev.synth.eval.baseline.BaselineSynthesizers;
import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Features;
import dev.synth.eval.metric.Projection;
import dev.synth.plot.Charts;
import dev.synth.plot.Fonts;
import dev.synth.plot.Pictures;
import dev.synth.plot.SoundPictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The report's pictures, by file name. */
final class ReportPictures {
  static final String CHARTS = "charts.png";
  static final String EXAMPLES = "rainbowgrams.png";
  static final String LINES = "interpolation.png";

  private final EvaluationResult result;
  private final int sampleRateHz;

  ReportPictures(EvaluationResult result) {
    this.result = result;
    this.sampleRateHz = result.format().sampleRateHz();
  }

  Map<String, BufferedImage> draw() {
    Map<String, BufferedImage> pictures = new LinkedHashMap<>();
    if (Fonts.problem().isEmpty()) {
      pictures.put(CHARTS, charts());
    }
    pictures.put(EXAMPLES, rainbowgrams());
    if (!result.examples().lines().isEmpty()) {
      pictures.put(LINES, lines());
    }
    return pictures;
  }

  /**
   * About how many bytes the pictures of sounds take. A model's have noise everywhere, as a sound
   * in mu-law codes has, and noise is what takes room.
   *
   * @param examples notes that are drawn
   * @param original a sound like theirs, as long
   */
  static long soundBytes(EvaluationResult result, int examples, AudioClip original)
      throws IOException {
    int models = result.models().size();
    float[] codes = BaselineSynthesizers.muLaw(original.samples());
    long clean = Pictures.bytes(SoundPictures.rainbowgram(original, ""));
    AudioClip noisy = new AudioClip(codes, original.sampleRateHz());
    long others = examples * (models + 1L); // and the bands'
    if (!result.lines().isEmpty()) {
      others += (long) models * EvaluationPlan.LINE_SOUNDS;
    }
    return examples * clean + others * Pictures.bytes(SoundPictures.rainbowgram(noisy, ""));
  }

  private BufferedImage charts() {
    List<BufferedImage> rows = new ArrayList<>();
    rows.add(Pictures.beside(List.of(pitch(), distance())));
    List<BufferedImage> more = new ArrayList<>();
    if (!result.scored().isEmpty()) {
      more.add(bits());
    }
    for (int m = 0; m < result.models().size() && result.notes().size() > 2; m++) {
      more.add(map(m));
    }
    for (int i = 0; i < more.size(); i += 2) {
      rows.add(Pictures.beside(more.subList(i, Math.min(more.size(), i + 2))));
    }
    return Pictures.above(rows);
  }

  private static List<String> labels(List<ReconstructionMethod> ways) {
    return ways.stream().map(ReconstructionMethod::label).toList();
  }

  private BufferedImage pitch() {
    List<ReconstructionMethod> ways = result.methods();
    List<String> names = new ArrayList<>(labels(ways));
    double[] shares = new double[ways.size() + 1];
    double[] errors = new double[shares.length];
    for (int i = 0; i < ways.size(); i++) {
      shares[i] = 100 * EvaluationResult.pitchAccuracy(result.notes(), ways.get(i));
      errors[i] = 100 * EvaluationResult.pitchStandardError(result.notes(), ways.get(i));
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
        result.methods().subList(1, result.methods().size()); // the original is at 0
    Metric logMel = Metric.LOG_MEL;
    double[] distances =
        ways.stream().mapToDouble(way -> logMel.average(result.notes(), way)).toArray();
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
    int first = result.scored().get(0);
    int weight = result.bestWeight(first, order);
    List<Charts.Bars> bars = new ArrayList<>();
    bars.add(
        new Charts.Bars(
            "Markov, order 2",
            families.values().stream()
                .mapToDouble(notes -> EvaluationResult.markovNats(notes, first, order, weight))
                .map(nats -> nats / Math.log(2))
                .toArray()));
    for (int m : result.scored()) {
      bars.add(
          new Charts.Bars(
              result.models().get(m).name(),
              families.values().stream()
                  .mapToDouble(notes -> EvaluationResult.natsPerSample(notes, m) / Math.log(2))
                  .toArray()));
    }
    return Charts.bars(
        "What a sample costs (less is better)",
        "bits per sample",
        List.copyOf(families.keySet()),
        bars);
  }

  /** Notes on the plane in which their embeddings differ most. */
  private BufferedImage map(int model) {
    double[][] features =
        Features.standardised(
            result.notes().stream()
                .map(note -> note.models().get(model).embedding())
                .toArray(double[][]::new));
    double[][] plane = Projection.plane(features);
    Map<String, List<Integer>> byFamily = new TreeMap<>();
    for (int i = 0; i < features.length; i++) {
      String family = EvaluationResult.family(result.notes().get(i));
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
        result.isOfOne()
            ? "Embeddings, a point per note"
            : "Embeddings of " + result.models().get(model).name() + ", a point per note",
        "first principal component",
        "second principal component",
        clouds);
  }

  /** A row a note: the original, each model's, and the bands'. */
  private BufferedImage rainbowgrams() {
    NoteMetrics measuring = new NoteMetrics(result.format());
    List<BufferedImage> rows = new ArrayList<>();
    for (Examples.Example example : result.examples().notes()) {
      float[] original = common(example.original());
      List<BufferedImage> row = new ArrayList<>();
      row.add(rainbowgram(original, example.note().name()));
      for (int m = 0; m < example.models().size(); m++) {
        float[] model = Arrays.copyOf(common(example.models().get(m)), original.length);
        row.add(rainbowgram(model, of(m)));
      }
      float[] bands = measuring.classical().griffinLimBands(original, result.plan().seed());
      row.add(rainbowgram(bands, "as many values in mel bands, Griffin-Lim"));
      rows.add(Pictures.beside(row));
    }
    return Pictures.above(rows);
  }

  private String of(int model) {
    return result.isOfOne() ? "the model's" : "of " + result.models().get(model).name();
  }

  private float[] common(AudioClip clip) {
    return Resampler.resample(clip, sampleRateHz).samples();
  }

  /** A row a model. */
  private BufferedImage lines() {
    List<BufferedImage> rows = new ArrayList<>();
    Pairs.Pair pair = result.examples().pair();
    List<List<AudioClip>> lines = result.examples().lines();
    for (int m = 0; m < lines.size(); m++) {
      List<BufferedImage> panels = new ArrayList<>();
      List<AudioClip> line = lines.get(m);
      for (int i = 0; i < line.size(); i++) {
        int percent = 100 * i / (line.size() - 1);
        String title = percent + " % of the way";
        if (i == 0) {
          title = "from " + pair.first().name();
        } else if (i == line.size() - 1) {
          title = "to " + pair.last().name();
        }
        title = result.isOfOne() ? title : result.models().get(m).name() + ": " + title;
        panels.add(rainbowgram(common(line.get(i)), title));
      }
      rows.add(Pictures.beside(panels));
    }
    return Pictures.above(rows);
  }

  private BufferedImage rainbowgram(float[] samples, String title) {
    return SoundPictures.rainbowgram(new AudioClip(samples, sampleRateHz), title);
  }
}
