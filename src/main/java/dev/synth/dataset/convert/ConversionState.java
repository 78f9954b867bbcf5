package dev.synth.dataset.convert;

import dev.synth.dataset.Note;
import dev.synth.io.Journal;
import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The {@link Journal} of a conversion: which notes it was of, and which shards are whole. */
final class ConversionState implements AutoCloseable {
  private static final int NAME_BYTES_MAX = 240;

  private final Journal journal;
  private final Map<Integer, Integer> notesOfShard = new HashMap<>();

  private ConversionState(Journal journal) {
    this.journal = journal;
    journal.done().forEach(this::resume);
  }

  /** Where the state is kept while {@code output} is made. */
  private static Path of(Path output, boolean folder) {
    if (folder) {
      return output.resolve(".converting");
    }
    String name = output.getFileName().toString();
    // Longer than the output's own name, which may be as long as the file system allows.
    boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES_MAX;
    String stem = fits ? name : Sha256.of(name).substring(0, 16);
    return output.resolveSibling("." + stem + ".converting");
  }

  /**
   * Resumes where an earlier run of the same conversion stopped, or begins.
   *
   * @param taken what is in the way of a new conversion, or null
   * @throws dev.synth.io.CannotCreateException as {@link Journal#begin}
   */
  static ConversionState begin(
      Path output,
      boolean folder,
      List<Note> notes,
      int shards,
      int rateHz,
      Path taken,
      boolean overwrite)
      throws IOException {
    String work = fingerprint(notes, shards) + " " + rateHz;
    return new ConversionState(Journal.begin(of(output, folder), work, output, taken, overwrite));
  }

  private void resume(String line) {
    String[] words = line.split(" ");
    if (words.length == 2 && words[0].matches("\\d{1,5}") && words[1].matches("\\d{1,9}")) {
      notesOfShard.put(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
    }
  }

  private static String fingerprint(List<Note> notes, int shards) throws IOException {
    MessageDigest digest = Sha256.digest();
    for (Note note : notes) {
      String line = note.name() + "\t" + note.audio().sizeBytes() + "\t" + note.audio() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest) + " " + shards;
  }

  /** Whether an earlier run made a part of this. */
  boolean resumed() {
    return journal.resumed();
  }

  /** How many notes are in {@code shard} if it is whole already, or -1. */
  int notesOf(int shard) {
    return notesOfShard.getOrDefault(shard, -1);
  }

  /** Remembers that {@code shard} is whole. */
  void finished(int shard, int notes) throws IOException {
    journal.add(shard + " " + notes);
  }

  /** Forgets everything: the conversion is done. */
  void finish() throws IOException {
    journal.finish();
  }

  /** Leaves what is done to the next run, unless all is. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
