package dev.synth.app.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.synth.dataset.Note;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Journal;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The file that the classes of many sounds are written to, whole or not at all: CSV (RFC 4180) or
 * JSON by its ending. What is known before all are done is kept in a {@link Journal} beside it, so
 * that the same work resumes.
 */
final class ClassTable implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> QUESTIONS = List.of("pitch", "family", "source", "velocity");

  /** Of a row without its names: measured, rounded up. */
  private static final long CSV_ROW_BYTES = 300;

  private static final long JSON_ROW_BYTES = 1_800;

  private final Path file;
  private final Map<String, String> made;
  private final Journal journal;
  private final Map<String, SoundClasses> known = new HashMap<>();
  private final Map<String, String> failures = new HashMap<>();

  private ClassTable(Path file, Map<String, String> made, Journal journal) {
    this.file = file;
    this.made = made;
    this.journal = journal;
  }

  /** Whether {@code file} can be a table: its ending says how it is written. */
  static boolean isNamed(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return name.toLowerCase(Locale.ROOT).matches(".+\\.(csv|json)");
  }

  /**
   * Resumes or begins a table.
   *
   * @param made what decides it
   * @throws CannotCreateException if something is there that was made otherwise
   */
  static ClassTable begin(Path file, Map<String, String> made, boolean force) throws IOException {
    if (!isNamed(file)) {
      throw unnamed(file);
    }
    Outputs.check(file, true);
    Path taken = Files.exists(file) ? file : null;
    Journal journal =
        Journal.begin(hidden(file), JSON.writeValueAsString(made), file, taken, force);
    ClassTable table = new ClassTable(file, made, journal);
    List<SoundClasses> whole = whole(journal.done());
    whole.forEach(classes -> table.known.put(classes.input(), classes));
    if (whole.size() < journal.done().size()) {
      journal.keep(whole.size()); // what follows is done again
    }
    return table;
  }

  /** The lines up to the first that is cut short. */
  private static List<SoundClasses> whole(List<String> lines) {
    List<SoundClasses> whole = new ArrayList<>();
    for (String line : lines) {
      try {
        whole.add(JSON.readValue(line, SoundClasses.class));
      } catch (JsonProcessingException e) {
        break;
      }
    }
    return whole;
  }

  /**
   * The inputs that {@link #begin} would find known; begins nothing.
   *
   * @throws CannotCreateException as {@link #begin}
   */
  static Set<String> known(Path file, Map<String, String> made, boolean force, List<Note> notes)
      throws IOException {
    if (!isNamed(file)) {
      throw unnamed(file);
    }
    Outputs.check(file, true);
    if (!force && isDone(file, made)) {
      return notes.stream().map(note -> note.audio().toString()).collect(Collectors.toSet());
    }
    Path taken = Files.exists(file) ? file : null;
    String work = JSON.writeValueAsString(made);
    return whole(Journal.look(hidden(file), work, file, taken, force)).stream()
        .map(SoundClasses::input)
        .collect(Collectors.toSet());
  }

  private static CannotCreateException unnamed(Path file) {
    return new CannotCreateException(file + ": name a file that ends in .csv or .json.");
  }

  /** Bytes that a note's row takes, roughly. */
  static long rowBytes(Path file, Note note) {
    long names = note.audio().toString().length() + note.name().length();
    return names + (isCsv(file) ? CSV_ROW_BYTES : JSON_ROW_BYTES);
  }

  private static boolean isCsv(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
  }

  private static Path hidden(Path file) {
    return file.resolveSibling("." + file.getFileName() + ".classifying");
  }

  /** Whether {@code file} is there, whole, and made of the same. */
  static boolean isDone(Path file, Map<String, String> made) throws IOException {
    if (!Files.exists(file) || Outputs.isStream(file) || Files.exists(hidden(file))) {
      return false;
    }
    try (WorkFolder folder = WorkFolder.of(file.toAbsolutePath().getParent())) {
      return folder.isDone(file, made);
    }
  }

  /** Whether the classes of {@code input} are known. */
  boolean has(String input) {
    return known.containsKey(input);
  }

  /** Remembers the classes of a sound. */
  void add(SoundClasses classes) throws IOException {
    if (known.put(classes.input(), classes) == null) {
      journal.add(JSON.writeValueAsString(classes));
    }
  }

  /** Remembers, for this run only, why the classes of a sound are not known. */
  void fail(String input, String error) {
    failures.put(input, error);
  }

  /**
   * Writes the table of {@code notes}, in their order. Where some failed, which their rows say, the
   * same work tries them again.
   */
  void write(List<Note> notes) throws IOException {
    String text = isCsv(file) ? csv(notes) : json(notes);
    WorkFolder.makeOne(file, made, true, to -> Files.writeString(to, text));
    if (notes.stream().allMatch(note -> has(note.audio().toString()))) {
      journal.finish();
    }
  }

  private String json(List<Note> notes) throws IOException {
    ArrayNode rows = JSON.createArrayNode();
    for (Note note : notes) {
      String input = note.audio().toString();
      if (has(input)) {
        rows.addPOJO(known.get(input));
      } else {
        rows.addObject()
            .put("input", input)
            .put("note", note.name())
            .put("result", "failed")
            .put("error", failures.get(input));
      }
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows) + System.lineSeparator();
  }

  private String csv(List<Note> notes) {
    StringBuilder text = new StringBuilder("input,note,silent,pitch_name");
    for (String question : QUESTIONS) {
      for (int i = 1; i <= SoundClasses.GUESSES; i++) {
        String name = i == 1 ? question : question + "_" + i;
        text.append(',').append(name).append(',').append(name).append("_probability");
      }
    }
    text.append(",qualities,error\r\n");
    for (Note note : notes) {
      String input = note.audio().toString();
      List<String> cells = new ArrayList<>(List.of(quoted(input), quoted(note.name())));
      if (has(input)) {
        add(known.get(input), cells);
      } else {
        cells.addAll(Collections.nCopies(3 + 2 * SoundClasses.GUESSES * QUESTIONS.size(), ""));
      }
      cells.add(quoted(failures.getOrDefault(input, "")));
      text.append(String.join(",", cells)).append("\r\n");
    }
    return text.toString();
  }

  private static void add(SoundClasses row, List<String> cells) {
    cells.add(Boolean.toString(row.silent()));
    cells.add(row.pitch().isEmpty() ? "" : row.pitch().get(0).name());
    for (List<? extends SoundClasses.Guess<?>> guesses :
        List.of(row.pitch(), row.family(), row.source(), row.velocity())) {
      for (int i = 0; i < SoundClasses.GUESSES; i++) {
        boolean there = i < guesses.size();
        cells.add(there ? guesses.get(i).label().toString() : "");
        cells.add(there ? Double.toString(guesses.get(i).probability()) : "");
      }
    }
    cells.add(String.join(" ", row.qualities().stream().map(SoundClasses.Guess::label).toList()));
  }

  private static String quoted(String text) {
    return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
