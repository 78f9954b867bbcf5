package dev.synth.dataset.source;

import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder in NSynth's JSON/WAV form: {@code examples.json} and {@code audio/}. */
public final class NsynthFolder {
  private static final String WAV = ".wav";
  private static final int NAMED_PROBLEMS_MAX = 5;

  private NsynthFolder() {}

  /** What is in the way of new notes in {@code folder}: its list, or sounds; or null. */
  public static Path taken(Path folder) throws IOException {
    Path json = folder.resolve(NsynthJson.FILE);
    if (Files.exists(json)) {
      return json;
    }
    Path audio = folder.resolve(NsynthJson.AUDIO);
    if (Files.isDirectory(audio)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(audio)) {
        return files.iterator().hasNext() ? audio : null;
      }
    }
    return null;
  }

  /**
   * The notes that {@code folder} lists and has, in the order of their names.
   *
   * @param options whose problems receive a sentence on listed notes without a file and files
   *     without a listing
   * @throws BadDataException if there is no such note, or the list is malformed
   */
  static List<Note> open(Path folder, SourceOptions options) throws IOException {
    Path file = folder.resolve(NsynthJson.FILE);
    Path audio = folder.resolve(NsynthJson.AUDIO);
    List<Note> listed = NsynthJson.read(folder, options);
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
          .map(path -> path.getFileName().toString())
          .filter(name -> name.toLowerCase(Locale.ROOT).endsWith(WAV) && !name.startsWith("."))
          .forEach(unlisted::add);
    }
    List<Note> present = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    for (Note note : listed) {
      if (!note.isFileName()) {
        outside.add(note.name());
      } else if (unlisted.remove(note.name() + WAV)) {
        present.add(note);
      } else {
        missing.add(note.name());
      }
    }
    if (present.isEmpty() && !outside.isEmpty()) {
      throw new BadDataException(
          file
              + ": the name '"
              + Printable.name(outside.get(0))
              + "' is no file's in "
              + audio
              + "; mend the list.");
    }
    if (present.isEmpty()) {
      throw new BadDataException(
          audio + ": has none of the " + listed.size() + " .wav files that " + file + " lists.");
    }
    String separator = audio.getFileSystem().getSeparator();
    report(
        options,
        outside,
        name -> file + ": the name '" + Printable.name(name) + "' is no file's in " + audio + ".",
        file + " has ",
        "name",
        "not of a file in " + audio + " and left out");
    report(
        options,
        missing,
        name ->
            audio
                + separator
                + Printable.name(name + WAV)
                + ": is missing, though "
                + file
                + " lists it.",
        file + " lists ",
        "note",
        "without a .wav file in " + audio);
    report(
        options,
        unlisted,
        name -> audio + separator + Printable.name(name) + ": is not listed in " + file + ".",
        audio + ": ",
        ".wav file",
        "not in " + file + " and left out");
    present.sort(Comparator.comparing(Note::name));
    return present;
  }

  /** Tells of {@code names}: of each by {@code one}, or of all with their number amid. */
  private static void report(
      SourceOptions options,
      Collection<String> names,
      Function<String, String> one,
      String before,
      String noun,
      String after) {
    List<String> sorted = names.stream().sorted().toList();
    if (options.oneByOne()) {
      sorted.forEach(name -> options.problems().accept(one.apply(name)));
    } else if (!sorted.isEmpty()) {
      String shown =
          sorted.stream()
              .limit(NAMED_PROBLEMS_MAX)
              .map(Printable::name)
              .collect(Collectors.joining(", "));
      String more = sorted.size() > NAMED_PROBLEMS_MAX ? ", ..." : "";
      options
          .problems()
          .accept(
              before + Counted.of(sorted.size(), noun) + " " + after + ": " + shown + more + ".");
    }
  }
}
