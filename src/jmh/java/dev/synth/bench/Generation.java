package dev.synth.bench;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.play.Generator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Times the generator and prints one JSON line. The silence that a note is led in by is steps of the
 * network as its samples are, and counts as such.
 *
 * <p>Arguments: preset, notes, warm-up samples, timed samples, threads, precision.
 */
public final class Generation {
  private Generation() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    WaveNetSpec spec = Networks.spec(args[0]);
    int notes = Integer.parseInt(args[1]);
    int warmUp = Integer.parseInt(args[2]);
    int samples = Integer.parseInt(args[3]);
    int threads = Integer.parseInt(args[4]);
    Precision precision = Precision.valueOf(args[5].toUpperCase(Locale.ROOT));
    Generator generator = Generator.of(Networks.model(spec), precision);
    run(generator, spec, notes, warmUp, threads);
    long start = System.nanoTime();
    run(generator, spec, notes, samples, threads);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"who\":\"synth\",\"precision\":\"%s\",\"samplesPerSecond\":%.1f,\"peakMemoryMb\":%d}%n",
        args[5],
        (samples + generator.leadSamples()) * (double) notes / seconds,
        Training.peakMemoryMb());
  }

  static List<float[]> run(
      Generator generator, WaveNetSpec spec, int notes, int samples, int threads) {
    int frames = spec.frames(samples);
    float[] values = new float[frames * spec.latentChannels()];
    Embedding embedding = new Embedding(frames, spec.latentChannels(), values);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int note = 0; note < notes; note++) {
      requests.add(new GenerationRequest(embedding, WaveNetSpec.UNKNOWN_PITCH, samples, 1, note));
    }
    return generator.synthesize(requests, threads, ProgressListener.NONE);
  }
}
