package dev.synth.dataset.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.testing.Notes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParallelNoteReaderTest {
  private static void fail(Throwable failure) throws Exception {
    Note note = Notes.of("note", () -> new AudioClip(new float[10], 16_000));
    ParallelNoteReader.of(
        List.of(note, note),
        2,
        sound -> {
          throw ParallelNoteReaderTest.<RuntimeException>unchecked(failure);
        },
        (index, seen) -> {});
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void whatFailsOnAThreadFailsAsItself() {
    OutOfMemoryError full = new OutOfMemoryError("full");
    assertEquals(full, assertThrows(OutOfMemoryError.class, () -> fail(full)));
    IllegalArgumentException wrong = new IllegalArgumentException("wrong");
    assertEquals(wrong, assertThrows(IllegalArgumentException.class, () -> fail(wrong)));
  }
}
