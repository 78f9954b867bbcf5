package dev.synth.bench;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.Precision;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.Embedding;
import dev.synth.model.Encoder;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.Synthesizer;
import dev.synth.models.instant.InstantKind;
import dev.synth.models.instant.InstantPresets;
import dev.synth.models.instant.InstantSpec;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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

/**
 * The instant model on one core, whole: seconds of sound a second, that is, times real time. The
 * weights are random, so every partial and every noise band sounds: the most that there is to do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx2g"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class InstantBenchmark {
  private static final int SECONDS = 4;
  private static final int FRAMES = SECONDS * 16_000 / InstantSpec.ENCODER_HOP_SAMPLES;

  /** Sizes. */
  @Param({"instant16", "instant"})
  public String preset;

  /** The pitch: the lower, the more partials. */
  @Param({"36", "60"})
  public int pitch;

  private Encoder encoder;
  private Synthesizer synthesizer;
  private GenerationRequest request;
  private float[] sound;

  /** Makes a model and its input. */
  @Setup
  public void setUp() {
    Preset sizes = preset.equals("instant") ? InstantPresets.INSTANT : InstantPresets.INSTANT_16;
    InstantSpec spec = (InstantSpec) sizes.spec();
    SavedModel model = Networks.model(spec);
    InstantKind kind = new InstantKind();
    encoder = kind.encoder(model, 1);
    synthesizer = kind.synthesizer(model, Precision.FLOAT);
    Random random = new Random(1);
    float[] values = new float[FRAMES * spec.latentChannels()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Embedding embedding = new Embedding(FRAMES, spec.latentChannels(), values);
    request = new GenerationRequest(embedding, pitch, FRAMES * spec.hopSamples(), 0, 1);
    sound = new float[SECONDS * InstantSpec.ENCODER_RATE_HZ];
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (float) (0.3 * Math.sin(0.1 * i) + 0.1 * random.nextGaussian());
    }
  }

  /** A note of 4 s from its embedding. */
  @Benchmark
  @OperationsPerInvocation(SECONDS)
  public List<float[]> play() {
    return synthesizer.synthesize(List.of(request), 1, ProgressListener.NONE);
  }

  /** A sound of 4 s to its embedding. */
  @Benchmark
  @OperationsPerInvocation(SECONDS)
  public Embedding encode() throws IOException {
    return encoder.encode(sound, OptionalInt.of(pitch));
  }
}
