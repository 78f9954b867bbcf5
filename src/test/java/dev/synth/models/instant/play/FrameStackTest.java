package dev.synth.models.instant.play;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.kernel.Kernels;
import dev.synth.model.TensorShape;
import dev.synth.models.instant.StackShape;
import dev.synth.testing.RandomModels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The network at play against its formula. */
class FrameStackTest {
  private static Map<String, float[]> tensors(StackShape shape, long seed) {
    Random random = new Random(seed);
    Map<String, float[]> tensors = new LinkedHashMap<>();
    for (TensorShape tensor : shape.tensors()) {
      double deviation = tensor.isBias() ? 0.2 : 0.8 / Math.sqrt(tensor.rows());
      tensors.put(tensor.name(), RandomModels.values(random, tensor.length(), deviation));
    }
    return tensors;
  }

  private static ProductKernel vector() {
    return Kernels.vector(ProductKernel.class, "dev.synth.models.instant.play.VectorProducts");
  }

  /** A weight of a convolution: [taps, inputs, outputs]. */
  private static double convolved(
      double[][] in, float[] kernel, int outputs, int dilation, int frame, int output) {
    double sum = 0;
    for (int tap = 0; tap < 3; tap++) {
      int f = frame + (tap - 1) * dilation;
      for (int c = 0; f >= 0 && f < in.length && c < in[0].length; c++) {
        sum += in[f][c] * kernel[(tap * in[0].length + c) * outputs + output];
      }
    }
    return sum;
  }

  private static double[][] rectified(double[][] x) {
    return Arrays.stream(x)
        .map(row -> Arrays.stream(row).map(v -> Math.max(0, v)).toArray())
        .toArray(double[][]::new);
  }

  private static double[][] rows(float[] values, int frames) {
    int columns = values.length / frames;
    double[][] rows = new double[frames][columns];
    for (int i = 0; i < values.length; i++) {
      rows[i / columns][i % columns] = values[i];
    }
    return rows;
  }

  /** The formula, in double. */
  private static double[][] expected(
      StackShape shape, Map<String, float[]> t, double[][] in, double[][] conditions) {
    int frames = in.length;
    double[][] x = new double[frames][shape.width()];
    String name = shape.name();
    for (int f = 0; f < frames; f++) {
      for (int j = 0; j < shape.width(); j++) {
        x[f][j] =
            convolved(in, t.get(name + "/start/W"), shape.width(), 1, f, j)
                + t.get(name + "/start/biases")[j];
        for (int c = 0; c < shape.conditions(); c++) {
          x[f][j] += conditions[f][c] * t.get(name + "/condition/W")[c * shape.width() + j];
        }
      }
    }
    for (int i = 0; i < shape.blocks(); i++) {
      double[][] r = rectified(x);
      double[][] inner = new double[frames][shape.width()];
      for (int f = 0; f < frames; f++) {
        for (int j = 0; j < shape.width(); j++) {
          float[] kernel = t.get(name + "/dilated" + (i + 1) + "/W");
          inner[f][j] =
              convolved(r, kernel, shape.width(), shape.dilation(i), f, j)
                  + t.get(name + "/dilated" + (i + 1) + "/biases")[j];
        }
      }
      inner = rectified(inner);
      for (int f = 0; f < frames; f++) {
        for (int j = 0; j < shape.width(); j++) {
          x[f][j] += t.get(name + "/res" + (i + 1) + "/biases")[j];
          for (int c = 0; c < shape.width(); c++) {
            x[f][j] += inner[f][c] * t.get(name + "/res" + (i + 1) + "/W")[c * shape.width() + j];
          }
        }
      }
    }
    double[][] r = rectified(x);
    double[][] out = new double[frames][shape.outputs()];
    for (int f = 0; f < frames; f++) {
      for (int j = 0; j < shape.outputs(); j++) {
        out[f][j] = t.get(name + "/end/biases")[j];
        for (int c = 0; c < shape.width(); c++) {
          out[f][j] += r[f][c] * t.get(name + "/end/W")[c * shape.outputs() + j];
        }
      }
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({"5,3,33,5,70,40", "16,4,32,1,32,1", "1,1,7,0,3,6", "14,41,64,4,100,17"})
  void itMakesWhatItsFormulaSays(
      int inputs, int conditions, int width, int blocks, int outputs, int frames) {
    StackShape shape = new StackShape("net", inputs, conditions, width, blocks, outputs);
    Map<String, float[]> tensors = tensors(shape, 3);
    Random random = new Random(4);
    float[] in = RandomModels.values(random, frames * inputs, 1);
    float[] told = RandomModels.values(random, frames * conditions, 1);
    double[][] expected = expected(shape, tensors, rows(in, frames), rows(told, frames));
    float[] plain = new FrameStack(shape, tensors, new PlainProducts("")).apply(in, frames, told);
    for (int i = 0; i < plain.length; i++) {
      // Chains of up to 300 roundings of numbers about 1, through up to 11 layers.
      assertEquals(expected[i / outputs][i % outputs], plain[i], 2e-5, "value " + i);
    }
    assertArrayEquals(plain, new FrameStack(shape, tensors, vector()).apply(in, frames, told));
  }

  @ParameterizedTest
  @ValueSource(ints = {511, 512, 513, 1300})
  void windowsMakeWhatTheWholeSequenceMakes(int frames) {
    StackShape shape = new StackShape("net", 3, 2, 8, 4, 5);
    FrameStack stack = new FrameStack(shape, tensors(shape, 5));
    Random random = new Random(6);
    float[] in = RandomModels.values(random, frames * 3, 1);
    float[] told = RandomModels.values(random, frames * 2, 1);
    float[] whole = stack.apply(in, frames, told);
    // Pieces that lie across the windows' borders, with more context than is needed.
    for (int from = 400; from + 200 <= frames; from += 150) {
      float[] piece =
          stack.apply(
              Arrays.copyOfRange(in, 3 * from, 3 * (from + 200)),
              200,
              Arrays.copyOfRange(told, 2 * from, 2 * (from + 200)));
      int reach = shape.reachFrames();
      assertArrayEquals(
          Arrays.copyOfRange(whole, 5 * (from + reach), 5 * (from + 200 - reach)),
          Arrays.copyOfRange(piece, 5 * reach, 5 * (200 - reach)));
    }
  }

  @Test
  void severalThreadsMayUseIt() {
    StackShape shape = new StackShape("net", 3, 2, 8, 4, 5);
    FrameStack stack = new FrameStack(shape, tensors(shape, 5));
    float[] in = RandomModels.values(new Random(1), 300, 1);
    float[] told = RandomModels.values(new Random(2), 200, 1);
    float[] alone = stack.apply(in, 100, told);
    assertTrue(
        java.util.stream.IntStream.range(0, 32)
            .parallel()
            .allMatch(i -> Arrays.equals(alone, stack.apply(in, 100, told))));
  }
}
