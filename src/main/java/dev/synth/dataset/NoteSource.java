package dev.synth.dataset;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds notes where people have them:
 *
 * <ul>
 *   <li>a folder in NSynth's JSON/WAV form ({@code examples.json} and {@code audio/}), in the order
 *       of names;
 *   <li>any other folder, searched through its subfolders for {@code .wav} files, in the order of
 *       paths; hidden files and folders are passed over;
 *   <li>one {@code .wav} file;
 *   <li>a {@code .txt} list of any of these, one a line, relative to the list's own folder, in the
 *       list's order; blank lines and lines that begin with # are passed over.
 * </ul>
 *
 * <p>Sounds are not read here, only found; {@link Note#load} reads one.
 */
public final class NoteSource {
  private static final String WAV = ".wav";
  private static final String LIST = ".txt";
  private static final int NAMED_PROBLEMS_MAX = 5;

  private NoteSource() {}

  /**
   * The notes of all {@code inputs}, one input after the other.
   *
   * @param problems hears, as a sentence, of every note that is left out
   * @throws NoInputException if an input does not exist
   * @throws BadDataException if an input has no note, or its {@code examples.json} is malformed
   */
  public static List<Note> open(List<Path> inputs, Consumer<String> problems) throws IOException {
    if (inputs.isEmpty()) {
      throw new NoInputException("No notes are named; name a folder, .wav files or a .txt list.");
    }
    List<Note> notes = new ArrayList<>();
    for (Path input : inputs) {
      notes.addAll(open(input, problems));
    }
    return notes;
  }

  private static List<Note> open(Path input, Consumer<String> problems) throws IOException {
    if (!Files.exists(input)) {
      throw new NoInputException(input + ": no such file or folder.");
    }
    if (Files.isDirectory(input)) {
      return Files.exists(input.resolve(NsynthJson.FILE))
          ? nsynthFolder(input, problems)
          : plainFolder(input);
    }
    if (hasEnding(input, WAV)) {
      return List.of(Note.of(input));
    }
    if (hasEnding(input, LIST)) {
      return list(input, problems);
    }
    throw new BadDataException(
        input + ": is neither a folder nor a .wav file nor a .txt list of these.");
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static List<Note> nsynthFolder(Path folder, Consumer<String> problems)
      throws IOException {
    Path file = folder.resolve(NsynthJson.FILE);
    Path audio = folder.resolve(NsynthJson.AUDIO);
    List<Note> listed = NsynthJson.read(folder);
    if (listed.isEmpty()) {
      throw new BadDataException(file + ": lists no notes.");
    }
    if (!Files.isDirectory(audio)) {
      throw new BadDataException(
          audio + ": is missing; " + file + " expects the notes' .wav files there.");
    }
    // One listing of the folder: asking for each of 289,205 files takes minutes on a network disk.
    Set<String> unlisted = new HashSet<>();
    try (Stream<Path> files = Files.list(audio)) {
      files
          .filter(path -> hasEnding(path, WAV) && !isHidden(path))
          .forEach(path -> unlisted.add(path.getFileName().toString()));
    }
    List<Note> present = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Note note : listed) {
      if (unlisted.remove(note.name() + WAV)) {
        present.add(note);
      } else {
        missing.add(note.name());
      }
    }
    if (present.isEmpty()) {
      throw new BadDataException(
          audio + ": has none of the " + listed.size() + " .wav files that " + file + " lists.");
    }
    report(missing, file + " lists %d notes without a .wav file in " + audio + ": %s.", problems);
    report(
        unlisted,
        audio + ": %d .wav files are not in " + file + " and are left out: %s.",
        problems);
    present.sort(Comparator.comparing(Note::name));
    return present;
  }

  private static void report(
      java.util.Collection<String> names, String sentence, Consumer<String> problems) {
    if (names.isEmpty()) {
      return;
    }
    List<String> sorted = names.stream().sorted().toList();
    String shown =
        String.join(", ", sorted.subList(0, Math.min(NAMED_PROBLEMS_MAX, sorted.size())));
    String more = sorted.size() > NAMED_PROBLEMS_MAX ? ", ..." : "";
    problems.accept(String.format(Locale.ROOT, sentence, sorted.size(), shown + more));
  }

  private static List<Note> plainFolder(Path folder) throws IOException {
    List<Note> notes;
    try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      notes =
          paths
              .filter(path -> hasEnding(path, WAV) && Files.isRegularFile(path))
              .filter(path -> !isHidden(folder.relativize(path)))
              .sorted(Comparator.comparing(Path::toString))
              .map(Note::of)
              .toList();
    } catch (java.io.UncheckedIOException e) {
      throw e.getCause();
    }
    if (notes.isEmpty()) {
      throw new BadDataException(
          folder + ": has neither " + NsynthJson.FILE + " nor any .wav file, subfolders included.");
    }
    return notes;
  }

  /** Whether the path or a folder on it begins with a dot, as half-written outputs do. */
  private static boolean isHidden(Path relative) {
    for (Path part : relative) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static List<Note> list(Path list, Consumer<String> problems) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(list);
    } catch (MalformedInputException e) {
      throw new BadDataException(list + ": is not a text file in UTF-8.", e);
    }
    Path base = list.toAbsolutePath().getParent();
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Path entry = base.resolve(line);
      String where = list + " line " + (i + 1) + ": ";
      if (!Files.exists(entry)) {
        throw new NoInputException(where + entry + ": no such file or folder.");
      }
      if (Files.isRegularFile(entry) && hasEnding(entry, LIST)) {
        throw new BadDataException(where + "a list cannot name another list.");
      }
      notes.addAll(open(entry, problems));
    }
    if (notes.isEmpty()) {
      throw new BadDataException(list + ": names no files.");
    }
    return notes;
  }
}
