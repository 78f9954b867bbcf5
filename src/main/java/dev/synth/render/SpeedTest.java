package dev.synth.render;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.util.ArrayList;
import java.util.List;

/** How fast this machine generates now, for an estimate. */
public final class SpeedTest {
  /** A note's length, short, so that slow models are measured in a few seconds, too. */
  private static final int SAMPLES = 256;

  private static final double WARM_UP_SECONDS = 2;
  private static final double MEASURED_SECONDS = 2;

  private SpeedTest() {}

  /**
   * Samples a second of all notes together, those before a note's first ({@link
   * Synthesizer#leadSamples}) among them, after a warm-up that is not counted.
   */
  public static double samplesPerSecond(Synthesizer synthesizer, int threads, int notesAtOnce) {
    LatentFormat format = synthesizer.format();
    int frames = format.frames(SAMPLES);
    Embedding embedding =
        new Embedding(frames, format.channels(), new float[frames * format.channels()]);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < notesAtOnce; i++) {
      requests.add(new GenerationRequest(embedding, 60, SAMPLES, 1, i));
    }
    repeat(synthesizer, requests, threads, WARM_UP_SECONDS);
    return repeat(synthesizer, requests, threads, MEASURED_SECONDS);
  }

  private static double repeat(
      Synthesizer synthesizer, List<GenerationRequest> requests, int threads, double seconds) {
    long start = System.nanoTime();
    long samples = 0;
    double elapsed;
    do {
      synthesizer.synthesize(requests, threads, ProgressListener.NONE);
      samples += (long) requests.size() * (synthesizer.leadSamples() + SAMPLES);
      elapsed = (System.nanoTime() - start) / 1e9;
    } while (elapsed < seconds);
    return samples / elapsed;
  }
}
