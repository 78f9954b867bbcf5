package dev.synth.bench;

import dev.synth.kernel.ProductPrecision;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.SoundEncoder;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Times the encoder on a note of 4 s and prints one JSON line.
 *
 * <p>Arguments: preset, notes that are timed, threads, precision.
 */
public final class Encoding {
  private static final int NOTE_SAMPLES = 64_000;
  private static final int WARM_UP_NOTES = 2;

  private Encoding() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    WaveNetSpec spec = Networks.spec(args[0]);
    double[] seconds = new double[Integer.parseInt(args[1])];
    float[] note = new float[NOTE_SAMPLES];
    Random random = new Random(1);
    for (int t = 0; t < note.length; t++) {
      note[t] = (float) (0.1 * random.nextGaussian());
    }
    try (SoundEncoder encoder =
        SoundEncoder.create(
            spec,
            Networks.model(spec).tensors(),
            Integer.parseInt(args[2]),
            ProductPrecision.valueOf(args[3].toUpperCase(Locale.ROOT)))) {
      for (int i = -WARM_UP_NOTES; i < seconds.length; i++) {
        long start = System.nanoTime();
        encoder.encode(note);
        if (i >= 0) {
          seconds[i] = (System.nanoTime() - start) / 1e9;
        }
      }
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "{\"who\":\"synth\",\"precision\":\"%s\",\"secondsPerNote\":%.3f,\"fastest\":%.3f,"
            + "\"peakMemoryMb\":%d}%n",
        args[3],
        seconds[seconds.length / 2],
        seconds[0],
        Training.peakMemoryMb());
  }
}
