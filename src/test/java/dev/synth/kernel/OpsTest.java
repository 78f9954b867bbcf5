package dev.synth.kernel;

import static dev.synth.kernel.ElementType.DOUBLE;
import static dev.synth.kernel.ElementType.FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.kernel.onednn.OneDnn;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every implementation against the plain loops, over odd, even and prime sizes. */
class OpsTest {
  private static final long SEED = 20_170_405;

  /**
   * A float's rounding is 6e-8; a sum of n terms of size 1 drifts by up to n roundings, in practice
   * by their root; sums here have up to 4,000 terms of size about 1.
   */
  private static double tolerance(int terms) {
    return 4e-7 * (4 + Math.sqrt(terms) * Math.max(1, Math.log(terms + 1)));
  }

  private record Size(int samples, int batch, int columns, int hop) {}

  private static final Size[] SIZES = {
    new Size(1, 1, 1, 1),
    new Size(7, 1, 3, 2),
    new Size(13, 3, 5, 4),
    new Size(64, 2, 16, 16),
    new Size(50, 4, 17, 16),
    new Size(101, 1, 97, 7),
    new Size(300, 2, 64, 128),
    new Size(31, 5, 600, 8),
  };

  static Stream<Ops> implementations() {
    Stream<Ops> everywhere = Stream.of(Kernels.nd4j(FLOAT), Kernels.vector(1), Kernels.vector(3));
    return OneDnn.load() == null
        ? Stream.concat(
            everywhere, Stream.of(1, 3).map(n -> Kernels.oneDnn(n, ProductPrecision.FLOAT)))
        : everywhere;
  }

  private final Random random = new Random(SEED);

  /** Values of the host's, [rows, columns] in C order. */
  private record Values(int rows, int columns, float[] values) {
    Values scaled(float factor) {
      for (int i = 0; i < values.length; i++) {
        values[i] *= factor;
      }
      return this;
    }

    Values exact() {
      return this;
    }

    Values inBf16() {
      float[] rounded = values.clone();
      for (int i = 0; i < rounded.length; i++) {
        int bits = Float.floatToRawIntBits(rounded[i]);
        rounded[i] = Float.intBitsToFloat(bits + 0x7fff + (bits >>> 16 & 1) & 0xffff0000);
      }
      return new Values(rows, columns, rounded);
    }

    Matrix on(Ops ops) {
      Matrix matrix = ops.allocate(rows, columns);
      ops.upload(values, matrix);
      return matrix;
    }
  }

  private Values random(int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Values(rows, columns, values);
  }

  private static Matrix copy(Ops ops, Matrix m) {
    Matrix copy = ops.allocate(m.rows(), m.columns());
    ops.copy(m, copy);
    return copy;
  }

