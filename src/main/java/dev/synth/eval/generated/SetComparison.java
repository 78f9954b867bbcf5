package dev.synth.eval.generated;

import dev.synth.dataset.Note;
import dev.synth.eval.EvaluationProgress;
import dev.synth.io.BadDataException;
import dev.synth.model.classes.Classifier;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Compares sets of sounds with data: those that a model was trained on, or is to be like.
 *
 * <p>The data are halved at random. One half is what all are compared with; the other is a set
 * among sets, which says what the figures are of a set that is just like the data. Of each note
 * some kilobytes stay in memory, of sounds a few dozen at a time.
 */
public final class SetComparison {
  /** The name of the data's other half among the sets. */
  public static final String OTHER_HALF = "data, other half";

  /** Vectors of more dimensions are compared in a sixth of them, as by Richardson and Weiss. */
  private static final int MOST_DIMENSIONS = 1_000;

  private static final int ONE_DIMENSION_IN = 6;

  private final ComparisonPlan plan;
  private final NoteMeter meter;
  private final EvaluationProgress progress;

  /**
   * A comparison.
   *
   * @param classifier that is asked for features and pitches
   * @param problems receives a sentence on each note that cannot be read
   */
  public SetComparison(
      ComparisonPlan plan,
      Classifier classifier,
      Consumer<String> problems,
      EvaluationProgress progress) {
    this.plan = plan;
    this.meter = new NoteMeter(plan, classifier, problems);
    this.progress = progress;
  }

  /** Listens to notes as {@link #run} does, for an estimate. */
  public void measure(List<Note> notes) throws IOException {
    meter.measure(notes, () -> {});
  }

  /**
   * Compares.
   *
   * @param data with which
   * @param heldOut notes of the kind of the data that no model was trained on; null if there are
   *     none
   * @param others what to compare
   * @throws BadDataException if there are too few data, or a set has no note that can be read
   */
  public ComparisonResult run(NoteSet data, NoteSet heldOut, List<NoteSet> others)
      throws IOException {
    List<NoteSet> sets = new ArrayList<>(heldOut == null ? List.of() : List.of(heldOut));
    sets.addAll(others);
    long total = data.notes().size() + sets.stream().mapToLong(set -> set.notes().size()).sum();
    long[] done = new long[1];
    checkCount(data.name(), data.notes().size());
    List<MeasuredNote> all = measure(data, done, total);
    checkCount(data.name(), all.size());
    List<MeasuredNote> mixed = new ArrayList<>(all);
    Collections.shuffle(mixed, new Random(plan.seed()));
    int half = (mixed.size() + 1) / 2;
    Map<String, List<MeasuredNote>> measured = new LinkedHashMap<>();
    measured.put(OTHER_HALF, mixed.subList(half, mixed.size()));
    for (NoteSet set : sets) {
      measured.put(set.name(), measure(set, done, total));
    }
    progress.reached(total, total, "comparing");
    Scoring scoring = new Scoring(all, mixed.subList(0, half), measured.get(OTHER_HALF));
    double[] heldOutDistances =
        heldOut == null ? new double[0] : scoring.nearest.distances(measured.get(heldOut.name()));
    List<SetScores> scores = new ArrayList<>();
    measured.forEach((name, notes) -> scores.add(scoring.of(name, notes, heldOutDistances)));
    return new ComparisonResult(plan, all.size(), half, scores, SetExamples.of(measured));
  }

  private void checkCount(String name, int notes) throws BadDataException {
    if (notes < 2 * plan.bins()) {
      throw new BadDataException(
          name
              + ": has "
              + notes
              + " notes, and half of them are to fill "
              + plan.bins()
              + " bins; name more notes, or give the setting 'bins' as "
              + Math.max(2, notes / 20)
              + ".");
    }
  }

  private List<MeasuredNote> measure(NoteSet set, long[] done, long total) throws IOException {
    List<MeasuredNote> notes =
        meter.measure(set.notes(), () -> progress.reached(++done[0], total, set.name()));
    if (notes.isEmpty()) {
      throw new BadDataException(set.name() + ": none of its notes can be read.");
    }
    return notes;
  }

  /** What sets are compared with. */
  private final class Scoring {
    private final int[] dimensions;
    private final Clusters clusters;
    private final int[] counts;
    private final List<MeasuredNote> half;
    private final List<MeasuredNote> other;
    private final Diversity diversity;
    private final NearestNotes nearest;

    Scoring(List<MeasuredNote> data, List<MeasuredNote> half, List<MeasuredNote> other) {
      this.half = half;
      this.other = other;
      int all = half.get(0).picture().length;
      List<Integer> places = new ArrayList<>(IntStream.range(0, all).boxed().toList());
      Collections.shuffle(places, new Random(plan.seed()));
      int kept = all > MOST_DIMENSIONS ? all / ONE_DIMENSION_IN : all;
      dimensions = places.subList(0, kept).stream().mapToInt(i -> i).sorted().toArray();
      float[][] points = points(half);
      clusters = Clusters.of(points, plan.bins(), plan.seed());
      counts = clusters.counts(points);
      diversity = new Diversity(half, plan.seed());
      nearest = new NearestNotes(data);
    }

    private float[][] points(List<MeasuredNote> notes) {
      float[][] points = new float[notes.size()][dimensions.length];
      for (int i = 0; i < points.length; i++) {
        byte[] picture = notes.get(i).picture();
        for (int d = 0; d < dimensions.length; d++) {
          points[i][d] = NotePicture.db(picture, dimensions[d]);
        }
      }
      return points;
    }

    SetScores of(String name, List<MeasuredNote> notes, double[] heldOut) {
      boolean isFloor = notes == other;
      List<MeasuredNote> floor = other.subList(0, Math.min(other.size(), notes.size()));
      Diversity own = new Diversity(notes, plan.seed());
      double[] distances = nearest.distances(notes);
      return new SetScores(
          name,
          notes.size(),
          (int) notes.stream().filter(MeasuredNote::isSilent).count(),
          bins(notes),
          isFloor ? null : bins(floor),
          frechet(notes),
          isFloor ? Double.NaN : frechet(floor),
          PitchScores.of(notes),
          own.db(),
          own.relativeTo(diversity),
          NearestNotes.median(distances),
          NearestNotes.nearer(distances, heldOut));
    }

    private DifferentBins bins(List<MeasuredNote> notes) {
      return DifferentBins.of(counts, clusters.counts(points(notes)));
    }

    private double frechet(List<MeasuredNote> notes) {
      float[][] one = features(half);
      float[][] two = features(notes);
      boolean isTooFew = one.length < 2 || two.length < 2 || one[0].length == 0;
      return isTooFew ? Double.NaN : Gaussian.of(one).frechet(Gaussian.of(two));
    }

    private float[][] features(List<MeasuredNote> notes) {
      return notes.stream()
          .filter(note -> !note.isSilent())
          .map(MeasuredNote::features)
          .toArray(float[][]::new);
    }
  }
}
