package dev.synth.dataset.source;

import dev.synth.dataset.Note;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Random orders in which notes can be read fast. Notes whose place can be read at once come in any
 * order. Those of gzipped files, which can only be read from the beginning, come in the order of a
 * shuffling buffer of bounded size that a few files are read into side by side; {@link
 * TfRecordFile} keeps what it reads past until its turn.
 */
public final class NoteOrder {
  /** Bytes of sound that are read before their turn: about 250 notes of four seconds. */
  public static final long BUFFER_BYTES = 64L << 20;

  /** Gzipped files that are read side by side. */
  private static final int OPEN_FILES = 8;

  private NoteOrder() {}

  /**
   * An order of {@code notes}: each of their indices once. It depends on the notes and the random
   * numbers only.
   *
   * @param from the place in the order at which reading begins; what comes before it is not kept
   */
  public static int[] shuffled(List<Note> notes, RandomGenerator random, int from) {
    int[] order = buffered(notes, random, BUFFER_BYTES);
    Map<TfRecordFile, List<Long>> expected = new HashMap<>();
    for (int place = from; place < order.length; place++) {
      TfRecordAudio audio = sequential(notes.get(order[place]));
      if (audio != null) {
        expected.computeIfAbsent(audio.file(), file -> new ArrayList<>()).add(audio.offset());
      }
    }
    expected.forEach(TfRecordFile::expect);
    return order;
  }

  static int[] buffered(List<Note> notes, RandomGenerator random, long bufferBytes) {
    int[] order = new int[notes.size()];
    Arrays.setAll(order, i -> i);
    for (int i = order.length - 1; i > 0; i--) {
      swap(order, i, random.nextInt(i + 1));
    }
    // The places that fell to notes of gzipped files are given to these in another order.
    Map<TfRecordFile, List<Integer>> files = new LinkedHashMap<>();
    List<Integer> places = new ArrayList<>();
    for (int place = 0; place < order.length; place++) {
      TfRecordAudio audio = sequential(notes.get(order[place]));
      if (audio != null) {
        files.computeIfAbsent(audio.file(), file -> new ArrayList<>()).add(order[place]);
        places.add(place);
      }
    }
    Deque<Deque<Integer>> closed = new ArrayDeque<>();
    for (List<Integer> ofFile : files.values()) {
      ofFile.sort(Comparator.comparingLong(note -> sequential(notes.get(note)).offset()));
      closed.add(new ArrayDeque<>(ofFile));
    }
    List<Deque<Integer>> open = new ArrayList<>();
    int[] waiting = new int[places.size()];
    int waitingCount = 0;
    long waitingBytes = 0;
    for (int place : places) {
      while ((waitingCount == 0 || waitingBytes < bufferBytes)
          && !(open.isEmpty() && closed.isEmpty())) {
        while (open.size() < OPEN_FILES && !closed.isEmpty()) {
          open.add(closed.remove());
        }
        int file = random.nextInt(open.size());
        int note = open.get(file).remove();
        if (open.get(file).isEmpty()) {
          open.remove(file);
        }
        waiting[waitingCount++] = note;
        waitingBytes += sequential(notes.get(note)).sizeBytes();
      }
      swap(waiting, random.nextInt(waitingCount), waitingCount - 1);
      order[place] = waiting[--waitingCount];
      waitingBytes -= sequential(notes.get(order[place])).sizeBytes();
    }
    return order;
  }

  /** The place of a note that is best read in the order of its file, or null. */
  private static TfRecordAudio sequential(Note note) {
    return note.audio() instanceof TfRecordAudio audio && audio.file().isSequential()
        ? audio
        : null;
  }

  private static void swap(int[] values, int i, int j) {
    int value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}
