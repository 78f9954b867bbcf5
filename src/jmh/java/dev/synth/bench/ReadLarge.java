package dev.synth.bench;

import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteOrder;
import dev.synth.dataset.source.NoteSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Reads a large TFRecord file twice, once to index it and once as training does, in a shuffled
 * order, and prints what memory that took as a JSON line. Run it under a small heap.
 *
 * <p>Arguments: {@code write FILE GIGABYTES}, or {@code read FILE}.
 */
public final class ReadLarge {
  private ReadLarge() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    Path file = Path.of(args[1]);
    if (args[0].equals("write")) {
      int notes = (int) (Double.parseDouble(args[2]) * 1e9 / (4 * SyntheticRecords.SAMPLES));
      SyntheticRecords.write(file, notes);
      return;
    }
    long start = System.nanoTime();
    List<Note> notes = NoteSource.open(List.of(file), problem -> {});
    double indexSeconds = (System.nanoTime() - start) / 1e9;
    start = System.nanoTime();
    long samples = 0;
    for (int note : NoteOrder.shuffled(notes, new Random(1), 0)) {
      samples += notes.get(note).load(16_000).samples().length;
    }
    double readSeconds = (System.nanoTime() - start) / 1e9;
    if (samples != (long) notes.size() * SyntheticRecords.SAMPLES) {
      throw new IllegalStateException(samples + " samples in " + notes.size() + " notes");
    }
    long peakHeap = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      peakHeap += pool.getType() == MemoryType.HEAP ? pool.getPeakUsage().getUsed() : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "{\"fileMb\":%d,\"notes\":%d,\"heapLimitMb\":%d,\"peakHeapMb\":%d,\"peakMemoryMb\":%d,"
            + "\"indexSeconds\":%.1f,\"shuffledReadSeconds\":%.1f,\"samplesPerSecond\":%.0f}%n",
        Files.size(file) / 1_000_000,
        notes.size(),
        Runtime.getRuntime().maxMemory() / 1_000_000,
        peakHeap / 1_000_000,
        Training.peakMemoryMb(),
        indexSeconds,
        readSeconds,
        samples / readSeconds);
  }
}
