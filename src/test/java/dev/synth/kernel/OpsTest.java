package dev.synth.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;

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
    return Stream.of(new Nd4jOps(), Kernels.vector(1), Kernels.vector(3));
  }

  private final Random random = new Random(SEED);

  private Matrix random(long rows, long columns) {
    Matrix m = Matrix.zeros(DataType.FLOAT, rows, columns);
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        m.set(r, c, random.nextGaussian());
      }
    }
    return m;
  }

  private static Matrix copy(Matrix m) {
    return Matrix.of(m.array().dup('c'), m.rows());
  }

  private static void assertSame(String what, Matrix expected, Matrix actual, double tolerance) {
    for (int r = 0; r < expected.rows(); r++) {
      for (int c = 0; c < expected.columns(); c++) {
        double e = expected.get(r, c);
        assertEquals(
            e, actual.get(r, c), tolerance * (1 + Math.abs(e)), what + " at " + r + "," + c);
      }
    }
  }

  /** Runs {@code action} with both implementations on copies of the same inputs. */
  private void compare(
      String what,
      Ops ops,
      double tolerance,
      Matrix[] inputs,
      BiFunction<Ops, Matrix[], Matrix[]> action) {
    Matrix[] mine = Stream.of(inputs).map(OpsTest::copy).toArray(Matrix[]::new);
    Matrix[] theirs = Stream.of(inputs).map(OpsTest::copy).toArray(Matrix[]::new);
    Matrix[] expected = action.apply(Kernels.plain(), theirs);
    Matrix[] actual = action.apply(ops, mine);
    for (int i = 0; i < expected.length; i++) {
      assertSame(what + " #" + i + " seed " + SEED, expected[i], actual[i], tolerance);
    }
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
        Matrix a = ta ? random(s[1] + 4, s[0]) : random(s[0] + 4, s[1]);
        Matrix b = tb ? random(s[2] + 4, s[1]) : random(s[1] + 4, s[2]);
        Matrix out = random(s[0] + 4, s[2]);
        compare(
            "product " + s[0] + "x" + s[1] + "x" + s[2] + " flags " + flags,
            ops,
            tolerance(s[1]),
            new Matrix[] {a, b, out},
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

  @ParameterizedTest
  @MethodSource("implementations")
  void biasesAgree(Ops ops) {
    for (Size s : SIZES) {
      int rows = s.samples * s.batch;
      compare(
          "bias " + s,
          ops,
          tolerance(rows),
          new Matrix[] {random(rows, s.columns), random(1, s.columns)},
          (o, m) -> {
            Matrix out = Matrix.zeros(DataType.FLOAT, rows, s.columns);
            Matrix sums = Matrix.zeros(DataType.FLOAT, 1, s.columns);
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
          new Matrix[] {random(rows, s.columns), random(frames, s.columns)},
          (o, m) -> {
            Matrix sums = Matrix.zeros(DataType.FLOAT, frames, s.columns);
            Matrix spread = random(rows, s.columns);
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
      Matrix pre = random(rows, 2L * s.columns);
      pre.array().muli(5); // well into saturation
      compare(
          "gate " + s,
          ops,
          tolerance(4),
          new Matrix[] {pre, random(frames, 2L * s.columns), random(rows, s.columns)},
          (o, m) -> {
            Matrix out = Matrix.zeros(DataType.FLOAT, rows, s.columns);
            Matrix again = Matrix.zeros(DataType.FLOAT, rows, s.columns);
            o.gate(m[0], m[1], s.batch, s.hop, out);
            Matrix ab = copy(m[0]);
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
      Matrix in = random(rows, s.columns);
      in.set(0, 0, 0); // the corner: the gradient at zero is zero
      compare(
          "relu " + s,
          ops,
          tolerance(1),
          new Matrix[] {in, random(rows, s.columns), random(rows, s.columns)},
          (o, m) -> {
            Matrix out = Matrix.zeros(DataType.FLOAT, rows, s.columns);
            o.relu(m[0], out);
            Matrix gradient = copy(m[1]);
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
      Matrix logits = random(rows, s.columns);
      logits.array().muli(10);
      int[] codes = random.ints(rows, 0, s.columns).toArray();
      double expected = Kernels.plain().crossEntropy(copy(logits), codes, null, 0);
      assertEquals(
          expected,
          ops.crossEntropy(copy(logits), codes, null, 0),
          tolerance(rows) * (1 + expected));
      compare(
          "cross-entropy gradient " + s,
          ops,
          tolerance(s.columns),
          new Matrix[] {logits},
          (o, m) -> {
            o.crossEntropy(m[0], codes, m[0], 0.01);
            return m;
          });
    }
  }
}
