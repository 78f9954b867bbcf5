package dev.synth.dataset;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Each of some notes once, in a random order. Notes whose place can be read at once come in any
 * order. Those of gzipped files, which can only be read from the beginning, are read on from a few
 * files at a time into a buffer of bounded size, and drawn from there; the notes that wait in it
 * have their sound in memory. The order depends on the notes and the random numbers only.
 */
public final class Epoch {
  /** Bytes of sound that may wait: about 250 notes of four seconds. */
  private static final long BUFFER_BYTES = 64L << 20;

  /** Gzipped files that are read side by side. */
  private static final int OPEN_FILES = 8;

  private final RandomGenerator random;
  private final long bufferBytes;
  private final List<Note> order; // null where a gzipped file's note is due
  private final Deque<Deque<Note>> closed = new ArrayDeque<>();
  private final List<Deque<Note>> open = new ArrayList<>();
  private final List<Note> waiting = new ArrayList<>();
  private long waitingBytes;
  private int next;

  /** An epoch of {@code notes}. */
  public Epoch(List<Note> notes, RandomGenerator random) {
    this(notes, random, BUFFER_BYTES);
  }

  Epoch(List<Note> notes, RandomGenerator random, long bufferBytes) {
    this.random = random;
    this.bufferBytes = bufferBytes;
    this.order = new ArrayList<>(notes);
    for (int i = order.size() - 1; i > 0; i--) {
      Collections.swap(order, i, random.nextInt(i + 1));
    }
    Map<TfRecordFile, List<Note>> files = new LinkedHashMap<>();
    for (int i = 0; i < order.size(); i++) {
      Note note = order.get(i);
      if (note.audio() instanceof TfRecordAudio audio && audio.file().isSequential()) {
        files.computeIfAbsent(audio.file(), file -> new ArrayList<>()).add(note);
        order.set(i, null);
      }
    }
    for (List<Note> ofFile : files.values()) {
      ofFile.sort(Comparator.comparingLong(note -> ((TfRecordAudio) note.audio()).offset()));
      closed.add(new ArrayDeque<>(ofFile));
    }
  }

  /**
   * The next note, or null after the last.
   *
   * @throws IOException if a gzipped file cannot be read on
   */
  public Note next() throws IOException {
    if (next == order.size()) {
      return null;
    }
    Note note = order.get(next++);
    return note != null ? note : draw();
  }

  private Note draw() throws IOException {
    while ((waiting.isEmpty() || waitingBytes < bufferBytes)
        && (!open.isEmpty() || !closed.isEmpty())) {
      while (open.size() < OPEN_FILES && !closed.isEmpty()) {
        open.add(closed.remove());
      }
      int file = random.nextInt(open.size());
      Note read = open.get(file).remove();
      TfRecordAudio audio = (TfRecordAudio) read.audio();
      waiting.add(new Note(read.name(), read.id(), audio.fetched(), read.labels()));
      if (open.get(file).isEmpty()) {
        open.remove(file);
        audio.file().close();
      }
      waitingBytes += audio.sizeBytes();
    }
    int drawn = random.nextInt(waiting.size());
    Collections.swap(waiting, drawn, waiting.size() - 1);
    Note note = waiting.remove(waiting.size() - 1);
    waitingBytes -= note.audio().sizeBytes();
    return note;
  }

  /** How many notes wait. */
  int waiting() {
    return waiting.size();
  }
}
