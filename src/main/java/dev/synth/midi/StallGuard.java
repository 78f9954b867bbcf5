package dev.synth.midi;

import dev.synth.io.BadDataException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs work of others that may never return, and gives up on it when it makes no progress. Its
 * thread cannot be stopped then, and ends with the process; nothing else is run any more.
 */
final class StallGuard implements AutoCloseable {
  private static final long POLL_MILLIS = 200;

  private final double limitSeconds;
  private volatile long progressNanos = System.nanoTime();
  private volatile boolean stalled;

  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "synthesizer");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param limitSeconds how long work may take from one {@link #progress} to the next
   */
  StallGuard(double limitSeconds) {
    this.limitSeconds = limitSeconds;
  }

  /** Says that the work has got on. */
  void progress() {
    progressNanos = System.nanoTime();
  }

  /** Whether the work was given up. */
  boolean isStalled() {
    return stalled;
  }

  /**
   * Runs {@code work} and waits for it.
   *
   * @param what the subject of the sentence for when it makes no progress
   * @throws BadDataException when it made no progress for too long
   * @throws IOException what the work throws
   */
  <T> T run(String what, Callable<T> work) throws IOException {
    if (stalled) {
      throw stall(what);
    }
    progress();
    Future<T> result = worker.submit(work);
    while (true) {
      try {
        return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - progressNanos > limitSeconds * 1e9) {
          stalled = true;
          throw stall(what);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while " + what + " was played.", e);
      } catch (ExecutionException e) {
        throw thrown(e.getCause());
      }
    }
  }

  private BadDataException stall(String what) {
    return new BadDataException(
        String.format(
            java.util.Locale.ROOT,
            "%s cannot be played: the JDK's synthesizer made no progress for %.0f s; the soundfont"
                + " is damaged.",
            what,
            limitSeconds));
  }

  private static IOException thrown(Throwable cause) {
    if (cause instanceof IOException failure) {
      return failure;
    }
    if (cause instanceof RuntimeException failure) {
      throw failure;
    }
    if (cause instanceof Error failure) {
      throw failure;
    }
    return new IOException(cause);
  }

  @Override
  public void close() {
    worker.shutdown();
  }
}
