package dev.synth.app.trace;

import dev.synth.app.EncodeProgress;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.ParallelNoteReader;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.io.BadDataException;
import dev.synth.model.ModelFile;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesBuilder;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes an index of training notes. */
public final class IndexNotes {
  private IndexNotes() {}

  /**
   * What was made.
   *
   * @param failed how many notes could not be read
   */
  public record Result(TrainingNotes index, int failed) {}

  private record Heard(Optional<SoundPrint> print, String failure) {}

  /**
   * Listens to every note.
   *
   * @param model that was trained on them, or null; that it was is checked
   * @param licences by source's name
   * @param problems receives a sentence about each note that cannot be read
   * @throws BadDataException if the model was trained on other notes, or a licence is of no source
   */
  public static Result of(
      List<Note> notes,
      Path model,
      Map<String, String> licences,
      int threads,
      Consumer<String> problems,
      EncodeProgress progress)
      throws IOException {
    String fingerprint = NoteSplit.fingerprint(notes);
    if (model != null) {
      String wanted = ModelFile.read(model).provenance().dataFingerprint();
      if (!wanted.equals(fingerprint)) {
        throw new BadDataException(
            model
                + ": was not trained on just these notes; name the notes that synth train was given,"
                + " without those that were held out.");
      }
    }
    TrainingNotesBuilder builder = new TrainingNotesBuilder();
    int[] failed = new int[1];
    ParallelNoteReader.of(
        notes,
        threads,
        sound -> new Heard(sound.clip().flatMap(SoundPrint::of), sound.failure()),
        (index, heard) -> {
          Note note = notes.get(index);
          progress.encodes(index + 1, notes.size(), note.name());
          if (!heard.failure().isEmpty()) {
            failed[0]++;
            problems.accept(heard.failure());
          } else if (heard.print().isPresent()) {
            builder.add(note, heard.print().get());
          }
        });
    return new Result(builder.build(fingerprint, licences), failed[0]);
  }
}
