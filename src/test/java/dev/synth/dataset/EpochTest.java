package dev.synth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochTest {
  private static final int SAMPLES = 200;

  @TempDir private Path dir;
  private List<Note> mixed;
  private List<Note> zipped;

  @BeforeEach
  void write() throws IOException {
    Records.notes(dir.resolve("plain.tfrecord"), 0, 30, SAMPLES);
    for (int shard = 0; shard < 10; shard++) {
      Path file = dir.resolve("zipped.tfrecord.gz-0000%d-of-00010.gz".formatted(shard));
      Records.notes(file, 100 + 20 * shard, 120 + 20 * shard, SAMPLES);
    }
    mixed = NoteSource.open(List.of(dir), problem -> {});
    zipped = mixed.stream().filter(note -> note.name().compareTo("note_1") >= 0).toList();
    assertEquals(230, mixed.size());
    assertEquals(200, zipped.size());
  }

  private static List<String> names(Epoch epoch) throws IOException {
    List<String> names = new ArrayList<>();
    for (Note note = epoch.next(); note != null; note = epoch.next()) {
      names.add(note.name());
      int number = Integer.parseInt(note.name().substring(5));
      assertEquals(number / 1024f, note.load().samples()[SAMPLES - 1], "its own sound");
    }
    assertNull(epoch.next());
    return names;
  }

  private static Epoch epoch(List<Note> notes, long seed, int waiting) {
    long bytes = (long) waiting * (SAMPLES * Float.BYTES);
    return new Epoch(notes, new SplittableRandom(seed), bytes);
  }

  @Test
  void everyNoteComesOnceAndTheSeedDecidesTheOrder() throws IOException {
    List<String> order = names(epoch(mixed, 1, 20));
    assertEquals(230, order.size());
    assertEquals(230, new HashSet<>(order).size());
    assertEquals(order, names(epoch(mixed, 1, 20)));
    assertNotEquals(order, names(epoch(mixed, 2, 20)));
    // Half of 230 is 115; were plain and gzipped notes not mixed, plain ones would all be there.
    long plain = order.subList(0, 115).stream().filter(name -> name.startsWith("note_0")).count();
    assertTrue(plain > 5 && plain < 25, plain + " of 30 in the first half");
  }

  @Test
  void gzippedNotesWaitInABufferOfBoundedSize() throws IOException {
    int waiting = 16;
    SplittableRandom random = new SplittableRandom(5);
    Epoch epoch = new Epoch(zipped, random, (long) waiting * SAMPLES * Float.BYTES);
    List<String> order = new ArrayList<>();
    int most = 0;
    for (Note note = epoch.next(); note != null; note = epoch.next()) {
      order.add(note.name());
      most = Math.max(most, epoch.waiting());
    }
    // A record is a little longer than its samples.
    assertTrue(most <= waiting && most > waiting / 2, most + " waited");
    // Each file is read forward: of one file's notes none comes more than the buffer too early.
    for (int shard = 0; shard < 10; shard++) {
      int first = 100 + 20 * shard;
      List<Integer> ofFile =
          order.stream()
              .map(name -> Integer.parseInt(name.substring(5)) - first)
              .filter(number -> number >= 0 && number < 20)
              .toList();
      for (int i = 0; i < 20; i++) {
        assertTrue(ofFile.get(i) <= i + waiting, ofFile::toString);
      }
    }
    List<String> first = order.subList(0, 50);
    long files =
        first.stream()
            .map(name -> (Integer.parseInt(name.substring(5)) - 100) / 20)
            .distinct()
            .count();
    assertTrue(files >= 8, "files are read side by side: " + first);
  }

  @Test
  void aSingleNoteLargerThanTheBufferStillComes() throws IOException {
    assertEquals(200, names(epoch(zipped, 3, 0)).size());
  }
}
