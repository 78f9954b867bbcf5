package dev.synth.generate;

import dev.synth.audio.MuLaw;
import dev.synth.latent.Embedding;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs batches of notes to their ends, on a fixed number of threads, and counts their samples. */
final class BatchRunner {
  /** Samples of a batch between two reports. */
  private static final int REPORT_SAMPLES = 256;

  private final DecoderWeights weights;
  private final long samplesTotal;
  private final ProgressListener listener;
  private long samplesDone;
  private volatile boolean stopped;

  BatchRunner(DecoderWeights weights, long samplesTotal, ProgressListener listener) {
    this.weights = weights;
    this.samplesTotal = samplesTotal;
    this.listener = listener;
  }

  /**
   * Generates every note.
   *
   * @param batches indices of requests, within a batch the longest first
   * @return mu-law codes, one array a request
   */
  byte[][] run(List<GenerationRequest> requests, List<List<Integer>> batches, int threads) {
    byte[][] codes = new byte[requests.size()][];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = new byte[requests.get(i).samples()];
    }
    if (threads == 1 || batches.size() < 2) {
      for (List<Integer> batch : batches) {
        runBatch(requests, batch, codes);
      }
    } else {
      runTogether(requests, batches, threads, codes);
    }
    return codes;
  }

  private void runTogether(
      List<GenerationRequest> requests, List<List<Integer>> batches, int threads, byte[][] codes) {
    ExecutorService executor =
        Executors.newFixedThreadPool(Math.min(threads, batches.size()), BatchRunner::daemon);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (List<Integer> batch : batches) {
        running.add(executor.submit(() -> runOrStop(requests, batch, codes)));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("generation was interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      stopped = true;
      executor.shutdownNow();
    }
  }

  /** A batch that fails stops the others, which would else be waited for. */
  private void runOrStop(List<GenerationRequest> requests, List<Integer> batch, byte[][] codes) {
    try {
      runBatch(requests, batch, codes);
    } catch (RuntimeException | Error e) {
      stopped = true;
      throw e;
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "synth-generate");
    thread.setDaemon(true);
    return thread;
  }

  private void runBatch(List<GenerationRequest> requests, List<Integer> batch, byte[][] codes) {
    List<Embedding> embeddings = new ArrayList<>();
    int[] pitches = new int[batch.size()];
    Sampler[] samplers = new Sampler[batch.size()];
    byte[][] sounds = new byte[batch.size()][];
    for (int note = 0; note < batch.size(); note++) {
      GenerationRequest request = requests.get(batch.get(note));
      embeddings.add(request.embedding());
      pitches[note] = request.pitch();
      samplers[note] = new Sampler(MuLaw.CODES, request.temperature(), request.seed());
      sounds[note] = codes[batch.get(note)];
    }
    DecoderState state = new DecoderState(weights, embeddings, pitches);
    float[] previous = new float[batch.size()];
    long unreported = 0;
    while (!stopped) {
      int notes = state.notes();
      while (notes > 0 && sounds[notes - 1].length == state.sample()) {
        notes--;
      }
      if (notes == 0) {
        break;
      }
      if (notes < state.notes()) {
        state.keep(notes);
      }
      advance(state, previous, samplers, sounds);
      unreported += notes;
      if (state.sample() % REPORT_SAMPLES == 0) {
        report(unreported);
        unreported = 0;
      }
    }
    report(unreported);
  }

  private static void advance(
      DecoderState state, float[] previous, Sampler[] samplers, byte[][] sounds) {
    int sample = state.sample();
    float[] logits = state.step(previous);
    for (int note = 0; note < state.notes(); note++) {
      int code = MuLaw.fromLabel(samplers[note].label(logits, state.logitsOffset(note)));
      sounds[note][sample] = (byte) code;
      previous[note] = MuLaw.companded(code);
    }
  }

  private synchronized void report(long samples) {
    samplesDone += samples;
    listener.generated(samplesDone, samplesTotal);
  }
}
