package dev.synth.train.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads crops on a thread of its own, a few steps ahead. The order does not depend on timing, and
 * each step's crops come with the place where the stream resumes after them, so that what was read
 * ahead and never used is simply read again after a resume.
 *
 * @param <B> a batch, a part of a step
 */
public final class CropPrefetcher<B> implements AutoCloseable {
  private static final int STEPS_AHEAD = 4;
  private static final long POLL_MILLIS = 100;

  /** One step's crops, or why there are none. */
  public record Item<B>(List<B> parts, StreamPosition after, Throwable failure) {}

  private final BlockingQueue<Item<B>> queue = new ArrayBlockingQueue<>(STEPS_AHEAD);
  private final Thread thread;
  private volatile boolean closed;

  /** Starts to read {@code crops}, {@code parts} batches a step. */
  public CropPrefetcher(Batches<B> crops, int parts) {
    thread = new Thread(() -> readAll(crops, parts), "crops");
    thread.setDaemon(true);
    thread.start();
  }

  private void readAll(Batches<B> crops, int parts) {
    try {
      while (!closed) {
        List<B> step = new ArrayList<>();
        for (int i = 0; i < parts; i++) {
          step.add(crops.next());
        }
        offer(new Item<>(step, crops.position(), null));
      }
    } catch (Throwable e) {
      // Whatever it is: the trainer would wait for ever.
      offer(new Item<>(null, null, e));
    }
  }

  /** Not interrupted, but asked to end: an interrupt would close files that others read. */
  private void offer(Item<B> item) {
    try {
      while (!closed && !queue.offer(item, POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        // The trainer is slower, as it should be.
      }
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /**
   * The next step's crops.
   *
   * @throws IOException if reading failed for good; what else failed on its thread is thrown as it
   *     is
   */
  public Item<B> next() throws IOException {
    Item<B> item;
    try {
      item = queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for crops", e);
    }
    if (item.failure() instanceof IOException failure) {
      throw failure;
    }
    if (item.failure() instanceof RuntimeException failure) {
      throw failure;
    }
    if (item.failure() instanceof Error failure) {
      throw failure;
    }
    return item;
  }

  @Override
  public void close() {
    closed = true;
    queue.clear();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
