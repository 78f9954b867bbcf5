package dev.synth.bench;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Kernels;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The operations that dominate a training step, as the Vector API and as ND4J operations. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  private static final int BATCH = 4;
  private static final int ROWS = 6144 * BATCH;
  private static final int HOP = 512;

  /** Which implementation. */
  @Param({"vector", "nd4j"})
  public String kernels;

  /** Channels of a layer. */
  @Param({"64", "512"})
  public int width;

  private Ops ops;
  private Matrix in;
  private Matrix weights;
  private Matrix pre;
  private Matrix frames;
  private Matrix out;
  private Matrix gradient;
  private Matrix logits;
  private int[] codes;

  /** Allocates. */
  @Setup
  public void setUp() {
    System.setProperty(Kernels.PROPERTY, kernels);
    ops = Kernels.choose(Runtime.getRuntime().availableProcessors());
    in = random(ROWS, width, 1);
    weights = random(width, 2 * width, 2);
    pre = random(ROWS, 2 * width, 3);
    frames = random(ROWS / HOP, 2 * width, 4);
    out = random(ROWS, width, 5);
    gradient = random(ROWS, width, 6);
    logits = random(ROWS, 256, 7);
    codes = new Random(8).ints(ROWS, 0, 256).toArray();
  }

  private Matrix random(int rows, int columns, int seed) {
    return random(ops, rows, columns, seed);
  }

  private static Matrix random(Ops ops, int rows, int columns, int seed) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Matrix matrix = ops.allocate(rows, columns);
    ops.upload(values, matrix);
    return matrix;
  }

  /** One tap of a dilated convolution. */
  @Benchmark
  public void product() {
    ops.multiply(in, false, weights, false, pre, false);
  }

  /** Gate with conditioning. */
  @Benchmark
  public void gate() {
    ops.gate(pre, frames, BATCH, HOP, out);
  }

  /** Gradient of the gate. */
  @Benchmark
  public void gateGradient() {
    ops.gateGradient(pre, gradient);
  }

  /** Residual gradient through a ReLU. */
  @Benchmark
  public void reluGradient() {
    ops.addReluGradient(in, gradient, out);
  }

  /** Softmax cross-entropy and its gradient. */
  @Benchmark
  public double crossEntropy() {
    return ops.crossEntropy(logits, codes, logits, 1e-4);
  }

  /**
   * Checks a gate against the plain kernels.
   *
   * @throws IllegalStateException if they differ by more than float's rounding
   */
  @TearDown
  public void check() {
    Ops plain = Kernels.plain(ElementType.FLOAT);
    Matrix pre = random(plain, ROWS, 2 * width, 3);
    Matrix products = random(plain, ROWS, width, 5);
    plain.gate(pre, random(plain, ROWS / HOP, 2 * width, 4), BATCH, HOP, products);
    float[] expected = plain.download(products);
    ops.gate(random(ROWS, 2 * width, 3), frames, BATCH, HOP, out);
    float[] actual = ops.download(out);
    for (int row = 0; row < ROWS; row += 997) {
      for (int c = 0; c < width; c++) {
        float difference = Math.abs(expected[row * width + c] - actual[row * width + c]);
        // A product of two functions bounded by 1, each within a few units in the last place.
        if (!(difference < 1e-6)) {
          throw new IllegalStateException(
              "gate differs by " + difference + " at " + row + ", " + c);
        }
      }
    }
  }
}
