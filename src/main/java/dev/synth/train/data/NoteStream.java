package dev.synth.train.data;

import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteOrder;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * An endless seeded stream of notes in a shuffled order, all of them before any comes again. What
 * is read of a note is read when it is wanted, so memory does not grow with the notes.
 *
 * <p>An order depends on the seed and its epoch only, and the choices for a note on the seed and
 * the count of those before it only. So a stream can be resumed at any {@link StreamPosition} as if
 * it had never stopped.
 *
 * @param <T> what is read of a note
 */
public final class NoteStream<T> {
  private final List<Note> notes;
  private final Loader<T> loader;
  private final Consumer<String> problems;
  private final Set<Note> unreadable = new HashSet<>();
  private final long orderSeed;
  private final long choiceSeed;
  private int[] order;
  private int next;
  private long epoch;
  private long count;

  /** Reads what is wanted of a note. */
  @FunctionalInterface
  public interface Loader<T> {
    /**
     * Reads {@code note}.
     *
     * @throws IOException with a sentence if it cannot be read; the note is left out
     */
    T load(Note note) throws IOException;
  }

  /**
   * A note and what was read of it.
   *
   * @param random for choices about this note at this time
   */
  public record Item<T>(Note note, T loaded, SplittableRandom random) {}

  /**
   * A stream of {@code notes}.
   *
   * @param problems receives a sentence, once, on each note that cannot be read; it is skipped
   * @param from where in the stream to begin
   */
  public NoteStream(
      List<Note> notes,
      Loader<T> loader,
      Consumer<String> problems,
      long seed,
      StreamPosition from) {
    this.notes = notes;
    this.loader = loader;
    this.problems = problems;
    SplittableRandom seeds = new SplittableRandom(seed);
    this.orderSeed = seeds.nextLong();
    this.choiceSeed = seeds.nextLong();
    this.epoch = from.epoch();
    this.count = from.crop();
    this.order = shuffled(from.place());
    this.next = from.place();
  }

  /** Where the stream resumes after the last note. */
  public StreamPosition position() {
    return new StreamPosition(epoch, next, count);
  }

  private int[] shuffled(int from) {
    return NoteOrder.shuffled(notes, new SplittableRandom(orderSeed + epoch), from);
  }

  /**
   * The next note.
   *
   * @throws IOException the last note's, if none can be read
   */
  public Item<T> next() throws IOException {
    return next(1, Runnable::run).get(0);
  }

  /**
   * The next notes, read at the same time. Those that cannot be read are replaced by those after.
   *
   * @throws IOException the last note's, if none can be read
   */
  public List<Item<T>> next(int wanted, Executor threads) throws IOException {
    List<Item<T>> items = new ArrayList<>();
    while (items.size() < wanted) {
      List<Note> drawn = new ArrayList<>();
      while (drawn.size() < wanted - items.size()) {
        Note note = nextNote();
        if (!unreadable.contains(note)) {
          drawn.add(note);
        }
      }
      List<CompletableFuture<T>> reading = new ArrayList<>();
      for (Note note : drawn) {
        reading.add(CompletableFuture.supplyAsync(() -> load(note), threads));
      }
      for (int i = 0; i < drawn.size(); i++) {
        try {
          T loaded = reading.get(i).join();
          items.add(new Item<>(drawn.get(i), loaded, new SplittableRandom(choiceSeed + count++)));
        } catch (CompletionException e) {
          leaveOut(drawn.get(i), e.getCause());
        }
      }
    }
    return items;
  }

  private Note nextNote() {
    if (next == order.length) {
      epoch++;
      order = shuffled(0);
      next = 0;
    }
    return notes.get(order[next++]);
  }

  private T load(Note note) {
    try {
      return loader.load(note);
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private void leaveOut(Note note, Throwable reason) throws IOException {
    if (reason instanceof Error error) {
      throw error;
    }
    boolean isAboutNote = reason instanceof IOException || reason instanceof WorkFailedException;
    boolean isNew = isAboutNote && unreadable.add(note);
    boolean isLast = isAboutNote && unreadable.size() == notes.size();
    if (isLast && reason instanceof IOException failure) {
      throw failure;
    }
    if (isLast || !isAboutNote) {
      throw (RuntimeException) reason;
    }
    if (isNew) {
      problems.accept(reason.getMessage() + " The note is left out.");
    }
  }
}
