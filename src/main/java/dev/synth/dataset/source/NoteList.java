package dev.synth.dataset.source;

import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.Outputs;
import dev.synth.io.PathNames;
import dev.synth.io.text.Printable;
import dev.synth.io.text.TextLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A text file that lists notes, one entry a line, in the order they are wanted: a file or folder,
 * relative to the list's own folder; or such a source, a tab, and the name of one note in it. Blank
 * lines and lines that begin with # are skipped. The text is UTF-8; names of files that are not
 * stand there as the bytes they are.
 */
final class NoteList {
  private static final String TAB = "\t";

  private NoteList() {}

  /** Opens one source. */
  interface Opener {
    /**
     * The notes of {@code source}.
     *
     * @param whole whether all of them are meant, so that what is amiss with the others matters
     */
    List<Note> open(Path source, boolean whole) throws IOException;
  }

  /**
   * The notes of {@code list}.
   *
   * @throws NoInputException if an entry does not exist
   * @throws BadDataException if a source has no note of the name, an entry is itself a list, or
   *     there is no entry
   */
  static List<Note> read(Path list, SourceOptions options, Opener opener) throws IOException {
    InputFile.check(list);
    List<String> lines = TextLines.readPaths(list);
    Path base = list.toAbsolutePath().getParent();
    Map<Path, Map<String, Note>> sources = new HashMap<>();
    List<Note> notes = new ArrayList<>();
    boolean entries = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      entries = true;
      String where = list + " line " + (i + 1) + ": ";
      String[] parts = line.split(TAB, 2);
      try {
        Path source = source(base, parts[0]);
        if (Files.isRegularFile(source) && NoteSource.isList(source)) {
          throw new BadDataException("a list cannot name another list.");
        }
        if (parts.length == 1) {
          notes.addAll(opener.open(source, true));
        } else {
          notes.add(find(sources, source, parts[1], opener));
        }
      } catch (NoInputException e) {
        options.failed(new NoInputException(where + e.getMessage()));
      } catch (BadDataException e) {
        options.failed(new BadDataException(where + e.getMessage(), e));
      } catch (IOException e) {
        options.failed(e);
      }
    }
    if (!entries) {
      throw new BadDataException(list + ": names no files.");
    }
    return notes;
  }

  /** Spaces around a path are taken for its own only where there is such a file. */
  private static Path source(Path base, String text) throws BadDataException {
    try {
      Path exact = base.resolve(PathNames.of(text));
      Path source = Files.exists(exact) ? exact : base.resolve(PathNames.of(text.strip()));
      if (PathNames.isEscaped(text) && !Files.exists(source)) {
        throw new BadDataException(
            PathNames.text(source) + ": no such file, and its name is not in UTF-8.");
      }
      return source;
    } catch (InvalidPathException e) {
      throw new BadDataException(
          "'" + Printable.name(text) + "' cannot be a path: " + e.getReason() + ".", e);
    }
  }

  private static Note find(
      Map<Path, Map<String, Note>> sources, Path source, String name, Opener opener)
      throws IOException {
    Map<String, Note> byName = sources.get(source);
    if (byName == null) {
      byName = new HashMap<>();
      for (Note note : opener.open(source, false)) {
        byName.putIfAbsent(note.name(), note);
      }
      sources.put(source, byName);
    }
    Note note = byName.get(name);
    if (note == null) {
      throw new BadDataException(source + " has no note named " + Printable.name(name) + ".");
    }
    return note;
  }

  /**
   * Writes a list of {@code notes}. Sources that were named by an absolute path keep it; others are
   * written relative to the list.
   *
   * @throws BadDataException if a path or name has a line break, which a list cannot hold
   */
  static void write(Path list, List<Note> notes, String comment, boolean overwrite)
      throws IOException {
    // What goes to a terminal or a pipe lies nowhere.
    Path base =
        Outputs.isStream(list)
            ? Path.of("").toAbsolutePath().normalize()
            : list.toAbsolutePath().normalize().getParent();
    StringBuilder text = new StringBuilder("# " + comment + "\n");
    Map<Path, String> written = new HashMap<>();
    for (Note note : notes) {
      String source = written.computeIfAbsent(note.audio().source(), path -> from(base, path));
      String line = note.audio().isShared() ? source + TAB + note.name() : source;
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 || source.contains(TAB)) {
        throw new BadDataException(
            note.audio()
                + ": has a line break or tab in its name, which a list cannot hold;"
                + " rename it.");
      }
      boolean plain = !Character.isWhitespace(line.charAt(0)) && line.charAt(0) != '#';
      text.append(plain ? "" : "./").append(line).append('\n');
    }
    byte[] bytes = PathNames.encode(text.toString());
    Outputs.write(list, overwrite, file -> Files.write(file, bytes));
  }

  private static String from(Path base, Path path) {
    Path written = path.isAbsolute() ? path : base.relativize(path.toAbsolutePath().normalize());
    return PathNames.decode(PathNames.bytes(written));
  }
}
