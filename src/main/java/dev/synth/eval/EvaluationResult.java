package dev.synth.eval;

import dev.synth.eval.baseline.MarkovModel;
import dev.synth.eval.metric.Classification;
import dev.synth.eval.metric.Features;
import dev.synth.eval.metric.InterpolationQuality;
import dev.synth.model.SavedModel;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an evaluation found, and the figures that sum it up. */
public final class EvaluationResult {
  private final SavedModel model;
  private final EvaluationPlan plan;
  private final List<NoteScores> notes;
  private final int markovNotes;
  private final List<LineScores> lines;
  private final Examples examples;

  /**
   * A result.
   *
   * @param markovNotes notes the Markov models were fitted on; 0 if on all of {@code notes} but the
   *     one that was scored
   */
  EvaluationResult(
      SavedModel model,
      EvaluationPlan plan,
      List<NoteScores> notes,
      int markovNotes,
      List<LineScores> lines,
      Examples examples) {
    this.model = model;
    this.plan = plan;
    this.notes = notes;
    this.markovNotes = markovNotes;
    this.lines = lines;
    this.examples = examples;
  }

  public SavedModel model() {
    return model;
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

  /** Cross-entropy of the model, teacher-forced. */
  public static double natsPerSample(List<NoteScores> notes) {
    return notes.stream().mapToDouble(NoteScores::nats).sum() / samples(notes);
  }

  public static long samples(List<NoteScores> notes) {
    return notes.stream().mapToLong(NoteScores::samples).sum();
  }

  /** Index of the smoothing weight that serves an order best on these very notes. */
  public int bestWeight(int order) {
    return IntStream.range(0, MarkovModel.WEIGHTS.length)
        .boxed()
        .min((a, b) -> Double.compare(markovNats(notes, order, a), markovNats(notes, order, b)))
        .orElseThrow();
  }

  /** Cross-entropy of a Markov model. */
  public static double markovNats(List<NoteScores> notes, int order, int weight) {
    return notes.stream().mapToDouble(note -> note.markovNats()[order][weight]).sum()
        / samples(notes);
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
            Collectors.groupingBy(
                note -> note.note().labels().family().map(f -> f.label()).orElse("unknown"),
                TreeMap::new,
                Collectors.toList()));
  }

  /** What can be read off features of so many notes; shares from 0 to 1. */
  public record Readable(int notes, double chance, double bands, double embedding) {}

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
      return new Readable(labels.length, Double.NaN, Double.NaN, Double.NaN);
    }
    return new Readable(
        labels.length,
        Classification.chance(labels),
        readable(labelled.stream().map(NoteScores::bands).toList(), labels, linear),
        readable(labelled.stream().map(NoteScores::embedding).toList(), labels, linear));
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
}
