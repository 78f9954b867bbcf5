package dev.synth.provenance.sources;

import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.io.BadDataException;
import dev.synth.model.Datasheet.Source;
import dev.synth.provenance.sources.TrainingNotes.TrainingNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Collects training notes, one after the other. */
public final class TrainingNotesBuilder {
  /** So many notes' distances are the background, evenly taken. */
  private static final int BACKGROUND_NOTES = 2_000;

  /** Nearer notes of two instruments are one recording under two names. */
  private static final double SAME_RECORDING = 0.015;

  private final NoteSources sources = new NoteSources();
  private final List<TrainingNote> notes = new ArrayList<>();
  private final ByteArrayOutputStream thumbnails = new ByteArrayOutputStream();

  /** Adds a note. */
  public void add(Note note, SoundPrint print) throws IOException {
    int number = sources.add(note);
    String instrument = note.labels().instrumentName().orElse(note.name());
    notes.add(new TrainingNote(note.name(), instrument, number));
    thumbnails.writeBytes(print.thumbnail());
  }

  /**
   * All notes that were added.
   *
   * @param fingerprint of the set of notes, as a model's provenance has it
   * @param licences by source's name
   * @throws BadDataException if there is no note, or a licence is of no source
   */
  public TrainingNotes build(String fingerprint, Map<String, String> licences)
      throws BadDataException {
    if (notes.isEmpty()) {
      throw new BadDataException("There is no note to remember.");
    }
    List<Source> all = sources.with(licences);
    byte[] bytes = thumbnails.toByteArray();
    TrainingNotes made = new TrainingNotes(fingerprint, all, notes, bytes, new float[0]);
    return new TrainingNotes(fingerprint, all, notes, bytes, background(made));
  }

  /** How near the notes of other instruments are to a note. */
  private float[] background(TrainingNotes all) {
    int count = Math.min(notes.size(), BACKGROUND_NOTES);
    List<Float> nearest = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      int note = (int) ((long) k * notes.size() / count);
      double[] distances = all.distances(TrainingNotes.unit(all.thumbnail(note)));
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < distances.length; i++) {
        boolean isOther = !notes.get(i).instrument().equals(notes.get(note).instrument());
        if (isOther && distances[i] > SAME_RECORDING) {
          least = Math.min(least, distances[i]);
        }
      }
      if (least < Double.POSITIVE_INFINITY) {
        nearest.add((float) least);
      }
    }
    float[] sorted = new float[nearest.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = nearest.get(i);
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
