package dev.synth.provenance.sources;

import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.model.Datasheet.Source;
import dev.synth.model.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The notes that a model was trained on, in little: who made them, and what they sound like, so
 * that those nearest to a sound can be told without the recordings. It lies beside the model.
 *
 * <p>The distance of two sounds is 1 - r, where r is Pearson's correlation of their thumbnails
 * ({@link SoundPrint#thumbnail}): 0 for the same sound at any level, some 1 for sounds that have
 * nothing in common. Near is not the same as made from.
 */
public final class TrainingNotes {
  /** What follows a model's name, without its ending, in that of the file of its notes. */
  public static final String ENDING = ".notes.npz";

  private final String fingerprint;
  private final List<Source> sources;
  private final List<TrainingNote> notes;
  private final byte[] thumbnails;
  private final float[] background;
  private final float[] unit;

  /**
   * A note.
   *
   * @param instrument by which notes of the same instrument are known
   * @param source its number in {@link #sources()}
   */
  public record TrainingNote(String name, String instrument, int source) {}

  /**
   * A note that is near a sound.
   *
   * @param distance 0 to 2
   * @param nearerThan the share of training notes whose nearest note of another instrument is
   *     farther away than this, 0 to 1
   * @param thumbnail of it
   */
  public record Nearest(
      TrainingNote note, Source source, double distance, double nearerThan, byte[] thumbnail) {}

  /**
   * Notes.
   *
   * @param fingerprint of the set of notes, as a model's provenance has it
   * @param thumbnails [notes, {@value SoundPrint#THUMBNAIL_BYTES}]
   * @param background distances of training notes to the nearest of another instrument, evenly
   *     taken from all of them, the least first
   */
  TrainingNotes(
      String fingerprint,
      List<Source> sources,
      List<TrainingNote> notes,
      byte[] thumbnails,
      float[] background) {
    this.fingerprint = fingerprint;
    this.sources = List.copyOf(sources);
    this.notes = List.copyOf(notes);
    this.thumbnails = thumbnails;
    this.background = background;
    this.unit = new float[thumbnails.length];
    for (int i = 0; i < notes.size(); i++) {
      int from = i * SoundPrint.THUMBNAIL_BYTES;
      System.arraycopy(unit(thumbnail(i)), 0, unit, from, SoundPrint.THUMBNAIL_BYTES);
    }
  }

  /** The file of the notes of the model in {@code model}. */
  public static Path besides(Path model) {
    String name = model.getFileName().toString();
    String stem =
        name.endsWith(ModelFile.ENDING)
            ? name.substring(0, name.length() - ModelFile.ENDING.length())
            : name;
    return model.resolveSibling(stem + ENDING);
  }

  /** The fingerprint of the set of notes, as a model's provenance has it. */
  public String fingerprint() {
    return fingerprint;
  }

  /** Where the notes are from. */
  public List<Source> sources() {
    return sources;
  }

  /** All notes. */
  public List<TrainingNote> notes() {
    return notes;
  }

  /** How many instruments there are. */
  public int instruments() {
    return (int) notes.stream().map(TrainingNote::instrument).distinct().count();
  }

  /** The thumbnail of a note, by its number. */
  byte[] thumbnail(int note) {
    int from = note * SoundPrint.THUMBNAIL_BYTES;
    return Arrays.copyOfRange(thumbnails, from, from + SoundPrint.THUMBNAIL_BYTES);
  }

  byte[] thumbnails() {
    return thumbnails;
  }

  float[] background() {
    return background;
  }

  /** The nearest note of each of the {@code count} nearest instruments, the nearest first. */
  public List<Nearest> nearest(SoundPrint print, int count) {
    double[] distances = distances(unit(print.thumbnail()));
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < distances.length; i++) {
      order.add(i);
    }
    order.sort(Comparator.comparingDouble(i -> distances[i]));
    Set<String> told = new HashSet<>();
    return order.stream()
        .filter(i -> told.add(notes.get(i).instrument()))
        .limit(count)
        .map(
            i ->
                new Nearest(
                    notes.get(i),
                    sources.get(notes.get(i).source()),
                    distances[i],
                    nearerThan(distances[i]),
                    thumbnail(i)))
        .toList();
  }

  /** The share of the background that is farther away. */
  private double nearerThan(double distance) {
    int farther = 0;
    for (float each : background) {
      farther += each > distance ? 1 : 0;
    }
    return background.length == 0 ? Double.NaN : (double) farther / background.length;
  }

  /** Of a thumbnail of unit length to each note. */
  double[] distances(float[] from) {
    double[] distances = new double[notes.size()];
    for (int i = 0; i < distances.length; i++) {
      int at = i * from.length;
      float sum = 0;
      for (int j = 0; j < from.length; j++) {
        sum += from[j] * unit[at + j];
      }
      distances[i] = Math.max(0, 1 - sum);
    }
    return distances;
  }

  /** A thumbnail without its mean, of length 1. */
  public static float[] unit(byte[] thumbnail) {
    double sum = 0;
    for (byte level : thumbnail) {
      sum += level;
    }
    double mean = sum / thumbnail.length;
    double squares = 0;
    for (byte level : thumbnail) {
      squares += (level - mean) * (level - mean);
    }
    double scale = 1 / Math.sqrt(Math.max(squares, 1e-20));
    float[] unit = new float[thumbnail.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) ((thumbnail[i] - mean) * scale);
    }
    return unit;
  }
}
