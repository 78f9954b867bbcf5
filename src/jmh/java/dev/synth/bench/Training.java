package dev.synth.bench;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.MatmulPeak;
import dev.synth.kernel.Ops;
import dev.synth.kernel.ProductPrecision;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Times whole training steps (forward, loss, backward, Adam) and prints one JSON line; with {@code
 * profile}, also where the time goes.
 *
 * <p>Arguments: preset, batch, crop in samples, warm-up steps, timed steps, threads, float or
 * bf16, and perhaps {@code profile}.
 */
public final class Training {
  private static final int PEAK_SIZE = 2048;
  private static final int PEAK_PRODUCTS = 25;

  private Training() {}

  /** Runs. */
  public static void main(String[] args) throws IOException {
    WaveNetSpec spec = Networks.spec(args[0]);
    int batch = Integer.parseInt(args[1]);
    int crop = Integer.parseInt(args[2]);
    int warmUp = Integer.parseInt(args[3]);
    int steps = Integer.parseInt(args[4]);
    int threads = Integer.parseInt(args[5]);
    boolean profile = args.length > 7;
    Ops fast =
        Kernels.choose(threads, ProductPrecision.valueOf(args[6].toUpperCase(Locale.ROOT)));
    double peak = MatmulPeak.gflops(fast, PEAK_SIZE, PEAK_PRODUCTS);
    TimedOps timed = new TimedOps(fast);
    WaveNetGraph graph =
        WaveNetGraph.create(spec, profile ? timed : fast, new Adam(2e-4), 1);
    CodeBatch sounds = Networks.batch(batch, crop);
    double[] seconds = new double[steps];
    double first = 0;
    double last = 0;
    for (int step = -warmUp; step < steps; step++) {
      if (step == 0) {
        timed.reset();
      }
      long start = System.nanoTime();
      last = graph.fit(sounds);
      if (step == -warmUp) {
        first = last;
      }
      if (step >= 0) {
        seconds[step] = (System.nanoTime() - start) / 1e9;
      }
    }
    if (!(last < first)) {
      throw new IllegalStateException("the loss does not fall: " + first + " to " + last);
    }
    double total = Arrays.stream(seconds).sum();
    Arrays.sort(seconds);
    double speed = batch * (double) crop / seconds[steps / 2];
    double gflops = speed * 6 * spec.multiplyAddsPerSample() / 1e9;
    System.out.printf(
        Locale.ROOT,
        "{\"who\":\"synth\",\"parameters\":%d,\"samplesPerSecond\":%.1f,\"gflops\":%.1f,"
            + "\"matmulGflops\":%.1f,\"shareOfMatmul\":%.3f,\"peakMemoryMb\":%d,"
            + "\"firstNats\":%.4f,\"lastNats\":%.4f}%n",
        spec.parameterCount(),
        speed,
        gflops,
        peak,
        gflops / peak,
        peakMemoryMb(),
        first,
        last);
    if (profile) {
      System.out.print(timed.report(total));
    }
  }

  /** What the operating system says this process took at most; 0 where it does not say. */
  static long peakMemoryMb() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1_000_000)
        .findFirst()
        .orElse(0);
  }
}
