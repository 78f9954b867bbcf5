package dev.synth.models.wavenet.graph;

import static dev.synth.kernel.ElementType.FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.RemoteOps;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetSpec;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/** A whole training step where the host can reach no matrix. */
class HostAccessTest {
  private static final long SEED = 3;

  /** Every feature: oscillator, past periods, linear prediction, pitch embedding. */
  private static final WaveNetSpec SPEC =
      new WaveNetSpec(16_000, 4, 2, 3, 8, 5, 6, 3, 2, 3, 2, 2, true, 2);

  private static CodeBatch batch(int step) {
    Random random = new Random(SEED + step);
    byte[][] codes = new byte[2][40];
    for (byte[] sound : codes) {
      random.nextBytes(sound);
    }
    return new CodeBatch(codes, new int[] {60, WaveNetSpec.UNKNOWN_PITCH});
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStepNeedsNoMemoryOfAMatrix(boolean recompute) {
    Map<String, Integer> calls = new TreeMap<>();
    WaveNetGraph here =
        WaveNetGraph.create(SPEC, Kernels.plain(FLOAT), new Adam(1e-2), SEED, recompute);
    WaveNetGraph there =
        WaveNetGraph.create(
            SPEC, RemoteOps.of(Kernels.plain(FLOAT), calls), new Adam(1e-2), SEED, recompute);
    for (int step = 0; step < 3; step++) {
      assertEquals(here.fit(batch(step)), there.fit(batch(step)), "step " + step);
    }
    assertEquals(here.loss(batch(9)), there.loss(batch(9)));
    assertEquals(here.measure(batch(9)), there.measure(batch(9)));
    Map<String, float[]> expected = here.tensors();
    there
        .tensors()
        .forEach((name, values) -> assertArrayEquals(expected.get(name), values, 0f, name));
    here.close();
    there.close();
    assertEquals(1, calls.get("close"));
  }

  /**
   * What comes back in a step: what Deeplearning4j passes from vertex to vertex, once there and
   * once back, and the gradient of each tensor. Nothing else does.
   */
  @Test
  void onlyResultsAreDownloaded() {
    Map<String, Integer> calls = new TreeMap<>();
    try (WaveNetGraph graph =
        WaveNetGraph.create(
            SPEC, RemoteOps.of(Kernels.plain(FLOAT), calls), new Adam(1e-2), SEED)) {
      graph.fit(batch(0));
      calls.clear();
      graph.fit(batch(1));
      assertEquals(4 + SPEC.tensors().size(), calls.get("download"));
      assertNull(calls.get("allocate"), "what a step works in is kept from the one before");
    }
  }
}
