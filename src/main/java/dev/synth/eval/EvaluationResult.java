package dev.synth.eval;

import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Classification;
import dev.synth.eval.metric.Features;
import dev.synth.eval.metric.InterpolationQuality;
import dev.synth.latent.LatentFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** What an evaluation found, and the figures that sum it up. */
public final class EvaluationResult {
  private final List<NamedModel> models;
  private final LatentFormat format;
  private final EvaluationPlan plan;
  private final List<NoteScores> notes;
  private final int markovNotes;
  private final List<LineScores> lines;
  private final List<Speed> speeds;
  private final Examples examples;

  /**
   * A result.
   *
   * @param format of embeddings, beside sound of the rate that was measured at
   * @param markovNotes notes the Markov models were fitted on; 0 if on all of {@code notes} but the
   *     one that was scored
   * @param speeds of each model
   */
  EvaluationResult(
      List<NamedModel> models,
      LatentFormat format,
      EvaluationPlan plan,
      List<NoteScores> notes,
      int markovNotes,
      List<LineScores> lines,
      List<Speed> speeds,
      Examples examples) {
    this.models = models;
    this.format = format;
    this.plan = plan;
    this.notes = notes;
    this.markovNotes = markovNotes;
    this.lines = lines;
    this.speeds = speeds;
    this.examples = examples;
  }

  public List<NamedModel> models() {
    return models;
  }

  /** Whether there is nothing to compare one model with but the references. */
  public boolean isOfOne() {
    return models.size() == 1;
  }

  /** The indices of the models that have a likelihood. */
  public List<Integer> scored() {
    return IntStream.range(0, models.size()).filter(m -> models.get(m).canScore()).boxed().toList();
  }

  /** The columns of the report: the references, then the models. */
  public List<ReconstructionMethod> methods() {
    return Stream.concat(
            ReconstructionMethod.REFERENCES.stream(), models.stream().map(NamedModel::method))
        .toList();
  }

  /** The ways that go from one note to another. */
  public List<ReconstructionMethod> lineMethods() {
    return methods().stream()
        .filter(
            way ->
                !way.equals(ReconstructionMethod.ORIGINAL)
                    && !way.equals(ReconstructionMethod.GRIFFIN_LIM))
        .toList();
  }

  /** How fast a way is; nothing for the references. */
  public Optional<Speed> speed(ReconstructionMethod way) {
    return IntStream.range(0, models.size())
        .filter(m -> models.get(m).method().equals(way))
        .mapToObj(speeds::get)
        .findFirst();
  }

  /** The first model's embeddings, beside sound of the rate that was measured at. */
  public LatentFormat format() {
    return format;
  }

  /** Seconds of all notes together. */
  public double seconds() {
    return notes.stream().mapToLong(NoteScores::samples).sum() / (double) format.sampleRateHz();
  }

  public EvaluationPlan plan() {
    return plan;
  }

  public List<NoteScores> notes() {
    return notes;
  }

  public int markovNotes() {
    return markovNotes;
  }

  public List<LineScores> lines() {
    return lines;
  }

  public Examples examples() {
    return examples;
  }

