package dev.synth.dataset.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.Note;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteOrderTest {
  private static final int SAMPLES = 200;
  private static final int PLAIN = 30;
  private static final int SHARDS = 10;
  private static final int OF_SHARD = 20;

  @TempDir private Path dir;
  private List<Note> mixed;
  private List<Note> zipped;

  /** Notes 0 to 29 in a plain file, 100 to 299 in ten gzipped shards; their samples tell which. */
  @BeforeEach
  void write() throws IOException {
    Records.notes(dir.resolve("plain.tfrecord"), 0, PLAIN, SAMPLES);
    for (int shard = 0; shard < SHARDS; shard++) {
      Path file = dir.resolve("zipped.tfrecord-0000%d-of-00010.gz".formatted(shard));
      int first = 100 + OF_SHARD * shard;
      Records.notes(file, first, first + OF_SHARD, SAMPLES);
    }
    mixed = NoteSource.open(List.of(dir), problem -> {});
    zipped = mixed.subList(PLAIN, mixed.size());
    assertEquals(PLAIN + SHARDS * OF_SHARD, mixed.size());
  }

  private static int number(Note note) {
    return Integer.parseInt(note.name().substring(5));
  }

  private static int begun(List<Note> notes) {
    Set<TfRecordFile> files = new HashSet<>();
    notes.forEach(note -> files.add(((TfRecordAudio) note.audio()).file()));
    return files.stream().mapToInt(TfRecordFile::begun).sum();
  }

  private static void read(List<Note> notes, int[] order, int from) throws IOException {
    for (int place = from; place < order.length; place++) {
      Note note = notes.get(order[place]);
      assertEquals(number(note) / 1024f, note.load(16_000).samples()[SAMPLES - 1]);
    }
  }

  @Test
  void everyNoteComesOnceAndTheSeedDecidesTheOrder() {
    for (List<Note> notes : List.of(mixed, zipped, mixed.subList(0, PLAIN))) {
      int[] order = NoteOrder.shuffled(notes, new SplittableRandom(1), 0);
      assertArrayEquals(
          IntStream.range(0, notes.size()).toArray(), Arrays.stream(order).sorted().toArray());
      assertArrayEquals(order, NoteOrder.shuffled(notes, new SplittableRandom(1), 0));
      assertTrue(!Arrays.equals(order, NoteOrder.shuffled(notes, new SplittableRandom(2), 0)));
    }
    int[] order = NoteOrder.shuffled(mixed, new SplittableRandom(1), 0);
    long early = Arrays.stream(order, 0, order.length / 2).filter(note -> note < PLAIN).count();
    // 15 of 30 are expected, with a deviation of 2.6: four of them.
    assertEquals(15, early, 10.4);
  }

  @Test
  void gzippedFilesAreReadOnceAnEpochThoughOthersOfTheirNotesAreNotWanted() throws IOException {
    List<Note> wanted = mixed.stream().filter(note -> number(note) % 3 != 0).toList();
    for (int epoch = 1; epoch <= 3; epoch++) {
      read(wanted, NoteOrder.shuffled(wanted, new SplittableRandom(epoch), 0), 0);
      assertEquals(SHARDS * epoch, begun(wanted));
    }
  }

  @Test
  void anEpochCanBeginAnywhere() throws IOException {
    int[] order = NoteOrder.shuffled(zipped, new SplittableRandom(4), 77);
    read(zipped, order, 77);
    assertTrue(begun(zipped) <= SHARDS, begun(zipped) + " times");
    assertArrayEquals(NoteOrder.shuffled(zipped, new SplittableRandom(4), 0), order);
  }

  @Test
  void noMoreWaitsThanTheBufferHolds() {
    int waiting = 16;
    long recordBytes = ((TfRecordAudio) zipped.get(0).audio()).sizeBytes();
    int[] order = NoteOrder.buffered(zipped, new SplittableRandom(5), (waiting - 1) * recordBytes);
    int[] placeOf = new int[zipped.size()];
    for (int place = 0; place < order.length; place++) {
      placeOf[order[place]] = place;
    }
    int most = 0;
    for (int place = 0; place < order.length; place++) {
      int waits = 0;
      for (int shard = 0; shard < SHARDS; shard++) {
        int first = shard * OF_SHARD;
        int last = -1; // the furthest note of the shard that has been read by now
        for (int note = first; note < first + OF_SHARD; note++) {
          last = placeOf[note] <= place ? note : last;
        }
        for (int note = first; note <= last; note++) {
          waits += placeOf[note] > place ? 1 : 0;
        }
      }
      most = Math.max(most, waits);
    }
    assertTrue(most <= waiting && most > waiting / 2, most + " waited");
    long shards = Arrays.stream(order, 0, 50).map(note -> note / OF_SHARD).distinct().count();
    assertTrue(shards >= 8, shards + " of 10 shards in the first quarter");
  }

  @Test
  void notesLargerThanTheBufferStillCome() {
    int[] order = NoteOrder.buffered(zipped, new SplittableRandom(3), 0);
    assertEquals(zipped.size(), Arrays.stream(order).distinct().count());
  }
}
