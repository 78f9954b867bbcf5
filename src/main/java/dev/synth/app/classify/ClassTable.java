package dev.synth.app.classify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Journal;
import dev.synth.io.Outputs;
import dev.synth.io.WorkFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The file that the classes of many sounds are written to, whole or not at all: CSV (RFC 4180) or
 * JSON by its ending. What is known before all are done is kept in a {@link Journal} beside it, so
 * that the same work resumes.
 */
final class ClassTable implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> QUESTIONS = List.of("pitch", "family", "source", "velocity");

  private final Path file;
  private final Map<String, String> made;
  private final boolean force;
  private final Journal journal;
  private final Map<String, SoundClasses> known = new HashMap<>();

  private ClassTable(Path file, Map<String, String> made, boolean force, Journal journal) {
    this.file = file;
    this.made = made;
    this.force = force;
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
      throw new CannotCreateException(file + ": name a file that ends in .csv or .json.");
    }
    Outputs.check(file, true);
    Path taken = Files.exists(file) ? file : null;
    Journal journal =
        Journal.begin(hidden(file), JSON.writeValueAsString(made), file, taken, force);
    ClassTable table = new ClassTable(file, made, force || journal.resumed(), journal);
    List<String> lines = journal.done();
    for (int i = 0; i < lines.size(); i++) {
      try {
        SoundClasses classes = JSON.readValue(lines.get(i), SoundClasses.class);
        table.known.put(classes.input(), classes);
      } catch (JsonProcessingException e) {
        journal.keep(i); // it and what follows is done again
        break;
      }
    }
    return table;
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

  /**
   * Writes the table of {@code inputs}, in their order, of those that are known. Where some are
   * not, the same work tries them again.
   */
  void write(List<String> inputs) throws IOException {
    List<SoundClasses> rows = new ArrayList<>();
    for (String input : inputs) {
      if (has(input)) {
        rows.add(known.get(input));
      }
    }
    boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    String text =
        csv
            ? csv(rows)
            : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(rows)
                + System.lineSeparator();
    WorkFolder.makeOne(file, made, true, to -> Files.writeString(to, text));
    if (rows.size() == inputs.size()) {
      journal.finish();
    }
  }

  private static String csv(List<SoundClasses> rows) {
    StringBuilder text = new StringBuilder("input,note,silent,pitch_name");
    for (String question : QUESTIONS) {
      for (int i = 1; i <= SoundClasses.GUESSES; i++) {
        String name = i == 1 ? question : question + "_" + i;
        text.append(',').append(name).append(',').append(name).append("_probability");
      }
    }
    text.append(",qualities\r\n");
    for (SoundClasses row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(quoted(row.input()));
      cells.add(quoted(row.note()));
      cells.add(Boolean.toString(row.silent()));
      cells.add(row.pitch().isEmpty() ? "" : row.pitch().get(0).noteName());
      for (List<SoundClasses.Guess> guesses :
          List.of(row.pitch(), row.family(), row.source(), row.velocity())) {
        for (int i = 0; i < SoundClasses.GUESSES; i++) {
          boolean there = i < guesses.size();
          cells.add(there ? guesses.get(i).label() : "");
          cells.add(there ? Double.toString(guesses.get(i).probability()) : "");
        }
      }
      cells.add(String.join(" ", row.qualities().stream().map(SoundClasses.Guess::label).toList()));
      text.append(String.join(",", cells)).append("\r\n");
    }
    return text.toString();
  }

  private static String quoted(String text) {
    return text.matches("[^,\"\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