  private static void assertClose(
      String what, int columns, float[] expected, float[] actual, double tolerance) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(
          expected[i],
          actual[i],
          tolerance * (1 + Math.abs(expected[i])),
          what + " at " + i / columns + "," + i % columns);
    }
  }

  /** Runs {@code action} with both implementations on the same inputs. */
  private void compare(
      String what,
      Ops ops,
      double tolerance,
      Values[] inputs,
      BiFunction<Ops, Matrix[], Matrix[]> action) {
    Ops plain = Kernels.plain(FLOAT);
    Matrix[] expected = action.apply(plain, on(plain, inputs));
    Matrix[] actual = action.apply(ops, on(ops, inputs));
    for (int i = 0; i < expected.length; i++) {
      assertClose(
          what + " #" + i + " seed " + SEED,
          expected[i].columns(),
          plain.download(expected[i]),
          ops.download(actual[i]),
          tolerance);
    }
  }

  private static Matrix[] on(Ops ops, Values[] inputs) {
    return Stream.of(inputs).map(values -> values.on(ops)).toArray(Matrix[]::new);
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void productsAgree(Ops ops) {
    int[][] shapes = {{1, 1, 1}, {3, 5, 7}, {16, 16, 16}, {33, 17, 64}, {101, 64, 128}};
    for (int[] s : shapes) {
      for (int flags = 0; flags < 8; flags++) {
        boolean ta = (flags & 1) != 0;
        boolean tb = (flags & 2) != 0;
        boolean accumulate = (flags & 4) != 0;
        // The operands are row views inside larger matrices, as dilated taps are.
        Values a = ta ? random(s[1] + 4, s[0]) : random(s[0] + 4, s[1]);
        Values b = tb ? random(s[2] + 4, s[1]) : random(s[1] + 4, s[2]);
        Values out = random(s[0] + 4, s[2]);
        compare(
            "product " + s[0] + "x" + s[1] + "x" + s[2] + " flags " + flags,
            ops,
            tolerance(s[1]),
            new Values[] {a, b, out},
            (o, m) -> {
              o.multiply(
                  m[0].rows(3, m[0].rows() - 1),
                  ta,
                  m[1].rows(2, m[1].rows() - 2),
                  tb,
                  m[2].rows(1, m[2].rows() - 3),
                  accumulate);
              return new Matrix[] {m[2]};
            });
      }
    }
  }

  /** Sizes at which products are cut into parts: more rows, more columns, longer sums. */
  private static final int[][] LARGE = {
    {1_025, 33, 64}, {300, 1_025, 32}, {64, 4_097, 31}, {513, 64, 129}
  };

  @ParameterizedTest
  @MethodSource("implementations")
  void productsInPartsAgree(Ops ops) {
    for (int[] s : LARGE) {
      for (int flags = 0; flags < 8; flags++) {
        compareProduct(ops, s, flags, Values::exact);
      }
    }
  }

  /** The factors are rounded as this says, and all else is as with floats. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void productsInBf16AreThoseOfRoundedFactors(int threads) {
    assumeTrue(Kernels.hasFast(ProductPrecision.BF16), Kernels.lack(ProductPrecision.BF16));
    try (Ops ops = Kernels.oneDnn(threads, ProductPrecision.BF16)) {
      for (int[] s : LARGE) {
        for (int flags = 0; flags < 8; flags++) {
          boolean bothTransposed = (flags & 3) == 3; // no network does; these are in float
          compareProduct(ops, s, flags, bothTransposed ? Values::exact : Values::inBf16);
        }
      }
    }
  }

  private void compareProduct(Ops ops, int[] s, int flags, UnaryOperator<Values> rounded) {
    boolean ta = (flags & 1) != 0;
    boolean tb = (flags & 2) != 0;
    Values a = ta ? random(s[1], s[0]) : random(s[0], s[1]);
    Values b = tb ? random(s[2], s[1]) : random(s[1], s[2]);
    Values out = random(s[0], s[2]);
    Ops plain = Kernels.plain(FLOAT);
    Matrix expected = out.on(plain);
    plain.multiply(
        rounded.apply(a).on(plain), ta, rounded.apply(b).on(plain), tb, expected, (flags & 4) != 0);
    Matrix actual = out.on(ops);
    ops.multiply(a.on(ops), ta, b.on(ops), tb, actual, (flags & 4) != 0);
    assertClose(
        "product " + s[0] + "x" + s[1] + "x" + s[2] + " flags " + flags,
        s[2],
        plain.download(expected),
        ops.download(actual),
        tolerance(s[1]));
  }

  /** Rows, channels in and out; taps reach out at both ends, and beyond the whole sequence. */
  private static final int[][] CONVOLUTIONS = {
    {5, 3, 4}, {700, 5, 6}, {2_100, 16, 24}, {1_030, 520, 70}, {3, 600, 2}
  };

  private static final int[][] TAPS = {{0}, {-2, -1, 0}, {-1_024, -512, 0}, {-96, 0, 96}};

  @ParameterizedTest
  @MethodSource("implementations")
  void convolutionsAgree(Ops ops) {
    for (int[] s : CONVOLUTIONS) {
      for (int[] taps : TAPS) {
        compareConvolution(ops, s, taps, Values::exact);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void convolutionsInBf16AreThoseOfRoundedFactors(int threads) {
    assumeTrue(Kernels.hasFast(ProductPrecision.BF16), Kernels.lack(ProductPrecision.BF16));
    try (Ops ops = Kernels.oneDnn(threads, ProductPrecision.BF16)) {
      for (int[] s : CONVOLUTIONS) {
        for (int[] taps : TAPS) {
          compareConvolution(ops, s, taps, Values::inBf16);
        }
      }
    }
  }

  private void compareConvolution(Ops ops, int[] s, int[] taps, UnaryOperator<Values> rounded) {
    Values in = random(s[0], s[1]);
    Values kernel = random(taps.length * s[1], s[2]);
    Values d = random(s[0], s[2]);
    Values sum = random(s[0], s[1]);
    Ops plain = Kernels.plain(FLOAT);
    Matrix[] expected =
        convolve(plain, taps, rounded.apply(in), rounded.apply(kernel), rounded.apply(d), sum);
    Matrix[] actual = convolve(ops, taps, in, kernel, d, sum);
    int[] terms = {taps.length * s[1], s[0], taps.length * s[2], taps.length * s[2]};
    for (int i = 0; i < expected.length; i++) {
      assertClose(
          Arrays.toString(s) + " taps " + Arrays.toString(taps) + " #" + i,
          expected[i].columns(),
          plain.download(expected[i]),
          ops.download(actual[i]),
          tolerance(terms[i]));
    }
  }

  /** The convolution, its kernel's gradient, its input's, and that added to something. */
  private static Matrix[] convolve(
      Ops ops, int[] taps, Values in, Values kernel, Values d, Values sum) {
    Matrix out = ops.allocate(in.rows, d.columns);
    Matrix dKernel = ops.allocate(kernel.rows, kernel.columns);
    ops.fill(dKernel, 9);
    Matrix dIn = ops.allocate(in.rows, in.columns);
    Matrix added = sum.on(ops);
    ops.convolve(in.on(ops), taps, kernel.on(ops), out);
    ops.kernelGradient(in.on(ops), taps, d.on(ops), dKernel);
    ops.inputGradient(d.on(ops), taps, kernel.on(ops), dIn, false);
    ops.inputGradient(d.on(ops), taps, kernel.on(ops), added, true);
    return new Matrix[] {out, dKernel, dIn, added};
  }

  /** How many threads there are changes no bit. */
  @ParameterizedTest
  @EnumSource(ProductPrecision.class)
  void threadsChangeNoBit(ProductPrecision precision) {
    assumeTrue(OneDnn.load() == null, OneDnn.load());
    assumeTrue(Kernels.hasFast(precision), Kernels.lack(precision));
    for (int[] s : LARGE) {
      for (int flags = 0; flags < 8; flags++) {
        boolean ta = (flags & 1) != 0;
        boolean tb = (flags & 2) != 0;
        Values a = ta ? random(s[1], s[0]) : random(s[0], s[1]);
        Values b = tb ? random(s[2], s[1]) : random(s[1], s[2]);
        Values out = random(s[0], s[2]);
        float[] first = null;
        for (int threads = 1; threads <= 3; threads++) {
          try (Ops ops = Kernels.oneDnn(threads, precision)) {
            Matrix result = out.on(ops);
            ops.multiply(a.on(ops), ta, b.on(ops), tb, result, (flags & 4) != 0);
            first = first == null ? ops.download(result) : first;
            assertArrayEquals(first, ops.download(result));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void biasesAgree(Ops ops) {
    for (Size s : SIZES) {
      int rows = s.samples * s.batch;
      compare(
          "bias " + s,
          ops,
          tolerance(rows),
          new Values[] {random(rows, s.columns), random(1, s.columns)},
          (o, m) -> {
            Matrix out = o.allocate(rows, s.columns);
            Matrix sums = o.allocate(1, s.columns);
            o.addBias(m[0], m[1], out);
            o.sumRows(m[0], sums);
            o.addBias(m[0], m[1], m[0]);
            return new Matrix[] {out, sums, m[0]};
          });
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void framesAgree(Ops ops) {
    for (Size s : SIZES) {
      int rows = s.samples * s.batch;
      int frames = (s.samples + s.hop - 1) / s.hop * s.batch;
      compare(
          "frames " + s,
          ops,
          tolerance(s.hop),
          new Values[] {random(rows, s.columns), random(frames, s.columns)},
          (o, m) -> {
            Matrix sums = o.allocate(frames, s.columns);
            Matrix spread = o.allocate(rows, s.columns);
            o.fill(spread, 3);
            o.sumFrames(m[0], sums, s.batch, s.hop, 0.25);
            o.spreadFrames(m[1], spread, s.batch, s.hop, 0.5);
            o.addFrames(m[0], m[1], s.batch, s.hop);
            return new Matrix[] {sums, spread, m[0]};
          });
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void gatesAgree(Ops ops) {
    for (Size s : SIZES) {
      int rows = s.samples * s.batch;
      int frames = (s.samples + s.hop - 1) / s.hop * s.batch;
      Values pre = random(rows, 2 * s.columns).scaled(5); // well into saturation
      compare(
          "gate " + s,
          ops,
          tolerance(4),
          new Values[] {pre, random(frames, 2 * s.columns), random(rows, s.columns)},
          (o, m) -> {
            Matrix out = o.allocate(rows, s.columns);
            Matrix again = o.allocate(rows, s.columns);
            o.gate(m[0], m[1], s.batch, s.hop, out);
            Matrix ab = copy(o, m[0]);
            o.gateOutput(m[0], again);
            o.gateGradient(m[0], m[2]);
            return new Matrix[] {out, again, ab, m[0]};
          });
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void rectifiersAgree(Ops ops) {
    for (Size s : SIZES) {
      int rows = s.samples * s.batch;
      Values in = random(rows, s.columns);
      in.values[0] = 0; // the corner: the gradient at zero is zero
      compare(
          "relu " + s,
          ops,
          tolerance(1),
          new Values[] {in, random(rows, s.columns), random(rows, s.columns)},
          (o, m) -> {
            Matrix out = o.allocate(rows, s.columns);
            o.relu(m[0], out);
            Matrix gradient = copy(o, m[1]);
            o.reluGradient(m[0], gradient);
            o.addReluGradient(m[0], m[1], m[2]);
            return new Matrix[] {out, gradient, m[2]};
          });
    }
  }

  @ParameterizedTest
  @MethodSource("implementations")
  void crossEntropiesAgree(Ops ops) {
    for (Size s : SIZES) {
      int rows = s.samples * s.batch;
      Values logits = random(rows, s.columns).scaled(10);
      int[] codes = random.ints(rows, 0, s.columns).toArray();
      Ops plain = Kernels.plain(FLOAT);
      double expected = plain.crossEntropy(logits.on(plain), codes, null, 0);
      assertEquals(
          expected,
          ops.crossEntropy(logits.on(ops), codes, null, 0),
          tolerance(rows) * (1 + expected));
      assertEquals(plain.hits(logits.on(plain), codes), ops.hits(logits.on(ops), codes));
      compare(
          "cross-entropy gradient " + s,
          ops,
          tolerance(s.columns),
          new Values[] {logits},
          (o, m) -> {
            o.crossEntropy(m[0], codes, m[0], 0.01);
            return m;
          });
    }
  }

  static Stream<Ops> allImplementations() {
    return Stream.concat(
        Stream.of(Kernels.plain(FLOAT), Kernels.plain(DOUBLE), Kernels.nd4j(DOUBLE)),
        implementations());
  }

  /** Values travel unchanged, into views as well, and leave what is around those alone. */
  @ParameterizedTest
  @MethodSource("allImplementations")
  void valuesTravel(Ops ops) {
    try (Matrix m = ops.allocate(7, 3)) {
      assertArrayEquals(new float[21], ops.download(m), "new matrices are zero");
      ops.fill(m, 0.5);
      float[] six = {1, 2, 3, 4, 5, 6};
      ops.upload(six, m.rows(2, 4));
      ops.copy(m.rows(2, 4), m.rows(5, 7));
      float[] expected = new float[21];
      Arrays.fill(expected, 0.5f);
      System.arraycopy(six, 0, expected, 6, 6);
      System.arraycopy(six, 0, expected, 15, 6);
      assertArrayEquals(expected, ops.download(m));
      double[] wide = new double[6];
      ops.download(m.rows(2, 4).rows(1, 2).rows(0, 1), wide);
      assertArrayEquals(new double[] {4, 5, 6, 0, 0, 0}, wide);
      ops.upload(new double[] {0.1, 0.2, 0.3}, m.rows(0, 1));
      ops.download(m.rows(0, 1), wide);
      assertEquals(ops.type() == DOUBLE ? 0.1 : 0.1f, wide[0]);
      assertSame(m.rows(1, 3), m.rows(1, 3), "views are kept");
      assertThrows(IndexOutOfBoundsException.class, () -> m.rows(3, 8));
      assertThrows(IndexOutOfBoundsException.class, () -> m.rows(3, 3));
    }
  }

  @ParameterizedTest
  @MethodSource("allImplementations")
  void rowsAreLookedUpAndTheirGradientsAdded(Ops ops) {
    Matrix table = ops.allocate(4, 2);
    ops.upload(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, table);
    Matrix out = ops.allocate(3, 2);
    ops.gatherRows(table, new int[] {3, 0, 3}, out);
    assertArrayEquals(new float[] {7, 8, 1, 2, 7, 8}, ops.download(out));
    ops.scatterRows(out, new int[] {1, 1, 2}, table);
    assertArrayEquals(new float[] {1, 2, 11, 14, 12, 14, 7, 8}, ops.download(table));
    assertEquals(1 + 4 + 121 + 196 + 144 + 196 + 49 + 64, ops.sumOfSquares(table));
  }

  /** Of equal values the first counts. */
  @ParameterizedTest
  @MethodSource("allImplementations")
  void theFirstOfTheLargestIsTheHit(Ops ops) {
    Matrix logits = ops.allocate(3, 3);
    ops.upload(new float[] {1, 5, 5, 0, 0, 0, -1, -2, -1}, logits);
    assertEquals(3, ops.hits(logits, new int[] {1, 0, 0}));
    assertEquals(0, ops.hits(logits, new int[] {2, 1, 2}));
  }

  /** What the two have in common is the interface only. */
  @Test
  void matricesOfOthersAreRefused() {
    Ops nd4j = Kernels.nd4j(FLOAT);
    Matrix plain = Kernels.plain(FLOAT).allocate(2, 2);
    assertThrows(ClassCastException.class, () -> nd4j.fill(plain, 1));
  }
}
