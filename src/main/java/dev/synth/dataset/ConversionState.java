package dev.synth.dataset;

import dev.synth.io.CannotCreateException;
import dev.synth.io.Outputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a conversion that was cut short leaves behind, in a hidden file: which notes it was of, and
 * which shards are whole, with how many notes. It is gone when the conversion is done.
 */
final class ConversionState {
  private final Path file;
  private final boolean resumed;
  private final Map<Integer, Integer> notesOfShard = new HashMap<>();

  private ConversionState(Path file, boolean resumed) {
    this.file = file;
    this.resumed = resumed;
  }

  /** Where the state is kept while {@code output} is made. */
  private static Path of(Path output, boolean folder) {
    return folder
        ? output.resolve(".converting")
        : output.resolveSibling("." + output.getFileName() + ".converting");
  }

  /**
   * Goes on where an earlier run of the same conversion stopped, or begins.
   *
   * @param taken what is in the way of a new conversion, or null
   * @throws CannotCreateException if something is in the way that is not of this conversion, and
   *     {@code overwrite} is false
   */
  static ConversionState begin(
      Path output, boolean folder, List<Note> notes, int shards, Path taken, boolean overwrite)
      throws IOException {
    Path file = of(output, folder);
    String fingerprint = fingerprint(notes, shards);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      if (!lines.isEmpty() && lines.get(0).equals(fingerprint)) {
        ConversionState state = new ConversionState(file, true);
        lines.subList(1, lines.size()).forEach(state::resume);
        return state;
      }
      if (!overwrite) {
        throw new CannotCreateException(
            output + ": holds an unfinished conversion of other notes; pass -f to begin anew.");
      }
    } else if (taken != null && !overwrite) {
      throw new CannotCreateException(taken + ": exists already; pass -f to overwrite it.");
    }
    Outputs.write(file, true, part -> Files.writeString(part, fingerprint + "\n"));
    return new ConversionState(file, false);
  }

  private void resume(String line) {
    String[] words = line.split(" ");
    if (words.length == 2 && words[0].matches("\\d{1,5}") && words[1].matches("\\d{1,9}")) {
      notesOfShard.put(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }
  }

  private static String fingerprint(List<Note> notes, int shards) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Note note : notes) {
        String line = note.name() + "\t" + note.audio().sizeBytes() + "\t" + note.audio() + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
      }
      return HexFormat.of().formatHex(digest.digest()) + " " + shards;
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has SHA-256
    }
  }

  /** Whether an earlier run made a part of this. */
  boolean resumed() {
    return resumed;
  }

  /** How many notes are in {@code shard} if it is whole already, or -1. */
  int notesOf(int shard) {
    return notesOfShard.getOrDefault(shard, -1);
  }

  /** Remembers that {@code shard} is whole. */
  void finished(int shard, int notes) throws IOException {
    Files.writeString(file, shard + " " + notes + "\n", StandardOpenOption.APPEND);
  }

  /** Forgets everything: the conversion is done. */
  void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
