package dev.synth.models.wavenet.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.generate.Precision;
import dev.synth.io.WorkFailedException;
import dev.synth.kernel.Kernels;
import dev.synth.testing.RandomModels;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StepKernelsTest {
  private static final long SEED = 20260503L;
  private static final int[] SIZES = {1, 2, 3, 5, 7, 16, 17, 24, 31, 33, 64, 65, 128, 192, 257};

  /** Half the distance between floats at 1: the relative error of one rounding. */
  private static final double EPSILON = 0x1p-24;

  private static StepKernels choose(String name) {
    return Kernels.choose(name, StepKernels.VARIANTS);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, FLOAT",
    "plain, BF16",
    "plain, INT8",
    "vector, FLOAT",
    "vector, BF16",
    "vector, INT8"
  })
  void productIsTheProduct(String name, Precision precision) {
    StepKernels kernels = choose(name);
    Random random = new Random(SEED);
    for (int inputs : SIZES) {
      for (int outputs : SIZES) {
        int rows = 1 + random.nextInt(11);
        int stride = inputs + random.nextInt(3);
        float[] source = RandomModels.values(random, (inputs + 2) * outputs, 1);
        PackedMatrix m = PackedMatrix.pack(source, 2, inputs, outputs, 1, precision, kernels);
        float[] x = RandomModels.values(random, 3 + rows * stride, 1);
        float[] y = RandomModels.values(random, 5 + rows * m.columns(), 1);
        float[] before = y.clone();
        kernels.multiplyAdd(m, x, 3, stride, y, 5, rows);
        for (int row = 0; row < rows; row++) {
          for (int out = 0; out < outputs; out++) {
            float scale = precision.scale(largest(source, inputs, outputs, out));
            int at = 5 + row * m.columns() + out;
            double sum = before[at];
            double magnitude = Math.abs(sum);
            for (int in = 0; in < inputs; in++) {
              float weight = precision.round(source[(in + 2) * outputs + out], scale);
              double term = (double) x[3 + row * stride + in] * weight;
              sum += term;
              magnitude += Math.abs(term);
            }
            // n sums and n products, each rounded once (Higham, "Accuracy and Stability", 3.1).
            assertEquals(
                sum,
                y[at],
                (2 * inputs + 1) * EPSILON * magnitude,
                inputs + "→" + outputs + " row " + row + " seed " + SEED);
          }
        }
        assertArrayEquals(Arrays.copyOf(before, 5), Arrays.copyOf(y, 5));
      }
    }
  }

  /** Of the weights of an output from row 2 on. */
  private static float largest(float[] source, int inputs, int outputs, int out) {
    float largest = 0;
    for (int in = 0; in < inputs; in++) {
      largest = Math.max(largest, Math.abs(source[(in + 2) * outputs + out]));
    }
    return largest;
  }

  @ParameterizedTest
  @CsvSource({
    "plain, FLOAT",
    "plain, BF16",
    "plain, INT8",
    "vector, FLOAT",
    "vector, BF16",
    "vector, INT8"
  })
  void rowsDoNotDependOnEachOther(String name, Precision precision) {
    StepKernels kernels = choose(name);
    Random random = new Random(SEED);
    for (int outputs : SIZES) {
      int inputs = 37;
      PackedMatrix m =
          PackedMatrix.pack(
              RandomModels.values(random, inputs * outputs, 1),
              0,
              inputs,
              outputs,
              1,
              precision,
              kernels);
      int rows = 11;
      float[] x = RandomModels.values(random, rows * inputs, 1);
      float[] together = RandomModels.values(random, rows * m.columns(), 1);
      float[] alone = together.clone();
      kernels.multiplyAdd(m, x, 0, inputs, together, 0, rows);
      for (int row = 0; row < rows; row++) {
        kernels.multiplyAdd(m, x, row * inputs, inputs, alone, row * m.columns(), 1);
      }
      assertArrayEquals(alone, together, "outputs " + outputs + " seed " + SEED);
    }
  }

  /**
   * Absolute error of the gate: e^-a and e^-2b are off by 2e-7 of themselves at most, which moves
   * sigmoid and tanh by at most a quarter and a half of that, and five roundings follow.
   */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void gateIsSigmoidTimesTanh(String name) {
    StepKernels kernels = choose(name);
    Random random = new Random(SEED);
    int half = PackedMatrix.roundUp(100, kernels.lanes());
    int stride = 2 * half + 3;
    int rows = 200;
    float[] y = RandomModels.values(random, 1 + rows * stride, 4);
    float[] extremes = {
      0f, -0f, 40f, -40f, 88f, -88f, 1e4f, -1e4f, 1e-30f, Float.MAX_VALUE, -Float.MAX_VALUE
    };
    for (int i = 0; i < extremes.length; i++) {
      y[1 + i] = extremes[i];
      y[1 + stride + half + i] = extremes[i];
      y[1 + 2 * stride + i] = extremes[i];
      y[1 + 2 * stride + half + i] = extremes[extremes.length - 1 - i];
    }
    float[] gate = new float[rows * half];
    kernels.gate(y, 1, stride, half, gate, rows);
    double tolerance = 0.25 * 2e-7 + 0.5 * 2e-7 + 5 * EPSILON;
    for (int row = 0; row < rows; row++) {
      for (int j = 0; j < half; j++) {
        double a = y[1 + row * stride + j];
        double b = y[1 + row * stride + half + j];
        assertEquals(
            1 / (1 + Math.exp(-a)) * Math.tanh(b),
            gate[row * half + j],
            tolerance,
            a + ", " + b + " seed " + SEED);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "vector"})
  void groupsArePaddedEach(String name) {
    StepKernels kernels = choose(name);
    PackedMatrix m =
        PackedMatrix.pack(new float[] {1, 2, 3, 10, 20, 30}, 0, 1, 6, 2, Precision.FLOAT, kernels);
    float[] y = new float[m.columns()];
    kernels.multiplyAdd(m, new float[] {2}, 0, 1, y, 0, 1);
    int half = PackedMatrix.roundUp(3, kernels.lanes());
    assertArrayEquals(new float[] {2, 4, 6}, Arrays.copyOf(y, 3));
    assertArrayEquals(new float[] {20, 40, 60}, Arrays.copyOfRange(y, half, half + 3));
  }

  /** The build runs this class a second time with narrower vectors: see that it really does. */
  @Test
  void lanesAreThoseAskedFor() {
    Integer lanes = Integer.getInteger("synth.test.lanes");
    assumeTrue(lanes != null && System.getProperty("os.arch").equals("amd64"));
    assertEquals(lanes, choose("vector").lanes());
  }

  @Test
  void choiceIsByName() {
    assertEquals("plain Java", choose("plain").description());
    for (String name : new String[] {"vector", "Vector", "nd4j", ""}) {
      assertTrue(choose(name).description().startsWith("Vector API"), name);
    }
    assertThrows(WorkFailedException.class, () -> choose("quick"));
  }

  /** Round to nearest, ties to even: a weight is off by half a unit of 8 bits at most. */
  @Test
  void bf16RoundsToTheNearest() {
    assertEquals(1f, Precision.BF16.round(1f + 0x1p-8f, 0), "a tie goes to the even one");
    assertEquals(1f + 0x1p-6f, Precision.BF16.round(1f + 3 * 0x1p-8f, 0), "and this one up");
    assertEquals(-3f, Precision.BF16.round(-3f, 0));
    Random random = new Random(SEED);
    for (int i = 0; i < 10_000; i++) {
      float weight = (float) random.nextGaussian();
      float kept = Precision.BF16.round(weight, 0);
      assertEquals(0, Float.floatToRawIntBits(kept) & 0xffff);
      assertTrue(Math.abs(kept - weight) <= Math.abs(weight) * 0x1p-8f, weight + " seed " + SEED);
    }
  }

  /** The largest is kept as it is, up to the rounding of the scale; others within half a step. */
  @Test
  void int8RoundsToTheNearestStep() {
    float scale = Precision.INT8.scale(2.54f);
    assertEquals(0.02f, scale, 0.02 * EPSILON);
    assertEquals(127, Precision.steps(2.54f, scale));
    assertEquals(-127, Precision.steps(-2.54f, scale));
    assertEquals(2.54f, Precision.INT8.round(2.54f, scale), 2.54 * 2 * EPSILON);
    assertEquals(0f, Precision.INT8.round(0.0099f, scale));
    assertEquals(scale, Precision.INT8.round(0.0101f, scale));
    assertEquals(0f, Precision.INT8.round(0f, Precision.INT8.scale(0f)), "no weight at all");
  }
}
