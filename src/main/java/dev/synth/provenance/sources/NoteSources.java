package dev.synth.provenance.sources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.json.Json;
import dev.synth.model.Datasheet;
import dev.synth.model.Datasheet.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tells where notes are from, and counts them. */
public final class NoteSources {
  /** What {@code data render} writes into its folder. */
  private static final String RENDERING = "rendering.json";

  /** The folder of sounds in one of NSynth's form. */
  private static final String AUDIO = "audio";

  private final Map<Path, String> names = new HashMap<>();
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<Integer> counts = new ArrayList<>();

  /**
   * The datasheet of a model.
   *
   * @param training the notes it learns
   * @param licences by source's name
   * @throws BadDataException if a licence is of no source
   */
  public static Datasheet datasheet(
      List<Note> training, int heldOutNotes, Map<String, String> licences) throws IOException {
    NoteSources sources = new NoteSources();
    for (Note note : training) {
      sources.add(note);
    }
    return new Datasheet(sources.with(licences), heldOutNotes);
  }

  /** Counts a note, and gives its source's number. */
  int add(Note note) throws IOException {
    int number = numbers.computeIfAbsent(source(note), name -> numbers.size());
    if (number == counts.size()) {
      counts.add(0);
    }
    counts.set(number, counts.get(number) + 1);
    return number;
  }

  /**
   * All sources, by number.
   *
   * @param licences by source's name
   * @throws BadDataException if a licence is of no source
   */
  List<Source> with(Map<String, String> licences) throws BadDataException {
    for (String name : licences.keySet()) {
      if (!numbers.containsKey(name)) {
        throw new BadDataException(
            "No note is from '" + name + "'; sources are: " + String.join(", ", numbers.keySet()));
      }
    }
    return numbers.entrySet().stream()
        .map(
            each ->
                new Source(
                    each.getKey(),
                    counts.get(each.getValue()),
                    licences.getOrDefault(each.getKey(), "")))
        .toList();
  }

  /** The soundfont of a folder that was rendered from one, else the folder's or file's name. */
  private String source(Note note) throws IOException {
    Path place = place(note);
    String name = names.get(place);
    if (name == null) {
      name = name(place);
      names.put(place, name);
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
}
