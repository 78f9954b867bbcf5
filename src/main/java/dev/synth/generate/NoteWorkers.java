package dev.synth.generate;

import dev.synth.io.WorkFailedException;
import dev.synth.io.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Threads that play the notes of a supply, each one note after the other. */
public final class NoteWorkers {
  private final NoteSupply supply;
  private final long samplesTotal;
  private final ProgressListener listener;
  private final Function<GenerationRequest, float[]> player;
  private long samplesDone;
  private volatile boolean stopped;

  private NoteWorkers(
      NoteSupply supply,
      long samplesTotal,
      ProgressListener listener,
      Function<GenerationRequest, float[]> player) {
    this.supply = supply;
    this.samplesTotal = samplesTotal;
    this.listener = listener;
    this.player = player;
  }

  /**
   * Plays all notes.
   *
   * @param samplesTotal of all of them, for the listener
   * @param workers threads, at least 1; one works on the calling thread
   * @param player makes a note, on several threads at once; its {@link WorkFailedException} fails
   *     that note only
   */
  public static void play(
      NoteSupply supply,
      long samplesTotal,
      int workers,
      ProgressListener listener,
      Function<GenerationRequest, float[]> player) {
    NoteWorkers work = new NoteWorkers(supply, samplesTotal, listener, player);
    if (workers == 1) {
      work.playAll();
      return;
    }
    ExecutorService executor =
        Executors.newFixedThreadPool(
            workers,
            run -> {
              Thread thread = new Thread(run, "synth-generate");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < workers; i++) {
        running.add(executor.submit(work::playAll));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("generation was interrupted", e);
    } catch (ExecutionException e) {
      throw Workers.failure(e);
    } finally {
      work.stopped = true;
      executor.shutdownNow();
    }
  }

  private void playAll() {
    for (NoteSupply.Order order = next(); order != null; order = next()) {
      GenerationRequest request = order.request();
      try {
        order.finished(player.apply(request));
      } catch (WorkFailedException e) {
        order.failed(e);
      }
      report(request.samples());
    }
  }

  private NoteSupply.Order next() {
    synchronized (supply) {
      return stopped ? null : supply.next();
    }
  }

  private synchronized void report(long samples) {
    samplesDone += samples;
    listener.generated(samplesDone, samplesTotal);
  }
}
