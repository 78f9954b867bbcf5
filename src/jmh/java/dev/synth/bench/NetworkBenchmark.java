package dev.synth.bench;

import dev.synth.kernel.Kernels;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.SoundEncoder;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import dev.synth.models.wavenet.play.Generator;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A training step, encoding a note, and generating, whole: samples a second. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx4g")
@Warmup(iterations = 2, time = 5)
@Measurement(iterations = 5, time = 3)
public class NetworkBenchmark {
  private static final int CROP = 6144;
  private static final int NOTE = 64_000;
  private static final int GENERATED = 512;

  /** Sizes. */
  @Param({"small", "nsynth"})
  public String preset;

  private WaveNetSpec spec;
  private WaveNetGraph graph;
  private CodeBatch batch;
  private SoundEncoder encoder;
  private float[] note;
  private Generator generator;

  /** Allocates. */
  @Setup
  public void setUp() {
    int threads = Runtime.getRuntime().availableProcessors();
    spec = Networks.spec(preset);
    var ops = Kernels.choose(threads);
    graph = WaveNetGraph.create(spec, ops, new Adam(1e-5), 1);
    batch = Networks.batch(1, CROP);
    var model = Networks.model(spec);
    encoder = SoundEncoder.create(spec, model.tensors(), threads);
    generator = Generator.of(model);
    note = new float[NOTE];
    for (int t = 0; t < NOTE; t++) {
      note[t] = (float) (0.5 * Math.sin(2 * Math.PI * 440 * t / spec.sampleRateHz()));
    }
    check(encoder.encode(note));
  }

  private static void check(float[] embedding) {
    double sum = 0;
    for (float value : embedding) {
      sum += Math.abs(value);
    }
    if (!(sum > 0 && sum < Double.MAX_VALUE)) {
      throw new IllegalStateException("the embedding is none: " + Arrays.toString(embedding));
    }
  }

  /** One crop forward, backward and Adam's step. */
  @Benchmark
  @OperationsPerInvocation(CROP)
  public double trainingStep() {
    double loss = graph.fit(batch);
    if (!Double.isFinite(loss)) {
      throw new IllegalStateException("the loss is " + loss);
    }
    return loss;
  }

  /** A note of 4 s to its embedding. */
  @Benchmark
  @OperationsPerInvocation(NOTE)
  public float[] encodeNote() {
    return encoder.encode(note);
  }

  /** One note, on one thread, from its first sample. */
  @Benchmark
  @OperationsPerInvocation(GENERATED)
  public Object generateOne() {
    return Generation.run(generator, spec, 1, GENERATED, 1);
  }
}
