package dev.synth.dataset.source;

import dev.synth.audio.AudioFile;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.FolderScan;
import dev.synth.io.NoInputException;
import dev.synth.io.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Finds notes where people have them:
 *
 * <ul>
 *   <li>a folder in NSynth's JSON/WAV form ({@code examples.json} and {@code audio/}), in the order
 *       of names;
 *   <li>a TFRecord file, gzipped or not, or several of them under the name of their shards, in the
 *       order of their records;
 *   <li>any other folder, searched through its subfolders for sounds ({@code .wav} and the other
 *       endings of {@link AudioFile#ENDINGS}) and {@code .tfrecord} files, in the order of paths;
 *       hidden files and folders are skipped;
 *   <li>one sound file, whatever it is called;
 *   <li>a {@code .txt} list of any of these, see {@link NoteList}.
 * </ul>
 *
 * <p>Sounds are not read here, only found; {@link Note#load} reads one.
 */
public final class NoteSource {
  private static final String LIST = ".txt";
  private static final String TFRECORD = ".tfrecord";

  private NoteSource() {}

  /** As below, ending at the first damaged record. */
  public static List<Note> open(List<Path> inputs, Consumer<String> problems) throws IOException {
    return open(inputs, SourceOptions.strict(problems));
  }

  /**
   * The notes of all {@code inputs}, one input after the other.
   *
   * @throws NoInputException if an input does not exist, and failures end the search
   * @throws BadDataException if an input has no note, or is malformed, and failures end the search
   */
  public static List<Note> open(List<Path> inputs, SourceOptions options) throws IOException {
    if (inputs.isEmpty()) {
      throw new NoInputException(
          "No notes are named; name a folder, a TFRecord file, sound files or a .txt list.");
    }
    List<Note> notes = new ArrayList<>();
    for (Path input : inputs) {
      add(notes, input, options);
    }
    return notes;
  }

  /**
   * Writes a list that gives {@code notes} when it is opened. Sources that were named by an
   * absolute path keep it; others are written relative to the list.
   *
   * @param comment stands in the first line
   * @throws dev.synth.io.CannotCreateException if the list exists and {@code overwrite} is false
   * @throws BadDataException if a path or name has a line break, which a list cannot hold
   */
  public static void writeList(Path list, List<Note> notes, String comment, boolean overwrite)
      throws IOException {
    NoteList.write(list, notes, comment, overwrite);
  }

  private static List<Note> open(Path input, SourceOptions options) throws IOException {
    if (!Files.exists(input)) {
      List<Note> notes = new ArrayList<>();
      for (Path shard : Shards.expand(input)) {
        add(notes, shard, options);
      }
      return notes;
    }
    if (Files.isDirectory(input)) {
      return Files.exists(input.resolve(NsynthJson.FILE))
          ? NsynthFolder.open(input, options)
          : plainFolder(input, options);
    }
    if (isSound(input)) {
      return List.of(Note.of(input));
    }
    if (isList(input)) {
      return NoteList.read(
          input, options, (entry, whole) -> open(entry, whole ? options : options.silent()));
    }
    if (isTfRecord(input) || TfRecordReader.isTfRecord(input)) {
      return TfRecordNotes.open(input, options);
    }
    if (AudioFile.isSound(input)) {
      return List.of(Note.of(input));
    }
    throw new BadDataException(
        input
            + ": is neither a folder nor a TFRecord file, a sound ("
            + String.join(", ", AudioFile.ENDINGS)
            + ") or a .txt list of these.");
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  private static boolean isSound(Path file) {
    return AudioFile.isNamedSound(file);
  }

  static boolean isList(Path file) {
    return hasEnding(file, LIST);
  }

  /** Whether the name is one of a TFRecord file: {@code x.tfrecords.gz} and shards are, too. */
  public static boolean isTfRecord(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return (name.contains(TFRECORD) || Shards.isShard(file))
        && !name.endsWith(TfRecordIndex.SUFFIX);
  }

  private static List<Note> plainFolder(Path folder, SourceOptions options) throws IOException {
    List<IOException> problems = new ArrayList<>();
    List<Path> files =
        FolderScan.files(folder, path -> isSound(path) || isTfRecord(path), problems::add);
    if (files.isEmpty() && !problems.isEmpty()) {
      problems.subList(1, problems.size()).forEach(options.failures());
      throw problems.get(0);
    }
    problems.forEach(options.failures());
    if (files.isEmpty()) {
      throw new BadDataException(
          folder
              + ": has neither "
              + NsynthJson.FILE
              + " nor any sound ("
              + String.join(", ", AudioFile.ENDINGS)
              + ") or .tfrecord file, subfolders included.");
    }
    List<Note> notes = new ArrayList<>();
    for (Path file : files) {
      add(notes, folder.resolve(file), options);
    }
    return notes;
  }

  /** Adds the notes of one file of several. */
  private static void add(List<Note> notes, Path file, SourceOptions options) throws IOException {
    try {
      notes.addAll(open(file, options));
    } catch (IOException e) {
      options.failed(e);
    }
  }
}
