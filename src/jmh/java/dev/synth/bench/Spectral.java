package dev.synth.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.synth.kernel.ElementType;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.spectral.SpectrogramBatch;
import dev.synth.models.spectral.graph.SpectralNetwork;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * A spectral autoencoder's passes beside a large product of matrices, in processor time, which
 * other programs on the machine disturb less than the clock: width, notes, threads, repetitions.
 */
public final class Spectral {
  private static final int SIDE = 1_024;

  private Spectral() {}

  /** Runs it. */
  public static void main(String[] args) {
    int width = Integer.parseInt(args[0]);
    int notes = Integer.parseInt(args[1]);
    int threads = Integer.parseInt(args[2]);
    int repetitions = Integer.parseInt(args[3]);
    SpectralSpec spec =
        new SpectralSpec(16_000, 1_024, 256, 64_000, width, 16 * width, Math.max(1, width), 100);
    float[] images = new float[notes * spec.pixels()];
    Random random = new Random(1);
    for (int i = 0; i < images.length; i++) {
      images[i] = random.nextFloat();
    }
    int[] pitches = new int[notes];
    Arrays.fill(pitches, 60);
    SpectrogramBatch batch = new SpectrogramBatch(images, pitches);
    double pass = 2.0 * notes * spec.multiplyAdds();
    try (Ops ops = Kernels.nd4j(ElementType.FLOAT);
        SpectralNetwork network = SpectralNetwork.create(spec, ElementType.FLOAT, threads, 1);
        Matrix a = ops.allocate(SIDE, SIDE);
        Matrix b = ops.allocate(SIDE, SIDE);
        Matrix c = ops.allocate(SIDE, SIDE)) {
      for (int i = 0; i < repetitions; i++) {
        double peak =
            gflops(
                10 * 2.0 * SIDE * SIDE * SIDE,
                () -> {
                  for (int k = 0; k < 10; k++) {
                    ops.multiply(a, false, b, false, c, false);
                  }
                });
        double forward = gflops(pass, () -> network.loss(batch));
        double gradients = gflops(3 * pass, () -> network.computeGradients(batch));
        System.out.printf(
            Locale.ROOT,
            "product %.0f GFLOPS, forward %.1f (%.0f %%), gradients %.1f (%.0f %%)%n",
            peak,
            forward,
            100 * forward / peak,
            gradients,
            100 * gradients / peak);
      }
    }
  }

  /** Operations for each nanosecond of processor time. */
  private static double gflops(double operations, Runnable work) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    work.run();
    return operations / (system.getProcessCpuTime() - before);
  }
}
