package dev.synth.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dataset.source.Records;
import dev.synth.io.BadDataException;
import dev.synth.testing.Notes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteSplitTest {
  @TempDir private Path dir;

  private static Note note(String name, float value) {
    return Notes.of(name, () -> new AudioClip(new float[] {value, value}, 16_000));
  }

  private static List<String> overlap(List<Note> notes, List<Note> validation) throws IOException {
    return NoteSplit.overlap(notes, validation).stream().map(Note::name).toList();
  }

  @Test
  void notesOfTheSameNameAndSoundAreTheSame() throws IOException {
    Note unreadable =
        Notes.of(
            "bad",
            () -> {
              throw new BadDataException("bad: is bad.");
            });
    List<Note> training = List.of(note("a", 1), note("b", 1), note("b", 2), unreadable);
    List<Note> validation = List.of(note("a", 1), note("b", 2), note("b", 3), note("c", 1));
    assertEquals(List.of("a", "b"), overlap(training, validation));
    assertEquals(List.of("bad"), overlap(training, List.of(unreadable)), "the same place");
    assertEquals(List.of(), overlap(training, List.of()));
  }

  @Test
  void theSamePlaceIsFoundInAnyForm() throws IOException {
    Path records = Records.notes(dir.resolve("a.tfrecord"), 0, 3, 100);
    Path same = Files.copy(records, dir.resolve("b.tfrecord"));
    List<Note> training = NoteSource.open(List.of(records), Assertions::fail);
    List<String> all = List.of("note_000", "note_001", "note_002");
    assertEquals(all, overlap(training, NoteSource.open(List.of(records), Assertions::fail)));
    assertEquals(all, overlap(training, NoteSource.open(List.of(same), Assertions::fail)));
    Path others = Records.notes(dir.resolve("c.tfrecord"), 3, 5, 100);
    assertEquals(List.of(), overlap(training, NoteSource.open(List.of(others), Assertions::fail)));
  }
}
