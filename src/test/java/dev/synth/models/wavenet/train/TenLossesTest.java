package dev.synth.models.wavenet.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.ProductPrecision;
import dev.synth.models.wavenet.CodeBatch;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.models.wavenet.graph.WaveNetGraph;
import dev.synth.train.Step;
import dev.synth.train.optim.Optimizer;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten losses of a small network with all that a WaveNet can have, on the plain kernels. */
class TenLossesTest {
  private static final WaveNetSpec SPEC =
      new WaveNetSpec(16_000, 6, 3, 4, 32, 8, 12, 4, 2, 3, 3, 2, true, 3);
  private static final double RATE = 2e-3;
  private static final int SAMPLES = 256;

  /** So short a gradient that Adam's epsilon, 1e-8, tells. */
  private static final double CLIP = 1e-5;

  private static final double[] LOSSES = {
    5.824507745398291,
    5.788738043475229,
    5.750212334662239,
    5.7128336345639665,
    5.6775219019836,
    5.643751954719455,
    5.611465974868922,
    5.581027149567752,
    5.552954334858276,
    5.526816126102067
  };

  private String kernels;

  @BeforeEach
  void choosePlainKernels() {
    kernels = System.getProperty(Kernels.PROPERTY);
    System.setProperty(Kernels.PROPERTY, "plain");
  }

  @AfterEach
  void chooseAsBefore() {
    if (kernels == null) {
      System.clearProperty(Kernels.PROPERTY);
    } else {
      System.setProperty(Kernels.PROPERTY, kernels);
    }
  }

  /** A sawtooth and a buzz, each with noise, of a pitch that is known and one that is not. */
  private static CodeBatch batch() {
    SplittableRandom random = new SplittableRandom(11);
    byte[][] codes = new byte[2][SAMPLES];
    byte[][] past = new byte[2][SAMPLES];
    for (int b = 0; b < 2; b++) {
      int period = 37 + 12 * b;
      for (int t = 0; t < SAMPLES; t++) {
        codes[b][t] = (byte) (2 * (t % period) - period + random.nextInt(5));
        past[b][t] = (byte) (codes[b][t] + random.nextInt(3) - 1);
      }
    }
    return new CodeBatch(codes, past, codes, new int[] {61, WaveNetSpec.UNKNOWN_PITCH}, null);
  }

  /**
   * How far apart two exact implementations of the same arithmetic may be after {@code steps}
   * steps. Rounding moves a weight, of less than 2, by 2^-24 a step at most, and the loss follows
   * by that times the sum of all gradients' sizes, at most their norm times √n. The forward pass
   * itself rounds each of some 16 sums on the way to a logit of less than 4.
   */
  private static double tolerance(int steps, double norm) {
    return 0x1p-24 * (steps * norm * Math.sqrt(SPEC.parameterCount()) + 16 * 4);
  }

  @Test
  void lossesAreThoseOfTheCommit() {
    CodeBatch batch = batch();
    try (Optimizer<CodeBatch, WaveNetGraph> optimizer =
        new Optimizer<>(
            "",
            () -> WaveNetGraph.forTraining(SPEC, 1, ProductPrecision.FLOAT, 7, false),
            1,
            false,
            0)) {
      for (int i = 0; i < LOSSES.length; i++) {
        Step step = optimizer.step(List.of(batch), RATE, CLIP, i);
        assertEquals(LOSSES[i], step.loss(), tolerance(i, step.gradientNorm()), "step " + i);
      }
    }
  }
}
