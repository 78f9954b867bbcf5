package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.ProgressListener;
import dev.synth.io.BadDataException;
import dev.synth.latent.Embedding;
import dev.synth.model.Encoder;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * How long a model computes on one thread of this machine, as it was then.
 *
 * @param encoding seconds a second of sound
 * @param playing seconds a second of sound, of one note by itself; what is computed before its
 *     first sample is not counted
 */
public record Speed(double encoding, double playing) {
  /** Only so much of a note is played. */
  private static final double SOUND_SECONDS_MAX = 1;

  /** What is faster is done again, and the fastest time counts. */
  private static final double SECONDS_MIN = 0.3;

  private static final int TIMES_MAX = 20;

  /** About how many seconds it takes to find this out on a note of {@code soundSeconds}. */
  public double seconds(double soundSeconds) {
    double sound = Math.min(SOUND_SECONDS_MAX, soundSeconds);
    return Math.max(SECONDS_MIN, sound * encoding) + Math.max(SECONDS_MIN, sound * playing);
  }

  /** The beginning of an embedding: as much as is played. */
  static Embedding start(Embedding embedding, double frameSeconds) {
    int most = (int) Math.ceil(SOUND_SECONDS_MAX / frameSeconds);
    int frames = Math.min(embedding.frames(), most);
    int channels = embedding.channels();
    return new Embedding(frames, channels, Arrays.copyOf(embedding.values(), frames * channels));
  }

  /**
   * Measures.
   *
   * @param sound as the encoder hears it
   * @param request of a second of a note or less
   */
  static Speed of(
      MeasuredModel model, AudioClip sound, OptionalInt pitch, GenerationRequest request)
      throws BadDataException {
    int most = (int) (SOUND_SECONDS_MAX * sound.sampleRateHz());
    float[] start = Arrays.copyOf(sound.samples(), Math.min(most, sound.samples().length));
    double encoding;
    try (Encoder encoder = model.named().model().encoder(1)) {
      encoding = fastest(() -> encoder.encode(start, pitch)) * sound.sampleRateHz() / start.length;
    }
    double playing =
        fastest(() -> model.synthesizer().synthesize(List.of(request), 1, ProgressListener.NONE));
    int computed = request.samples() + model.synthesizer().leadSamples();
    return new Speed(encoding, playing * model.format().sampleRateHz() / computed);
  }

  /** The seconds of the fastest of several times. */
  private static double fastest(Runnable work) {
    double fastest = Double.POSITIVE_INFINITY;
    long begin = System.nanoTime();
    for (int i = 0; i < TIMES_MAX && (i == 0 || secondsSince(begin) < SECONDS_MIN); i++) {
      long start = System.nanoTime();
      work.run();
      fastest = Math.min(fastest, secondsSince(start));
    }
    return fastest;
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }
}
