package dev.synth.render;

import dev.synth.generate.GenerationList;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How fast this machine works now, for an estimate.
 *
 * <p>The work begins short, so that slow models are measured in a few seconds, and doubles until it
 * takes long enough that what is done once, whatever its length, does not hide how fast it is.
 */
public final class SpeedTest {
  private static final double WARM_UP_SECONDS = 2;
  private static final double MEASURED_SECONDS = 2;

  /** What takes less time tells little of the speed. */
  private static final double LEAST_SECONDS = 0.3;

  private final LongSupplier nanos;

  /** By a clock of nanoseconds. */
  SpeedTest(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A piece of work that can be done again and again. */
  @FunctionalInterface
  public interface Work {
    /** Does it; returns how many samples that were. */
    long run() throws IOException;

    /** Makes it longer, about twice; returns whether it could. */
    default boolean grow() {
      return false;
    }
  }

  /**
   * Samples a second of all notes together, those before a note's first ({@link
   * Synthesizer#leadSamples}) among them, after a warm-up that is not counted.
   *
   * @param notesAtOnce how many are played at the same time
   * @param notes to do, at least 1; the trial has no more of them, nor longer ones
   * @param samplesToDo of all of them, counted in the same way
   */
  public static double samplesPerSecond(
      Synthesizer synthesizer, int threads, int notesAtOnce, int notes, long samplesToDo)
      throws IOException {
    return new SpeedTest(System::nanoTime)
        .of(new Playing(synthesizer, threads, notesAtOnce, notes, samplesToDo), samplesToDo);
  }

  /** Samples a second of {@code work}, done again and again, as above. */
  public static double samplesPerSecond(Work work, long samplesToDo) throws IOException {
    return new SpeedTest(System::nanoTime).of(work, samplesToDo);
  }

  double of(Work work, long samplesToDo) throws IOException {
    repeat(work, WARM_UP_SECONDS, samplesToDo / 2);
    return repeat(work, MEASURED_SECONDS, samplesToDo);
  }

  /** Until so many seconds are over or so many samples are done, but not for too short a time. */
  private double repeat(Work work, double seconds, long samplesMax) throws IOException {
    long start = nanos.getAsLong();
    long samples = 0;
    double elapsed;
    do {
      long begin = nanos.getAsLong();
      samples += work.run();
      elapsed = secondsSince(start);
      if (secondsSince(begin) < LEAST_SECONDS && work.grow()) {
        start = nanos.getAsLong();
        samples = 0;
        elapsed = 0;
      }
    } while (elapsed < LEAST_SECONDS || (elapsed < seconds && samples < samplesMax));
    return samples / elapsed;
  }

  private double secondsSince(long start) {
    return (nanos.getAsLong() - start) / 1e9;
  }

  /** Notes of a model: first longer ones, then more. */
  static final class Playing implements Work {
    /** A note's length at first. */
    private static final int FIRST_SAMPLES = 256;

    private static final int PITCH = 60;

    private final Synthesizer synthesizer;
    private final int threads;
    private final int notesAtOnce;
    private final int notesMax;
    private final long samplesMax;
    private int notes;
    private int samples = FIRST_SAMPLES;

    Playing(Synthesizer synthesizer, int threads, int notesAtOnce, int notesMax, long samplesToDo) {
      this.synthesizer = synthesizer;
      this.threads = threads;
      this.notesAtOnce = notesAtOnce;
      this.notesMax = notesMax;
      samplesMax = samplesToDo / notesMax - synthesizer.leadSamples();
      notes = Math.min(notesAtOnce, notesMax);
    }

    @Override
    public long run() {
      LatentFormat format = synthesizer.format();
      int frames = format.frames(samples);
      Embedding embedding =
          new Embedding(frames, format.channels(), new float[frames * format.channels()]);
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < notes; i++) {
        requests.add(new GenerationRequest(embedding, PITCH, samples, 1, i));
      }
      GenerationList list = new GenerationList(requests);
      synthesizer.synthesize(list, list.samples(), threads, notesAtOnce, ProgressListener.NONE);
      return (long) notes * (synthesizer.leadSamples() + samples);
    }

    @Override
    public boolean grow() {
      if (samples < samplesMax) {
        samples = (int) Math.min(2L * samples, samplesMax);
        return true;
      }
      boolean isMore = notes < notesMax;
      notes = (int) Math.min(2L * notes, notesMax);
      return isMore;
    }
  }
}
