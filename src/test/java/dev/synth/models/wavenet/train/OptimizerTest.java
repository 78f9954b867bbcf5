package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.ProductPrecision;
import dev.synth.model.TensorShape;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.ResidualCoding;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import dev.synth.train.Step;
import dev.synth.train.optim.Optimizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

class OptimizerTest {
  private static final WaveNetSpec SPEC = WaveNetPresets.tiny();
  private static final double RATE = 2e-3;
  private static final int SAMPLES = 1_024;

  private static Optimizer<CodeBatch, WaveNetGraph> optimizer(int replicas) {
    return optimizer(replicas, 0);
  }

  private static Optimizer<CodeBatch, WaveNetGraph> optimizer(int replicas, double initialShare) {
    return new Optimizer<>(
        "",
        () -> WaveNetGraph.forTraining(SPEC, 2, ProductPrecision.FLOAT, 5, false),
        replicas,
        true,
        initialShare);
  }

  /** Crops of noisy tones. */
  private static CodeBatch batch(int crops, long seed) {
    Random random = new Random(seed);
    byte[][] codes = new byte[crops][SAMPLES];
    int[] pitches = new int[crops];
    for (int b = 0; b < crops; b++) {
      double pace = 0.02 + 0.2 * random.nextDouble();
      for (int t = 0; t < SAMPLES; t++) {
        codes[b][t] = (byte) Math.round(80 * Math.sin(pace * t) + 5 * random.nextGaussian());
      }
      pitches[b] = random.nextInt(128);
    }
    return new CodeBatch(codes, pitches);
  }

  /** The same crops in parts of {@code size}. */
  private static List<CodeBatch> parts(CodeBatch whole, int size) {
    List<CodeBatch> parts = new ArrayList<>();
    for (int from = 0; from < whole.size(); from += size) {
      parts.add(
          new CodeBatch(
              java.util.Arrays.copyOfRange(whole.codes(), from, from + size),
              java.util.Arrays.copyOfRange(whole.pitches(), from, from + size)));
    }
    return parts;
  }

  private static void assertSame(Map<String, float[]> expected, Map<String, float[]> actual) {
    expected.forEach((name, values) -> assertArrayEquals(values, actual.get(name), 0f, name));
  }

  @Test
  void aStepIsDeeplearning4jsOwnToTheBit() {
    WaveNetGraph own = WaveNetGraph.create(SPEC, Kernels.choose(2), new Adam(RATE), 5);
    try (Optimizer<CodeBatch, WaveNetGraph> optimizer = optimizer(1)) {
      for (int i = 0; i < 5; i++) {
        double expected = own.fit(batch(2, i));
        Step step = optimizer.step(List.of(batch(2, i)), RATE, 0, i);
        assertEquals(expected, step.loss(), "step " + i);
        assertTrue(step.gradientNorm() > 0);
      }
      assertSame(own.tensors(), optimizer.network().tensors());
    }
  }

