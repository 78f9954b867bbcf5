package dev.synth.dataset.inspect;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.io.WorkFailedException;
import dev.synth.io.Workers;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Looks at the sounds of notes: read one after the other in the order given, so that gzipped files
 * are read once; looked at on several threads; handed over in the order given. Sounds in memory at
 * a time are bounded by {@link #SAMPLES_MAX}, or are one.
 */
public final class ParallelNoteReader {
  /** Samples that are read before what was seen in them is handed over: 64 MB. */
  private static final long SAMPLES_MAX = 16_000_000;

  private static final int WAITING_A_THREAD = 4;

  private ParallelNoteReader() {}

  /**
   * A note's sound, as it lies, or why it cannot be read.
   *
   * @param note the note
   * @param clip the sound at its own rate; empty if it cannot be read
   * @param failure a sentence that names the place; empty if it can
   */
  public record Sound(Note note, Optional<AudioClip> clip, String failure) {
    private static Sound of(Note note) {
      try {
        return new Sound(note, Optional.of(note.audio().read()), "");
      } catch (IOException | WorkFailedException e) {
        return new Sound(note, Optional.empty(), String.valueOf(e.getMessage()));
      }
    }

    private long samples() {
      return clip.map(sound -> (long) sound.samples().length).orElse(0L);
    }
  }

  /** Receives what was measured of each note, on the caller's thread. */
  @FunctionalInterface
  public interface Listener<T> {
    /** {@code seen} is what was measured of note number {@code index}. */
    void onNote(int index, T seen) throws IOException;
  }

  private record Waiting<T>(int index, long samples, Future<T> seen) {}

  /**
   * Applies {@code look} to every note's sound.
   *
   * @param look runs on any of {@code threads} threads
   */
  public static <T> void of(
      List<Note> notes, int threads, Function<Sound, T> look, Listener<T> listener)
      throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Deque<Waiting<T>> waiting = new ArrayDeque<>();
    long samples = 0;
    try {
      for (int i = 0; i < notes.size(); i++) {
        Sound sound = Sound.of(notes.get(i));
        waiting.add(new Waiting<>(i, sound.samples(), pool.submit(() -> look.apply(sound))));
        samples += sound.samples();
        while (waiting.size() > WAITING_A_THREAD * threads || samples > SAMPLES_MAX) {
          samples -= handOver(waiting, listener);
        }
      }
      while (!waiting.isEmpty()) {
        handOver(waiting, listener);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static <T> long handOver(Deque<Waiting<T>> waiting, Listener<T> listener)
      throws IOException {
    Waiting<T> first = waiting.remove();
    try {
      listener.onNote(first.index(), first.seen().get());
    } catch (ExecutionException e) {
      throw Workers.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("Interrupted.");
    }
    return first.samples();
  }
}
