package dev.synth.models.instant.train;

import dev.synth.dataset.Note;
import dev.synth.io.WorkFailedException;
import dev.synth.train.data.NoteStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Other notes of an instrument at the same velocity and at pitches not far away. A decoder that is
 * to make these of a note's embedding learns how an instrument changes with the pitch.
 */
final class SiblingNotes {
  private static final int MOST_SEMITONES = 12;

  private final NoteStream.Loader<AnalyzedNote> loader;
  private final Map<String, List<Note>> notes = new HashMap<>();

  /** Siblings among {@code all}. */
  SiblingNotes(List<Note> all, NoteStream.Loader<AnalyzedNote> loader) {
    this.loader = loader;
    for (Note note : all) {
      if (hasSiblings(note)) {
        notes.computeIfAbsent(key(note), key -> new ArrayList<>()).add(note);
      }
    }
  }

  private static boolean hasSiblings(Note note) {
    return note.labels().instrumentName().isPresent()
        && note.labels().pitch().isPresent()
        && note.labels().velocity().isPresent();
  }

  private static String key(Note note) {
    return note.labels().instrumentName().get() + "-" + note.labels().velocity().getAsInt();
  }

  /**
   * A sibling of {@code note}, or the note itself where there is none.
   *
   * @param own the note's analysis
   */
  AnalyzedNote random(Note note, AnalyzedNote own, SplittableRandom random) {
    if (!hasSiblings(note)) {
      return own;
    }
    int pitch = note.labels().pitch().getAsInt();
    List<Note> near = new ArrayList<>();
    for (Note other : notes.getOrDefault(key(note), List.of())) {
      int apart = Math.abs(other.labels().pitch().getAsInt() - pitch);
      if (apart > 0 && apart <= MOST_SEMITONES) {
        near.add(other);
      }
    }
    if (near.isEmpty()) {
      return own;
    }
    try {
      AnalyzedNote sibling = loader.load(near.get(random.nextInt(near.size())));
      return sibling.frames() == own.frames() ? sibling : own;
    } catch (IOException | WorkFailedException e) {
      return own; // it is reported when its own turn comes
    }
  }
}
