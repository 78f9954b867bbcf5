package dev.synth.models.wavenet.graph;

import static dev.synth.kernel.ElementType.DOUBLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.Ops;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/** The numeric truth of the training graph: gradients, causality, reach, and learning. */
class WaveNetGraphTest {
  private static final long SEED = 7;

  /** Odd sizes everywhere, so that no two dimensions can be mixed up unseen. */
  private static WaveNetSpec odd(int kernelSize, int pitchChannels) {
    return new WaveNetSpec(
        16_000,
        5,
        3,
        3,
        4,
        6,
        7,
        4,
        3,
        kernelSize,
        pitchChannels,
        pitchChannels,
        pitchChannels > 0,
        pitchChannels);
  }

  private static CodeBatch randomBatch(int size, int samples, long seed) {
    Random random = new Random(seed);
    byte[][] codes = new byte[size][samples];
    int[] pitches = new int[size];
    for (int b = 0; b < size; b++) {
      random.nextBytes(codes[b]);
      pitches[b] = random.nextInt(WaveNetSpec.PITCHES);
    }
    return new CodeBatch(codes, pitches);
  }

  /** Biases start at zero, where ReLU has its corner; move everything off it. */
  private static void jiggle(WaveNetGraph graph) {
    Random random = new Random(SEED);
    Map<String, float[]> tensors = graph.tensors();
    for (float[] tensor : tensors.values()) {
      for (int i = 0; i < tensor.length; i++) {
        tensor[i] += 0.2f * (float) random.nextGaussian();
      }
    }
    graph.setTensors(tensors);
  }

  static Stream<Arguments> gradientCases() {
    return Stream.of(
        Arguments.of("plain, pitch", Kernels.plain(DOUBLE), 3, 2),
        Arguments.of("nd4j, pitch", Kernels.nd4j(DOUBLE), 3, 2),
        Arguments.of("nd4j, one tap", Kernels.nd4j(DOUBLE), 1, 0),
        Arguments.of("nd4j, five taps reaching outside", Kernels.nd4j(DOUBLE), 5, 2));
  }

  /**
   * Central differences with step h err by h²f'''/6 + ε|f|/h: for h = 1e-5 in double about 1e-10 +
   * 1e-10, beside gradients down to 1e-4; so 1e-5 relative with a floor of 1e-8.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("gradientCases")
  @Tag("slow")
  void everyGradientEqualsFiniteDifferences(
      String name, Ops ops, int kernelSize, int pitchChannels) {
    WaveNetSpec spec = odd(kernelSize, pitchChannels);
    WaveNetGraph graph = WaveNetGraph.create(spec, ops, new NoOp(), SEED);
    jiggle(graph);
    CodeBatch batch = randomBatch(2, 12, SEED);
    ComputationGraph net = graph.graph();
    net.setInputs(graph.inputs(batch));
    net.setLabels(graph.labels(batch));
    net.computeGradientAndScore();
    Map<String, INDArray> gradients = net.gradient().gradientForVariable();
    assertEquals(spec.tensors().size(), gradients.size());
    double h = 1e-5;
    double largestEver = 0;
    for (Map.Entry<String, INDArray> entry : gradients.entrySet()) {
      INDArray parameter = net.paramTable().get(entry.getKey());
      INDArray gradient = entry.getValue().dup();
      double largest = 0;
      // A spread of each tensor; fewer under the plain loops, which take their time.
      long stride = Math.max(1, parameter.length() / (name.startsWith("plain") ? 8 : 40));
      for (long i = 0; i < parameter.length(); i += stride) {
        long row = i / parameter.columns();
        long column = i % parameter.columns();
        double value = parameter.getDouble(row, column);
        parameter.putScalar(row, column, value + h);
        double up = graph.loss(batch);
        parameter.putScalar(row, column, value - h);
        double down = graph.loss(batch);
        parameter.putScalar(row, column, value);
        double numeric = (up - down) / (2 * h);
        // Deeplearning4j divides by the batch in its updater, after this gradient.
        double analytic = gradient.getDouble(row, column) / batch.size();
        assertEquals(
            numeric,
            analytic,
            1e-8 + 1e-5 * Math.abs(numeric),
            name + " " + entry.getKey() + "[" + row + "," + column + "]");
        largest = Math.max(largest, Math.abs(analytic));
      }
      boolean unused = entry.getKey().startsWith("decoder_res." + spec.layers() + "/");
      boolean pitchTable = entry.getKey().contains("pitch.embedding");
      assertTrue(unused || pitchTable || largest > 0, entry.getKey() + " never moves the loss");
      largestEver = Math.max(largestEver, largest);
    }
    assertTrue(largestEver > 1e-3);
  }

  private static WaveNetGraph small(WaveNetSpec spec) {
    WaveNetGraph graph = WaveNetGraph.create(spec, Kernels.choose(2), new NoOp(), SEED);
    jiggle(graph);
    return graph;
  }

  /** Largest change of a logit, for each sample, when sample {@code at} of the sound changes. */
  private static double[] changes(WaveNetGraph graph, int samples, int at) {
    // The embedding sees the whole sound; to watch the decoder alone, cut it off.
    Map<String, float[]> tensors = graph.tensors();
    tensors.forEach(
        (name, values) -> {
          if (name.startsWith("ae_bottleneck")) {
            java.util.Arrays.fill(values, 0);
          }
        });
    graph.setTensors(tensors);
    CodeBatch batch = randomBatch(2, samples, 1);
    INDArray before = graph.logits(batch).dup();
    batch.codes()[1][at] += 97;
    INDArray after = graph.logits(batch);
    double[] change = new double[samples];
    for (int t = 0; t < samples; t++) {
      change[t] =
          after.getRow(2L * t + 1).sub(before.getRow(2L * t + 1)).amaxNumber().doubleValue();
      assertEquals(
          0,
          after.getRow(2L * t).sub(before.getRow(2L * t)).amaxNumber().doubleValue(),
          "the other sound of the batch is not touched");
    }
    return change;
  }

