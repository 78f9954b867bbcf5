package dev.synth.kernel;

import dev.synth.io.Workers;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Splits loops over rows among a fixed set of threads. A loop within a loop's body runs on the
 * thread that meets it.
 */
public final class Parallel implements AutoCloseable {
  /** Below this many values a second thread costs more than it saves. */
  private static final int WORTH_SPLITTING = 16_384;

  private final int threads;
  private final ExecutorService pool;
  private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

  /** {@code threads} threads, the calling one among them. */
  public Parallel(int threads) {
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            task -> {
              Thread thread = new Thread(task, "synth-kernel");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A loop body over rows {@code from} (inclusive) to {@code to} (exclusive). */
  @FunctionalInterface
  public interface Rows {
    /** Works on these rows, whatever the other threads are at. */
    void run(int from, int to);
  }

  /** How many threads share a loop. */
  public int threads() {
    return threads;
  }

  /** Whether the calling thread is in the body of a loop. */
  public boolean isInside() {
    return inside.get();
  }

  /**
   * Runs {@code body} over all rows, each exactly once, and returns when all are done.
   *
   * @param columns values that a row takes, by which it is told whether a second thread pays
   */
  public void rows(int rows, int columns, Rows body) {
    int parts = (long) rows * columns < WORTH_SPLITTING ? 1 : Math.min(threads, rows);
    if (parts == 1 || inside.get()) {
      body.run(0, rows);
      return;
    }
    Future<?>[] others = new Future<?>[parts - 1];
    for (int p = 1; p < parts; p++) {
      int from = (int) ((long) rows * p / parts);
      int to = (int) ((long) rows * (p + 1) / parts);
      others[p - 1] = pool.submit(() -> within(body, from, to));
    }
    try {
      within(body, 0, rows / parts);
    } finally {
      for (Future<?> other : others) {
        await(other);
      }
    }
  }

  private void within(Rows body, int from, int to) {
    inside.set(true);
    try {
      body.run(from, to);
    } finally {
      inside.set(false);
    }
  }

  private static void await(Future<?> task) {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true; // the rows are needed all the same; the caller sees the flag
      } catch (ExecutionException e) {
        throw Workers.failure(e);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    pool.shutdown();
  }
}