  /** The mean of what is a number; NaN if nothing is. */
  public static <T> double mean(List<T> items, ToDoubleFunction<T> figure) {
    return items.stream()
        .mapToDouble(figure)
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /** Cross-entropy of a model, teacher-forced. */
  public static double natsPerSample(List<NoteScores> notes, int model) {
    return notes.stream().mapToDouble(note -> note.models().get(model).nats()).sum()
        / samples(notes, model);
  }

  private static long samples(List<NoteScores> notes, int model) {
    return notes.stream().mapToLong(note -> note.models().get(model).samples()).sum();
  }

  /** Samples of all notes together, at the rate that was measured at. */
  public static long samples(List<NoteScores> notes) {
    return notes.stream().mapToLong(NoteScores::samples).sum();
  }

  /** Index of the smoothing weight that serves an order best on these very notes. */
  public int bestWeight(int model, int order) {
    return IntStream.range(0, MarkovModel.WEIGHTS.length)
        .boxed()
        .min(Comparator.comparingDouble(weight -> markovNats(notes, model, order, weight)))
        .orElseThrow();
  }

  /** Cross-entropy of a Markov model, on the samples that a model is scored on. */
  public static double markovNats(List<NoteScores> notes, int model, int order, int weight) {
    return notes.stream()
            .mapToDouble(note -> note.models().get(model).markovNats()[order][weight])
            .sum()
        / samples(notes, model);
  }

  /** Notes on which the tracker finds the right pitch in the original. */
  public static List<NoteScores> tracked(List<NoteScores> notes) {
    return notes.stream()
        .filter(note -> note.way(ReconstructionMethod.ORIGINAL).pitchRight())
        .toList();
  }

  /**
   * The share of notes whose pitch is kept: of the originals among all notes, of other ways among
   * those where the tracker is right on the original.
   */
  public static double pitchAccuracy(List<NoteScores> notes, ReconstructionMethod way) {
    List<NoteScores> counted = way == ReconstructionMethod.ORIGINAL ? notes : tracked(notes);
    return mean(counted, note -> note.way(way).pitchRight() ? 1 : 0);
  }

  /** The standard error of {@link #pitchAccuracy}, of a share of so many notes (binomial). */
  public static double pitchStandardError(List<NoteScores> notes, ReconstructionMethod way) {
    int counted = way == ReconstructionMethod.ORIGINAL ? notes.size() : tracked(notes).size();
    return standardError(pitchAccuracy(notes, way), counted);
  }

  /** Of a share of {@code count} notes. */
  public static double standardError(double share, int count) {
    return Math.sqrt(share * (1 - share) / count);
  }

  /** The notes by family, in the order of names; those without one are under {@code unknown}. */
  public Map<String, List<NoteScores>> families() {
    return notes.stream()
        .collect(
            Collectors.groupingBy(EvaluationResult::family, TreeMap::new, Collectors.toList()));
  }

  /** The family of a note; {@code unknown} if it has none. */
  public static String family(NoteScores note) {
    return note.note().labels().family().map(f -> f.label()).orElse("unknown");
  }

  /**
   * What can be read off features of so many notes; shares from 0 to 1.
   *
   * @param embeddings of each model
   */
  public record Readable(int notes, double chance, double bands, List<Double> embeddings) {}

  /** By the nearest neighbours or linearly, the family or the pitch. */
  public Readable readable(boolean pitch, boolean linear) {
    List<NoteScores> labelled =
        notes.stream()
            .filter(
                note ->
                    pitch
                        ? note.note().labels().pitch().isPresent()
                        : note.note().labels().family().isPresent())
            .toList();
    int[] labels =
        labelled.stream()
            .mapToInt(
                note ->
                    pitch
                        ? note.note().labels().pitch().getAsInt()
                        : note.note().labels().family().orElseThrow().ordinal())
            .toArray();
    if (Arrays.stream(labels).distinct().count() < 2) {
      return new Readable(
          labels.length, Double.NaN, Double.NaN, Collections.nCopies(models.size(), Double.NaN));
    }
    return new Readable(
        labels.length,
        Classification.chance(labels),
        readable(labelled.stream().map(NoteScores::bands).toList(), labels, linear),
        IntStream.range(0, models.size())
            .mapToObj(m -> labelled.stream().map(note -> note.models().get(m).embedding()).toList())
            .map(features -> readable(features, labels, linear))
            .toList());
  }

  private double readable(List<double[]> features, int[] labels, boolean linear) {
    double[][] standard = Features.standardised(features.toArray(double[][]::new));
    return linear
        ? Classification.linear(standard, labels, plan.seed())
        : Classification.nearestNeighbours(standard, labels);
  }

  /** The mean of a figure of the lines of one way. */
  public double line(ReconstructionMethod way, ToDoubleFunction<InterpolationQuality> figure) {
    return mean(lines, line -> figure.applyAsDouble(Objects.requireNonNull(line.ways().get(way))));
  }

  /**
   * Whether a model plays its training notes in place of those that it is given. All NaN where its
   * training notes are not known.
   *
   * @param originals median distance of the notes to the nearest training note
   * @param reconstructions that of what the model plays of them
   * @param nearer share of what it plays that is nearer than that median of the originals, 0 to 1
   */
  public record Memorisation(double originals, double reconstructions, double nearer) {}

  /** Of a model, by its index. */
  public Memorisation memorisation(int model) {
    double[] originals = distances(model, ModelScores::originalToTraining);
    double[] reconstructions = distances(model, ModelScores::playedToTraining);
    double median = new Median().evaluate(originals);
    double nearer = Arrays.stream(reconstructions).filter(each -> each < median).count();
    return new Memorisation(
        median, new Median().evaluate(reconstructions), nearer / reconstructions.length);
  }

  private double[] distances(int model, ToDoubleFunction<ModelScores> distance) {
    return notes.stream()
        .mapToDouble(note -> distance.applyAsDouble(note.models().get(model)))
        .filter(each -> !Double.isNaN(each))
        .toArray();
  }
}
