package dev.synth.render;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How fast this machine generates now, for an estimate. */
public final class SpeedTest {
  /** A note's length, short, so that slow models are measured in a few seconds, too. */
  private static final int SAMPLES = 256;

  private static final double WARM_UP_SECONDS = 2;
  private static final double MEASURED_SECONDS = 2;

  private SpeedTest() {}

  /** A piece of work that can be done again and again. */
  @FunctionalInterface
  public interface Work {
    /** Does it; returns how many samples that were. */
    long run() throws IOException;
  }

  /**
   * Samples a second of all notes together, those before a note's first ({@link
   * Synthesizer#leadSamples}) among them, after a warm-up that is not counted.
   *
   * @param samplesToDo of the work that is estimated; the trial is not longer than it
   */
  public static double samplesPerSecond(
      Synthesizer synthesizer, int threads, int notesAtOnce, long samplesToDo) throws IOException {
    LatentFormat format = synthesizer.format();
    int frames = format.frames(SAMPLES);
    Embedding embedding =
        new Embedding(frames, format.channels(), new float[frames * format.channels()]);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < notesAtOnce; i++) {
      requests.add(new GenerationRequest(embedding, 60, SAMPLES, 1, i));
    }
    return samplesPerSecond(
        () -> {
          synthesizer.synthesize(requests, threads, ProgressListener.NONE);
          return (long) requests.size() * (synthesizer.leadSamples() + SAMPLES);
        },
        samplesToDo);
  }

  /** Samples a second of {@code work}, done again and again, as above. */
  public static double samplesPerSecond(Work work, long samplesToDo) throws IOException {
    repeat(work, WARM_UP_SECONDS, samplesToDo / 2);
    return repeat(work, MEASURED_SECONDS, samplesToDo);
  }

  private static double repeat(Work work, double seconds, long samplesMax) throws IOException {
    long start = System.nanoTime();
    long samples = 0;
    double elapsed;
    do {
      samples += work.run();
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds && samples < samplesMax);
    return samples / elapsed;
  }
}
