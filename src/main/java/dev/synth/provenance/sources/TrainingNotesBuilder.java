package dev.synth.provenance.sources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;
import dev.synth.provenance.sources.TrainingNotes.Source;
import dev.synth.provenance.sources.TrainingNotes.TrainingNote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects training notes, one after the other. */
public final class TrainingNotesBuilder {
  /** What `data render` writes into its folder. */
  private static final String RENDERING = "rendering.json";

  /** The folder of sounds in one of NSynth's form. */
  private static final String AUDIO = "audio";

  /** So many notes' distances are the background, evenly taken. */
  private static final int BACKGROUND_NOTES = 2_000;

  /** Nearer notes of two instruments are one recording under two names. */
  private static final double SAME_RECORDING = 0.015;

  private final Map<Path, String> sourceNames = new HashMap<>();
  private final Map<String, Integer> sources = new LinkedHashMap<>();
  private final List<TrainingNote> notes = new ArrayList<>();
  private final ByteArrayOutputStream thumbnails = new ByteArrayOutputStream();

  /** Adds a note. */
  public void add(Note note, SoundPrint print) throws IOException {
    String source = source(note);
    int number = sources.computeIfAbsent(source, name -> sources.size());
    String instrument = note.labels().instrumentName().orElse(note.name());
    notes.add(new TrainingNote(note.name(), instrument, number));
    thumbnails.writeBytes(print.thumbnail());
  }

  /** The soundfont of a folder that was rendered from one, else the folder's or file's name. */
  private String source(Note note) throws IOException {
    Path place = place(note);
    String name = sourceNames.get(place);
    if (name == null) {
      name = name(place);
      sourceNames.put(place, name);
    }
    return name;
  }

  /** The file of many notes, or the folder. */
  private static Path place(Note note) {
    Path source = note.audio().source().toAbsolutePath().normalize();
    if (note.audio().isShared() || source.getParent() == null) {
      return source;
    }
    Path folder = source.getParent();
    boolean below = folder.endsWith(AUDIO) && folder.getParent() != null;
    return below ? folder.getParent() : folder;
  }

  private static String name(Path place) throws IOException {
    Path rendering = place.resolve(RENDERING);
    if (Files.exists(rendering)) {
      JsonNode soundfont = Json.object(rendering).path("soundfont");
      if (soundfont.isTextual()) {
        return soundfont.asText();
      }
    }
    Path last = place.getFileName();
    return last == null ? place.toString() : last.toString();
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
    for (String name : licences.keySet()) {
      if (!sources.containsKey(name)) {
        throw new BadDataException(
            "No note is from '" + name + "'; sources are: " + String.join(", ", sources.keySet()));
      }
    }
    List<Source> all =
        sources.keySet().stream()
            .map(name -> new Source(name, licences.getOrDefault(name, "")))
            .toList();
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
