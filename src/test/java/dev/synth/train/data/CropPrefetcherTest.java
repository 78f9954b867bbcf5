package dev.synth.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CropPrefetcherTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  /** Counts up; fails with {@code failure}, where there is one, instead of giving {@code last}. */
  private static final class Counting implements Batches<Integer> {
    private final int last;
    private final Exception failure;
    private final CountDownLatch readAhead = new CountDownLatch(12);
    private volatile int given;

    Counting(int last, Exception failure) {
      this.last = last;
      this.failure = failure;
    }

    @Override
    public Integer next() throws IOException {
      if (given == last && failure instanceof IOException e) {
        throw e;
      }
      if (given == last && failure instanceof RuntimeException e) {
        throw e;
      }
      readAhead.countDown();
      return given++;
    }

    @Override
    public StreamPosition position() {
      return new StreamPosition(0, 0, given);
    }
  }

  @Test
  void stepsComeInOrderWithThePlaceAfterThem() throws IOException {
    try (CropPrefetcher<Integer> feed = new CropPrefetcher<>(new Counting(-1, null), 3)) {
      for (int step = 0; step < 50; step++) {
        CropPrefetcher.Item<Integer> item = feed.next();
        assertEquals(List.of(3 * step, 3 * step + 1, 3 * step + 2), item.parts());
        assertEquals(new StreamPosition(0, 0, 3 * step + 3), item.after());
      }
    }
  }

  @Test
  void itReadsAFewStepsAheadAndNoMore() throws Exception {
    Counting batches = new Counting(-1, null);
    try (CropPrefetcher<Integer> feed = new CropPrefetcher<>(batches, 3)) {
      batches.readAhead.await(); // four steps of three, before any is asked for
      Thread.sleep(300);
      assertTrue(batches.given <= 15, batches.given + " read: four steps, and one that waits");
      assertEquals(List.of(0, 1, 2), feed.next().parts());
    }
  }

  @Test
  void aFailureComesAfterTheStepsBeforeItAndAsItself() throws IOException {
    for (Exception failure :
        List.of(new IOException("no note"), new IllegalStateException("a bug"))) {
      try (CropPrefetcher<Integer> feed = new CropPrefetcher<>(new Counting(2, failure), 1)) {
        assertEquals(List.of(0), feed.next().parts());
        assertEquals(List.of(1), feed.next().parts());
        assertSame(failure, assertThrows(Exception.class, feed::next));
      }
    }
  }

  @Test
  void closingEndsItsThreadWhetherItWaitsOrReads() {
    assertTimeoutPreemptively(
        LONG,
        () -> {
          for (int i = 0; i < 20; i++) {
            Counting batches = new Counting(-1, null);
            CropPrefetcher<Integer> feed = new CropPrefetcher<>(batches, 1);
            if (i % 2 == 0) {
              feed.next();
            }
            feed.close();
            int given = batches.given;
            Thread.sleep(5);
            assertEquals(given, batches.given, "nothing is read after it was closed");
          }
        });
    assertFalse(
        Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals("crops") && thread.isAlive()));
  }

  @Test
  void anInterruptedTrainerDoesNotWait() {
    try (CropPrefetcher<Integer> feed =
        new CropPrefetcher<>(
            new Batches<>() {
              @Override
              public Integer next() throws IOException {
                try {
                  Thread.sleep(50);
                } catch (InterruptedException e) {
                  throw new IOException(e);
                }
                return 0;
              }

              @Override
              public StreamPosition position() {
                return StreamPosition.START;
              }
            },
            1)) {
      Thread.currentThread().interrupt();
      String message = assertThrows(IOException.class, feed::next).getMessage();
      assertTrue(message.contains("interrupted"), message);
      assertTrue(Thread.interrupted(), "the interrupt is kept for the caller");
    }
  }
}