  @Test
  void aSampleChangesNoLogitAtOrBeforeItAndReachesExactlyTheReceptiveField() {
    WaveNetSpec spec = new WaveNetSpec(16_000, 5, 2, 3, 8, 24, 24, 4, 3, 3, 2, 2, false, 0);
    int field = spec.receptiveFieldSamples();
    assertEquals(3 + 2 * (1 + 2 + 4 + 1), field);
    int samples = 64;
    int at = 11;
    double[] change = changes(small(spec), samples, at);
    for (int t = 0; t < samples; t++) {
      if (t <= at || t > at + field) {
        assertEquals(0, change[t], "sample " + at + " must not reach " + t);
      }
    }
    assertNotEquals(0, change[at + 1], "the next sample hears it");
    assertNotEquals(0, change[at + field], "the last sample of the field hears it");
  }

  @Test
  void fastKernelsGiveThePlainKernelsLossAndLogits() {
    WaveNetSpec spec = odd(3, 2);
    CodeBatch batch = randomBatch(3, 24, 3);
    WaveNetGraph exact = WaveNetGraph.create(spec, Kernels.plain(DOUBLE), new NoOp(), SEED);
    WaveNetGraph fast = small(spec);
    exact.setTensors(fast.tensors());
    // Logits here are of size 1; each is the end of a dozen sums of up to 20 float terms.
    double tolerance = 12 * 20 * 6e-8;
    assertEquals(exact.loss(batch), fast.loss(batch), tolerance);
    INDArray expected = exact.logits(batch);
    double worst = fast.logits(batch).sub(expected).amaxNumber().doubleValue();
    assertEquals(0, worst, tolerance * (1 + expected.amaxNumber().doubleValue()));
  }

  @Test
  @Tag("slow")
  void learnsABatchByHeartAndTheSameWayTwice() {
    double[] first = losses();
    double[] second = losses();
    assertEquals(Math.log(256), first[0], 1.5, "an untrained model guesses");
    assertTrue(first[first.length - 1] < 0.5 * first[0], "ended at " + first[first.length - 1]);
    for (int i = 0; i < first.length; i++) {
      assertEquals(first[i], second[i], "step " + i + " repeats to the bit");
    }
  }

  private static double[] losses() {
    WaveNetGraph graph =
        WaveNetGraph.create(WaveNetPresets.tiny(), Kernels.choose(2), new Adam(5e-3), SEED);
    byte[][] codes = new byte[2][1024];
    for (int t = 0; t < 1024; t++) {
      codes[0][t] = (byte) Math.round(60 * Math.sin(t * 0.05));
      codes[1][t] = (byte) Math.round(90 * Math.sin(t * 0.11));
    }
    CodeBatch batch = new CodeBatch(codes, new int[] {60, 72});
    double[] losses = new double[120];
    for (int i = 0; i < losses.length; i++) {
      losses[i] = graph.fit(batch);
    }
    return losses;
  }

  /** Computing again what was computed before gives the same bits. */
  @Test
  void recomputingChangesNothing() {
    WaveNetSpec spec = odd(3, 2);
    Ops ops = Kernels.choose(2);
    WaveNetGraph keeping = WaveNetGraph.create(spec, ops, new Adam(1e-2), SEED, false);
    WaveNetGraph recomputing = WaveNetGraph.create(spec, ops, new Adam(1e-2), SEED, true);
    for (int step = 0; step < 3; step++) {
      CodeBatch batch = randomBatch(2, 16, SEED + step);
      assertEquals(keeping.fit(batch), recomputing.fit(batch), "step " + step);
    }
    Map<String, float[]> again = recomputing.tensors();
    keeping
        .tensors()
        .forEach((name, values) -> assertArrayEquals(values, again.get(name), 0f, name));
  }
}
