package dev.synth.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.text.Printable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What holds for every reader and any bytes: a result or one sentence, in bounded memory. */
final class FuzzedFile {
  /** What a small file may cost, a decoder's tables and long silence in few bytes included. */
  private static final long ALLOCATED_BYTES_MAX = 256L << 20;

  /** Of a few names, each cut to what a file's name may have, and of paths. */
  private static final int SENTENCE_MAX = 4000;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Jazzer's own work on classes is counted, too; then the size of the heap is the limit. */
  private static final boolean IS_SEARCHING = System.getenv("JAZZER_FUZZ") != null;

  /** How long a small file may take on a busy machine; most take a millisecond. */
  private static final int SECONDS_MAX = IS_SEARCHING ? 300 : 30;

  private static final ExecutorService WORKER =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "fuzzed reader");
            thread.setDaemon(true);
            return thread;
          });

  private FuzzedFile() {}

  /** Reads a file; what it gives is dropped. */
  @FunctionalInterface
  interface Reader {
    void read(Path file) throws IOException;
  }

  /**
   * Writes {@code data} to {@code file} and reads that.
   *
   * @throws AssertionError if anything else comes of it than a result or a documented exception, or
   *     nothing does
   */
  static void read(Path file, byte[] data, Reader reader) throws IOException {
    Files.write(file, data);
    Future<?> reading =
        WORKER.submit(
            () -> {
              readHere(file, reader);
              return null;
            });
    try {
      reading.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no end after " + SECONDS_MAX + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Checks that {@code sentence} ends as one, and is one line of bounded length without a character
   * that a terminal obeys, whatever of the file is in it.
   */
  static void checkSentence(String sentence) {
    assertTrue(sentence.endsWith("."), sentence);
    assertEquals(1, sentence.lines().count(), sentence);
    assertTrue(
        sentence
            .codePoints()
            .noneMatch(c -> Printable.isControl(c) || Character.getType(c) == Character.SURROGATE),
        () -> "control characters in: " + Printable.line(sentence));
    assertTrue(sentence.length() <= SENTENCE_MAX, () -> sentence.length() + ": " + sentence);
  }

  private static void readHere(Path file, Reader reader) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.read(file);
    } catch (BadDataException | NoInputException e) {
      String message = e.getMessage();
      assertTrue(message.startsWith(file.getParent().toString()), message);
      checkSentence(message);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(
        IS_SEARCHING || allocated < ALLOCATED_BYTES_MAX, () -> allocated + " bytes allocated");
  }
}
