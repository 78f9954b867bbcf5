package dev.synth.models.wavenet.play;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.HighPass;
import dev.synth.dsp.OffsetFilter;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.OutputLevel;
import dev.synth.generate.ProgressListener;
import dev.synth.io.WorkFailedException;
import dev.synth.io.Workers;
import dev.synth.latent.Embedding;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Takes notes from a supply to their ends, on a fixed number of threads. Each thread has a batch of
 * its own; when a note of it is finished, the next of the supply takes its place, so batches stay
 * full until nothing is left.
 */
final class BatchRunner {
  /** Steps of a batch between two reports. */
  private static final int REPORT_STEPS = 256;

  /**
   * The most silence before a note, in samples. What is longer than the convolutions' field changes
   * nothing, and from 512 on the start of a note hardly changes.
   */
  private static final int MOST_LEAD_SAMPLES = 2_048;

  /** Codes up to here, on both sides, are within a step of silence: -69 dBFS. */
  private static final int QUIET_CODE = 1;

  private final DecoderWeights weights;
  private final int leadSamples;
  private final ResidualCoding classes;
  private final NoteSupply supply;
  private final long samplesTotal;
  private final ProgressListener listener;
  private long samplesDone;
  private volatile boolean stopped;

  BatchRunner(
      DecoderWeights weights, NoteSupply supply, long samplesTotal, ProgressListener listener) {
    this.weights = weights;
    this.leadSamples = leadSamples(weights.spec());
    this.classes = new ResidualCoding(weights.spec());
    this.supply = supply;
    this.samplesTotal = samplesTotal;
    this.listener = listener;
  }

  /**
   * Samples of silence that the decoder receives before a note. Without a context it would draw the
   * first sample as that of a crop, which it was mostly trained on and which begins anywhere in a
   * wave: a note would begin with a pop. After silence it expects what follows silence.
   */
  static int leadSamples(WaveNetSpec spec) {
    return Math.min(MOST_LEAD_SAMPLES, spec.convolutionFieldSamples());
  }

  /** A note on its way. */
  private static final class Voice {
    private final NoteSupply.Order order;
    private final Embedding embedding;
    private final int pitch;
    private final Sampler sampler;
    private final OutputLevel level;
    private final ResidualCoding classes;
    private final byte[] codes;
    private WorkFailedException failure;

    Voice(NoteSupply.Order order, GenerationRequest request, ResidualCoding classes) {
      this.order = order;
      this.embedding = request.embedding();
      this.pitch = request.pitch().whole();
      this.level = request.level();
      this.sampler = new Sampler(MuLaw.CODES, request.temperature(), request.seed());
      this.classes = classes;
      this.codes = new byte[request.samples()];
    }

    /**
     * Draws the sample at {@code index}, which is silent below 0; its companded value is the
     * network's next input.
     */
    float draw(int index, float[] logits, int offset) {
      if (index < 0) {
        return 0;
      }
      try {
        int newest = index < 1 ? 0 : codes[index - 1];
        int before = index < 2 ? 0 : codes[index - 2];
        boolean quiet = Math.abs(newest) <= QUIET_CODE && Math.abs(before) <= QUIET_CODE;
        int code = classes.played(sampler.label(logits, offset, quiet), newest, before);
        codes[index] = (byte) code;
        return MuLaw.companded(code);
      } catch (WorkFailedException e) {
        failure = e;
        return 0;
      }
    }
  }

  /**
   * Generates every note of the supply.
   *
   * @param threads from 1 to {@code notes}
   * @param notes how many are on their way at once, over all threads
   */
  void run(int threads, int notes) {
    if (threads == 1) {
      runBatch(notes);
      return;
    }
    ExecutorService executor = Executors.newFixedThreadPool(threads, BatchRunner::daemon);
    try {
      var running = new ExecutorCompletionService<Void>(executor);
      for (int i = 0; i < threads; i++) {
        int share = notes / threads + (i < notes % threads ? 1 : 0);
        running.submit(() -> runBatch(share), null);
      }
      // In the order of their ends, so that one that fails stops the others at once.
      for (int i = 0; i < threads; i++) {
        running.take().get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("generation was interrupted", e);
    } catch (ExecutionException e) {
      throw Workers.failure(e);
    } finally {
      stopped = true;
      executor.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "synth-generate");
    thread.setDaemon(true);
    return thread;
  }

  private void runBatch(int notes) {
    List<Voice> voices = new ArrayList<>();
    Voice first;
    while (voices.size() < notes && (first = next()) != null) {
      voices.add(first);
    }
    if (voices.isEmpty()) {
      return;
    }
    DecoderState state =
        new DecoderState(
            weights,
            leadSamples,
            voices.stream().map(voice -> voice.embedding).toList(),
            voices.stream().mapToInt(voice -> voice.pitch).toArray());
    float[] previous = new float[voices.size()];
    long unreported = 0;
    for (long step = 1; !voices.isEmpty() && !stopped; step++) {
      float[] logits = state.step(previous);
      for (int note = 0; note < voices.size(); note++) {
        int index = state.sample(note) - 1;
        previous[note] = voices.get(note).draw(index, logits, state.logitsOffset(note));
        unreported += index < 0 ? 0 : 1;
      }
      if (step % REPORT_STEPS == 0) {
        report(unreported);
        unreported = 0;
      }
      replaceFinished(voices, state, previous);
    }
    report(unreported);
  }

  private void replaceFinished(List<Voice> voices, DecoderState state, float[] previous) {
    for (int note = voices.size() - 1; note >= 0; note--) {
      Voice voice = voices.get(note);
      if (voice.failure == null && state.sample(note) < voice.codes.length) {
        continue;
      }
      deliver(voice);
      Voice next = next();
      if (next != null) {
        voices.set(note, next);
        state.begin(note, next.embedding, next.pitch);
        previous[note] = 0;
      } else {
        voices.remove(note);
        state.remove(note);
        System.arraycopy(previous, note + 1, previous, note, voices.size() - note);
      }
    }
  }

  /**
   * What lies below 20 Hz is inaudible, and was in nothing that the encoder heard; a decoder that
   * drifts makes it. It is taken from what is delivered, not from the decoder's context.
   */
  private void deliver(Voice voice) {
    float[] samples =
        voice.failure == null
            ? HighPass.filter(
                MuLaw.decode(voice.codes), OffsetFilter.LOWEST_HZ, weights.spec().sampleRateHz())
            : null;
    // Not under the supply's lock: to write one note must not keep others from beginning.
    if (samples != null) {
      voice.order.finished(voice.level.apply(samples));
    } else {
      voice.order.failed(voice.failure);
    }
  }

  /** The next note, or null when there is none left. */
  private Voice next() {
    synchronized (supply) {
      NoteSupply.Order order = supply.next();
      if (order == null) {
        return null;
      }
      GenerationRequest request = order.request();
      Generator.check(weights.spec(), request.embedding(), request.samples());
      return new Voice(order, request, classes);
    }
  }

  private synchronized void report(long samples) {
    samplesDone += samples;
    listener.generated(samplesDone, samplesTotal);
  }
}