  @Test
  void whatIsSavedHasItsShareOfTheInitialWeights() {
    try (Optimizer<CodeBatch, WaveNetGraph> plain = optimizer(1);
        Optimizer<CodeBatch, WaveNetGraph> mixed = optimizer(1, 0.25)) {
      Map<String, float[]> before = plain.network().tensors();
      mixed.start(before);
      for (int i = 0; i < 3; i++) {
        assertEquals(
            plain.step(List.of(batch(2, i)), RATE, 0, i),
            mixed.step(List.of(batch(2, i)), RATE, 0, i),
            "the steps are the same");
        plain.average(0.5, i + 1);
        mixed.average(0.5, i + 1);
      }
      Map<String, float[]> trained = plain.averaged();
      Map<String, float[]> saved = mixed.averaged();
      assertSame(plain.network().tensors(), mixed.network().tensors());
      assertSame(mixed.averaged(WaveNetGraph::tensors), saved);
      for (Map.Entry<String, float[]> tensor : before.entrySet()) {
        for (int i = 0; i < tensor.getValue().length; i++) {
          double from = tensor.getValue()[i];
          double to = trained.get(tensor.getKey())[i];
          double expected = 0.25 * from + 0.75 * to;
          // Two products and a sum in float.
          double tolerance = 2 * Math.ulp((float) Math.max(Math.abs(from), Math.abs(to)));
          assertEquals(expected, saved.get(tensor.getKey())[i], tolerance, tensor.getKey());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25})
  void whatIsTakenOutAndPutBackGoesOnToTheBit(double initialShare) {
    try (Optimizer<CodeBatch, WaveNetGraph> straight = optimizer(1, initialShare);
        Optimizer<CodeBatch, WaveNetGraph> resumed = optimizer(1, initialShare)) {
      for (int i = 0; i < 4; i++) {
        straight.step(List.of(batch(2, i)), RATE, 0, i);
        straight.average(0.9999, i + 1);
      }
      Map<String, float[]> parts = new LinkedHashMap<>();
      straight.shapes().keySet().forEach(key -> parts.put(key, straight.get(key)));
      Map<String, float[]> averages = straight.averaged();
      for (TensorShape tensor : SPEC.tensors()) {
        assertArrayEquals(
            straight.network().tensors().get(tensor.name()),
            parts.get("weights/" + tensor.name()),
            tensor + " lies where it is looked for");
      }
      resumed.step(List.of(batch(2, 99)), RATE, 0, 0); // to be forgotten
      resumed.put(parts);
      resumed.restoreAverage(averages);
      for (int i = 4; i < 8; i++) {
        assertEquals(
            straight.step(List.of(batch(2, i)), RATE, 0, i),
            resumed.step(List.of(batch(2, i)), RATE, 0, i));
        straight.average(0.9999, i + 1);
        resumed.average(0.9999, i + 1);
      }
      for (String key : straight.shapes().keySet()) {
        assertArrayEquals(straight.get(key), resumed.get(key), key);
      }
      assertSame(straight.averaged(), resumed.averaged());
    }
  }

  /**
   * Gradients of parts are summed in another order than those of a whole: relative differences of
   * some 1e-7 in them. Adam divides each by its size, so a weight with a gradient near zero may
   * move differently by up to the whole rate; losses show what matters.
   */
  @Test
  void partsAreTheCombinedBatchWithinRounding() {
    try (Optimizer<CodeBatch, WaveNetGraph> combined = optimizer(1);
        Optimizer<CodeBatch, WaveNetGraph> inParts = optimizer(1)) {
      for (int i = 0; i < 10; i++) {
        CodeBatch whole = batch(8, i);
        Step expected = combined.step(List.of(whole), RATE, 0, i);
        Step actual = inParts.step(parts(whole, 2), RATE, 0, i);
        assertEquals(expected.loss(), actual.loss(), 1e-4 * expected.loss(), "step " + i);
        assertEquals(
            expected.gradientNorm(), actual.gradientNorm(), 1e-2 * expected.gradientNorm());
        if (i == 0) {
          assertEquals(expected.loss(), actual.loss(), 1e-6 * expected.loss());
          assertEquals(
              expected.gradientNorm(), actual.gradientNorm(), 1e-5 * expected.gradientNorm());
        }
      }
    }
  }

  @Test
  void anyNumberOfReplicasTakesTheSameStepsToTheBit() {
    try (Optimizer<CodeBatch, WaveNetGraph> one = optimizer(1);
        Optimizer<CodeBatch, WaveNetGraph> two = optimizer(2);
        Optimizer<CodeBatch, WaveNetGraph> three = optimizer(3)) {
      for (int i = 0; i < 6; i++) {
        List<CodeBatch> parts = parts(batch(4, i), 1);
        Step expected = one.step(parts, RATE, 1, i);
        assertEquals(expected, two.step(parts, RATE, 1, i), "step " + i);
        assertEquals(expected, three.step(parts, RATE, 1, i), "step " + i);
      }
      assertSame(one.network().tensors(), two.network().tensors());
      assertSame(one.network().tensors(), three.network().tensors());
    }
  }

  @Test
  void aLongGradientIsShortenedAndAShortOneIsNot() {
    try (Optimizer<CodeBatch, WaveNetGraph> free = optimizer(1);
        Optimizer<CodeBatch, WaveNetGraph> loose = optimizer(1);
        Optimizer<CodeBatch, WaveNetGraph> tight = optimizer(1)) {
      for (int i = 0; i < 3; i++) {
        Step expected = free.step(List.of(batch(2, i)), RATE, 0, i);
        assertEquals(expected, loose.step(List.of(batch(2, i)), RATE, 1e6, i));
        tight.step(List.of(batch(2, i)), RATE, i == 0 ? 1e-3 : 1e6, i);
      }
      // The first moment after one step is 0.1 of the gradient, so its norm tells of the clipping.
      try (Optimizer<CodeBatch, WaveNetGraph> first = optimizer(1)) {
        first.step(List.of(batch(2, 0)), RATE, 1e-3, 0);
        double squares = 0;
        for (TensorShape tensor : SPEC.tensors()) {
          for (float value : first.get("adam_m/" + tensor.name())) {
            squares += (double) value * value;
          }
        }
        assertEquals(0.1 * 1e-3, Math.sqrt(squares), 1e-8);
      }
      assertFalse(
          java.util.Arrays.equals(
              free.network().tensors().get("logits/W"), tight.network().tensors().get("logits/W")));
    }
  }

  @Test
  void theMeanOfTheWeightsFollowsTensorFlowsWarmUp() {
    try (Optimizer<CodeBatch, WaveNetGraph> optimizer = optimizer(1)) {
      double mean = optimizer.averaged().get("startconv/W")[0];
      for (int steps = 1; steps <= 20; steps++) {
        optimizer.step(List.of(batch(1, steps)), RATE, 0, steps - 1);
        optimizer.average(0.5, steps);
        double kept = Math.min(0.5, (1.0 + steps) / (10 + steps));
        mean = kept * mean + (1 - kept) * optimizer.network().tensors().get("startconv/W")[0];
        assertEquals(mean, optimizer.averaged().get("startconv/W")[0], 1e-6, "step " + steps);
      }
      CodeBatch batch = batch(2, 0);
      float[] weights = optimizer.network().tensors().get("logits/W");
      double averaged = optimizer.averaged(network -> network.measure(batch).nats());
      assertTrue(averaged != optimizer.network().measure(batch).nats());
      assertArrayEquals(weights, optimizer.network().tensors().get("logits/W"));
    }
  }

  @Test
  void measuringGivesTheLossAndTheShareOfRightCodes() {
    try (Optimizer<CodeBatch, WaveNetGraph> optimizer = optimizer(1)) {
      CodeBatch batch = batch(2, 1);
      WaveNetGraph.Score score = optimizer.network().measure(batch);
      assertEquals(optimizer.network().loss(batch), score.nats(), 1e-9);
      var logits = optimizer.network().logits(batch);
      ResidualCoding classes = new ResidualCoding(optimizer.network().spec());
      int hits = 0;
      for (int row = 0; row < 2 * SAMPLES; row++) {
        int label = classes.labels(batch.codes()[row % 2], batch.codes()[row % 2])[row / 2];
        hits += logits.getRow(row).argMax().getInt(0) == label ? 1 : 0;
      }
      assertEquals(hits / (2.0 * SAMPLES), score.accuracy(), 1e-12);
    }
  }
}
