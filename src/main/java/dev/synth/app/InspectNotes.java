package dev.synth.app;

import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.NoteStatistics;
import dev.synth.dataset.inspect.NoteStatistics.Measures;
import dev.synth.dataset.inspect.ParallelNoteReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Counts notes by their labels, and measures their sounds. */
public final class InspectNotes {
  private InspectNotes() {}

  /** What is looked at. */
  public enum Depth {
    /** Labels; no sound is read. */
    LABELS,
    /** Lengths and levels, too. */
    LEVELS,
    /** Pitches, too. */
    TUNING
  }

  /** Learns how far it is. */
  public interface Listener {
    /** {@code done} of {@code total} sounds were read, the last one {@code name}. */
    void read(long done, long total, String name);

    /** A sound cannot be read; the others continue. */
    void unreadable(String sentence);
  }

  /**
   * What was found.
   *
   * @param unreadable sounds that could not be read; their labels count
   */
  public record Result(NoteStatistics statistics, int unreadable) {}

  private record Seen(Optional<Measures> measures, String failure) {}

  /**
   * Inspects {@code notes}, the memory not growing with their sounds.
   *
   * @param threads that read, at least 1
   */
  public static Result run(List<Note> notes, Depth depth, int threads, Listener listener)
      throws IOException {
    NoteStatistics statistics = new NoteStatistics();
    notes.forEach(statistics::add);
    int[] unreadable = new int[1];
    if (depth != Depth.LABELS) {
      ParallelNoteReader.of(
          notes,
          threads,
          sound -> new Seen(Measures.of(sound, depth == Depth.TUNING), sound.failure()),
          (index, seen) -> {
            Note note = notes.get(index);
            if (seen.measures().isPresent()) {
              statistics.add(note, seen.measures().get());
            } else {
              unreadable[0]++;
              listener.unreadable(seen.failure());
            }
            listener.read(index + 1, notes.size(), note.name());
          });
    }
    return new Result(statistics, unreadable[0]);
  }
}
