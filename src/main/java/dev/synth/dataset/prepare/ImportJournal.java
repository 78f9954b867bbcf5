package dev.synth.dataset.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.dataset.source.NsynthFolder;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What an import that was cut short leaves behind, in a hidden file of its folder: a line that says
 * of which recordings and options it is, then one JSON object a recording that is done. It is gone
 * when the import is done.
 */
final class ImportJournal {
  private static final String FILE = ".importing";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final Map<String, ImportedNote.Outcome> done = new HashMap<>();

  private ImportJournal(Path file) {
    this.file = file;
  }

  /**
   * Goes on where an earlier run of the same import stopped, or begins.
   *
   * @param folder the import's output
   * @param what of what the import is: the same recordings and options give the same text
   * @throws CannotCreateException if there is something in {@code folder} that is not of this
   *     import, and {@code overwrite} is false
   */
  static ImportJournal begin(Path folder, List<String> what, boolean overwrite) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CannotCreateException(folder + ": is a file; name a folder for the notes.");
    }
    ImportJournal journal = new ImportJournal(folder.resolve(FILE));
    String fingerprint = fingerprint(what);
    if (Files.exists(journal.file)) {
      List<String> lines = journal.lines();
      if (!lines.isEmpty() && lines.get(0).equals(fingerprint)) {
        journal.resume(lines);
        return journal;
      }
      if (!overwrite) {
        throw new CannotCreateException(
            folder
                + ": holds an unfinished import of other recordings or options; pass -f to begin anew.");
      }
      journal.resume(lines);
      journal.removeNotes(folder.resolve(NsynthJson.AUDIO));
    } else if (!overwrite) {
      Path taken = NsynthFolder.taken(folder);
      if (taken != null) {
        throw new CannotCreateException(
            taken + ": exists already; pass -f to overwrite it, or name another folder.");
      }
    }
    Outputs.createDirectory(folder);
    Outputs.write(journal.file, true, part -> Files.writeString(part, fingerprint + "\n"));
    return journal;
  }

  private static String fingerprint(List<String> what) {
    MessageDigest digest = Sha256.digest();
    for (String part : what) {
      digest.update((part + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }

  /** The file's lines; none where it is no text, and so no journal. */
  private List<String> lines() throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      return List.of();
    }
  }

  /** The last line may be cut short; its recording is then done again. */
  private void resume(List<String> lines) throws IOException {
    List<String> whole = new ArrayList<>(lines.subList(0, Math.min(1, lines.size())));
    for (String line : lines.subList(whole.size(), lines.size())) {
      try {
        ImportedNote.Outcome outcome = JSON.readValue(line, ImportedNote.Outcome.class);
        if (outcome == null || outcome.notes() == null || outcome.leftOut() == null) {
          break;
        }
        done.put(outcome.recording(), outcome);
        whole.add(line);
      } catch (JsonProcessingException e) {
        break;
      }
    }
    Outputs.write(file, true, part -> Files.write(part, whole, StandardCharsets.UTF_8));
  }

  /** Removes the notes of an import that nobody wants any more. */
  private void removeNotes(Path audio) throws IOException {
    for (ImportedNote.Outcome outcome : done.values()) {
      for (ImportedNote note : outcome.notes()) {
        Files.deleteIfExists(audio.resolve(NameHints.safeNote(note.name()) + ".wav"));
      }
    }
    done.clear();
  }

  /** What {@code recording} became in an earlier run, or null. */
  ImportedNote.Outcome outcome(String recording) {
    return done.get(recording);
  }

  /** Remembers that a recording is done. */
  void add(ImportedNote.Outcome outcome) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(outcome) + "\n", StandardOpenOption.APPEND);
  }

  /** Forgets everything: the import is done. */
  void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
