package dev.synth.dataset.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.dataset.source.NsynthFolder;
import dev.synth.dataset.source.NsynthJson;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Journal;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The {@link Journal} of an import: of which recordings and options it is, then one JSON object a
 * recording that is done.
 */
final class ImportJournal implements AutoCloseable {
  private static final String FILE = ".importing";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Journal journal;
  private final Map<String, ImportedNote.Outcome> done = new HashMap<>();

  private ImportJournal(Journal journal) {
    this.journal = journal;
  }

  /**
   * Resumes what an earlier run of the same import began, or begins.
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
    Journal journal =
        Journal.begin(
            folder.resolve(FILE), fingerprint(what), folder, NsynthFolder.taken(folder), overwrite);
    for (ImportedNote.Outcome outcome : outcomes(journal.replaced())) {
      removeNotes(folder.resolve(NsynthJson.AUDIO), outcome);
    }
    ImportJournal all = new ImportJournal(journal);
    List<ImportedNote.Outcome> outcomes = outcomes(journal.done());
    outcomes.forEach(outcome -> all.done.put(outcome.recording(), outcome));
    journal.keep(outcomes.size());
    return all;
  }

  private static String fingerprint(List<String> what) {
    MessageDigest digest = Sha256.digest();
    for (String part : what) {
      digest.update((part + "\0").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }

  /** What the lines say, up to the first that makes no sense: its recording is done again. */
  private static List<ImportedNote.Outcome> outcomes(List<String> lines) {
    List<ImportedNote.Outcome> outcomes = new ArrayList<>();
    for (String line : lines) {
      try {
        ImportedNote.Outcome outcome = JSON.readValue(line, ImportedNote.Outcome.class);
        if (outcome == null || outcome.notes() == null || outcome.leftOut() == null) {
          break;
        }
        outcomes.add(outcome);
      } catch (JsonProcessingException e) {
        break;
      }
    }
    return outcomes;
  }

  /** Removes the notes of an import that nobody wants any more. */
  private static void removeNotes(Path audio, ImportedNote.Outcome outcome) throws IOException {
    for (ImportedNote note : outcome.notes()) {
      Outputs.delete(audio.resolve(NameHints.safeNote(note.name()) + ".wav"));
    }
  }

  /** What {@code recording} became in an earlier run, or null. */
  ImportedNote.Outcome outcome(String recording) {
    return done.get(recording);
  }

  /** Remembers that a recording is done. */
  void add(ImportedNote.Outcome outcome) throws IOException {
    done.put(outcome.recording(), outcome);
    journal.add(JSON.writeValueAsString(outcome));
  }

  /** Forgets everything: the import is done. */
  void finish() throws IOException {
    journal.finish();
  }

  /** Leaves what is done to the next run, unless all is. */
  @Override
  public void close() throws IOException {
    journal.close();
  }
}
