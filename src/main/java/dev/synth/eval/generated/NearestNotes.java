package dev.synth.eval.generated;

import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.provenance.sources.TrainingNotes;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/**
 * How near a sound is to the nearest note of the data: 1 - r, where r is the correlation of their
 * thumbnails, as {@link TrainingNotes} has it. A note of the data itself is compared with the
 * others.
 */
final class NearestNotes {
  /** Of held-out notes, one in so many is nearer than what counts as near. */
  private static final int ONE_IN = 100;

  private final Map<MeasuredNote, Integer> places = new IdentityHashMap<>();
  private final float[] units;

  NearestNotes(List<MeasuredNote> data) {
    List<MeasuredNote> audible = data.stream().filter(note -> note.thumbnail() != null).toList();
    units = new float[audible.size() * SoundPrint.THUMBNAIL_BYTES];
    for (int i = 0; i < audible.size(); i++) {
      float[] unit = TrainingNotes.unit(audible.get(i).thumbnail());
      System.arraycopy(unit, 0, units, i * unit.length, unit.length);
      places.put(audible.get(i), i);
    }
  }

  /** The distances of notes to the nearest of the data, the least first; silence has none. */
  double[] distances(List<MeasuredNote> notes) {
    return notes.stream()
        .filter(note -> note.thumbnail() != null)
        .mapToDouble(this::distance)
        .sorted()
        .toArray();
  }

  private double distance(MeasuredNote note) {
    float[] from = TrainingNotes.unit(note.thumbnail());
    int own = places.getOrDefault(note, -1);
    double largest = -1;
    for (int i = 0; i < units.length / from.length; i++) {
      float sum = 0;
      for (int j = 0; j < from.length; j++) {
        sum += from[j] * units[i * from.length + j];
      }
      largest = i == own ? largest : Math.max(largest, sum);
    }
    return Math.max(0, 1 - largest);
  }

  /**
   * The share of sounds that are nearer than 99 in 100 held-out notes are.
   *
   * @param distances sorted
   * @param heldOut sorted
   * @return NaN where either is empty
   */
  static double nearer(double[] distances, double[] heldOut) {
    if (distances.length == 0 || heldOut.length == 0) {
      return Double.NaN;
    }
    double bound = heldOut[heldOut.length / ONE_IN];
    return (double) Arrays.stream(distances).filter(distance -> distance < bound).count()
        / distances.length;
  }

  /** The middle of numbers; NaN of none. */
  static double median(double[] values) {
    return new Median().evaluate(values);
  }
}
