package dev.synth.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;

/**
 * The loop over jobs that make files: passes over what is done, leaves to other processes what they
 * are at and comes back to it, continues past failures, and tells what becomes of each job. What is
 * done is remembered in a {@link WorkFolder} or a {@link Journal}, so that work which is cut short
 * can be resumed.
 *
 * <p>Either {@link #run} does the jobs one after the other; or somebody takes them with {@link
 * #next} and says of each when it is ended, several at work at the same time. Not safe for use by
 * several threads, but for {@link #end}.
 *
 * @param <J> a job
 */
public final class JobLoop<J> {
  private static final long POLL_MILLIS = 500;

  /** What remembers which jobs are done, by this process or another. */
  @FunctionalInterface
  public interface Memory<J> {
    /**
     * Begins a job, unless it is done or at work elsewhere.
     *
     * @throws IOException if it cannot be begun; the loop continues with the others
     */
    WorkFolder.State begin(J job) throws IOException;

    /** Gives up a job that was begun, whether it is done or not. */
    default void end(J job) {}
  }

  /** Learns what becomes of each job. */
  public interface Listener<J> {
    /** The job was done in an earlier run. */
    void done(J job);

    /** The job was done by another process, which is at the same work. */
    default void doneMeanwhile(J job) {
      done(job);
    }

    /** The job cannot be done; the others continue, unless this throws. */
    void failed(J job, Exception failure);

    /** The jobs that are left are not tried, as there is no room for what they make. */
    default void abandoned(int jobs) {}
  }

  /** Does one job, and remembers that. */
  @FunctionalInterface
  public interface Work<J> {
    /** Does {@code job}, which was begun. */
    void run(J job) throws IOException;
  }

  private final Memory<J> memory;
  private final Listener<J> listener;
  private Deque<J> waiting;
  private List<J> elsewhere = new ArrayList<>();
  private int round;

  /** A loop over {@code jobs} in their order. */
  public JobLoop(Collection<J> jobs, Memory<J> memory, Listener<J> listener) {
    this.memory = memory;
    this.listener = listener;
    this.waiting = new ArrayDeque<>(jobs);
    this.round = waiting.size();
  }

  /** The jobs that the current round has still to look at. */
  public Collection<J> waiting() {
    return List.copyOf(waiting);
  }

  /**
   * Begins the next job that is to do; it must be ended with {@link #end}.
   *
   * @return null when none is left in this round; see {@link #again}
   */
  public J next() {
    for (J job = waiting.poll(); job != null; job = waiting.poll()) {
      try {
        switch (memory.begin(job)) {
          case DONE -> listener.done(job);
          case DONE_MEANWHILE -> listener.doneMeanwhile(job);
          case ELSEWHERE -> elsewhere.add(job);
          case TO_DO -> {
            return job;
          }
        }
      } catch (IOException | WorkFailedException e) {
        failed(job, e);
      }
    }
    return null;
  }

  /**
   * Reports that a job which was begun cannot be done. When the file system is full, no job follows
   * any more.
   */
  public void failed(J job, Exception failure) {
    listener.failed(job, failure);
    if (failure instanceof FileSystemFullException) {
      int left = waiting.size() + elsewhere.size();
      waiting.clear();
      elsewhere.clear();
      if (left > 0) {
        listener.abandoned(left);
      }
    }
  }

  /** Gives up a job that {@link #next} began, whether it was done or not. */
  public void end(J job) {
    memory.end(job);
  }

  /**
   * Begins another round, with the jobs that others were at; waits a moment where there was nothing
   * else.
   *
   * @return false when no job is left
   */
  public boolean again() {
    if (elsewhere.isEmpty()) {
      return false;
    }
    if (elsewhere.size() == round) {
      pause();
    }
    waiting = new ArrayDeque<>(elsewhere);
    round = elsewhere.size();
    elsewhere = new ArrayList<>();
    return true;
  }

  static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkFailedException("Interrupted while another process was at work.");
    }
  }

  /**
   * Does all jobs, one after the other.
   *
   * @throws IOException if the listener throws it, unchecked, because after that failure no other
   *     job should be tried
   */
  public void run(Work<J> work) throws IOException {
    try {
      do {
        for (J job = next(); job != null; job = next()) {
          try {
            work.run(job);
          } catch (IOException | WorkFailedException e) {
            failed(job, e);
          } finally {
            end(job);
          }
        }
      } while (again());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Ends a loop from its listener: throws {@code failure}. */
  public static void stop(Exception failure) {
    if (failure instanceof IOException e) {
      throw new UncheckedIOException(e);
    }
    throw (RuntimeException) failure;
  }
}
