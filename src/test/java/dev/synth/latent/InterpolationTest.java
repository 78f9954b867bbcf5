package dev.synth.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.latent.Interpolation.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InterpolationTest {
  private static final long SEED = 20260502L;

  private static Embedding random(Random random, int frames, int channels) {
    float[] values = new float[frames * channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Embedding(frames, channels, values);
  }

  private static Embedding frame(float... values) {
    return new Embedding(1, values.length, values);
  }

  private static double norm(float[] values, int start, int count) {
    double square = 0;
    for (int i = start; i < start + count; i++) {
      square += (double) values[i] * values[i];
    }
    return Math.sqrt(square);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void endsAreExact(Mode mode) {
    Random random = new Random(SEED);
    Embedding a = random(random, 5, 16);
    Embedding b = random(random, 5, 16);
    List<Embedding> line = Interpolation.line(a, b, 7, mode);
    assertEquals(7, line.size());
    assertEquals(a, line.get(0));
    assertEquals(b, line.get(6));
    assertEquals(List.of(a, b), Interpolation.line(a, b, 2, mode));
  }

  @Test
  void linearMidpointIsTheMean() {
    Embedding middle = Interpolation.line(frame(1, -2), frame(3, 4), 3, Mode.LINEAR).get(1);
    assertArrayEquals(new float[] {2, 1}, middle.values());
  }

  @Test
  void slerpTurnsAtConstantSpeed() {
    List<Embedding> line = Interpolation.line(frame(1, 0), frame(0, 1), 4, Mode.SLERP);
    for (int i = 0; i < 4; i++) {
      double angle = Math.PI / 2 * i / 3;
      float[] point = line.get(i).values();
      assertEquals(Math.cos(angle), point[0], 1e-7);
      assertEquals(Math.sin(angle), point[1], 1e-7);
    }
  }

  @Test
  void slerpKeepsTheNormOfEqualNorms() {
    Random random = new Random(SEED);
    int channels = 16;
    Embedding a = random(random, 8, channels);
    float[] scaled = random(random, 8, channels).values();
    for (int start = 0; start < scaled.length; start += channels) {
      double factor = norm(a.values(), start, channels) / norm(scaled, start, channels);
      for (int c = start; c < start + channels; c++) {
        scaled[c] *= (float) factor;
      }
    }
    for (Embedding point :
        Interpolation.line(a, new Embedding(8, channels, scaled), 9, Mode.SLERP)) {
      for (int start = 0; start < scaled.length; start += channels) {
        double wanted = norm(a.values(), start, channels);
        assertEquals(wanted, norm(point.values(), start, channels), 1e-6 * wanted, "seed " + SEED);
      }
    }
  }

  @Test
  void slerpWithoutAnArcIsLinear() {
    for (Embedding b :
        List.of(frame(0, 0), frame(-1, -2), frame(2, 4), frame(1, 2), frame(1.0000001f, 2))) {
      assertEquals(
          Interpolation.between(frame(1, 2), b, 0.25, Mode.LINEAR),
          Interpolation.between(frame(1, 2), b, 0.25, Mode.SLERP),
          b.toString());
    }
  }

  @Test
  void slerpMixesFramesOneByOne() {
    Embedding a = new Embedding(2, 2, new float[] {1, 0, 0, 3});
    Embedding b = new Embedding(2, 2, new float[] {0, 1, 3, 0});
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(
        new float[] {half, half, 3 * half, 3 * half},
        Interpolation.between(a, b, 0.5, Mode.SLERP).values(),
        1e-6f);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void gridHasItsCornersAndEdges(Mode mode) {
    Random random = new Random(SEED);
    Embedding a = random(random, 3, 4);
    Embedding b = random(random, 3, 4);
    Embedding c = random(random, 3, 4);
    Embedding d = random(random, 3, 4);
    int n = 5;
    List<Embedding> grid = grid(List.of(a, b, c, d), n, mode);
    assertEquals(n * n, grid.size());
    assertEquals(a, grid.get(0));
    assertEquals(b, grid.get(n - 1));
    assertEquals(c, grid.get(n * (n - 1)));
    assertEquals(d, grid.get(n * n - 1));
    assertEquals(Interpolation.line(a, b, n, mode), grid.subList(0, n));
    assertEquals(Interpolation.line(c, d, n, mode), grid.subList(n * (n - 1), n * n));
    List<Embedding> left = Interpolation.line(a, c, n, mode);
    List<Embedding> right = Interpolation.line(b, d, n, mode);
    for (int row = 0; row < n; row++) {
      assertEquals(left.get(row), grid.get(row * n));
      assertEquals(right.get(row), grid.get(row * n + n - 1));
    }
    assertEquals(List.of(a, b, c, d), grid(List.of(a, b, c, d), 2, mode));
  }

  /** All points of a square, row by row. */
  private static List<Embedding> grid(List<Embedding> corners, int n, Mode mode) {
    List<Embedding> points = new ArrayList<>();
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        double x = (double) column / (n - 1);
        points.add(Interpolation.at(corners, x, (double) row / (n - 1), mode));
      }
    }
    return points;
  }

  @Test
  void weightsAreBilinearAndExactAtTheCorners() {
    assertArrayEquals(new double[] {1, 0, 0, 0}, Interpolation.weights(4, 0, 0));
    assertArrayEquals(new double[] {0, 1, 0, 0}, Interpolation.weights(4, 1, 0));
    assertArrayEquals(new double[] {0, 0, 0, 1}, Interpolation.weights(4, 1, 1));
    assertArrayEquals(new double[] {1 - 0.1, 0.1}, Interpolation.weights(2, 0.1, 0));
    assertArrayEquals(
        new double[] {0.5625, 0.1875, 0.1875, 0.0625}, Interpolation.weights(4, 0.25, 0.25));
  }

  @Test
  void linearGridIsBilinear() {
    List<Embedding> grid = grid(List.of(frame(0), frame(4), frame(8), frame(20)), 3, Mode.LINEAR);
    float[] wanted = {0, 2, 4, 4, 8, 12, 8, 14, 20};
    for (int i = 0; i < wanted.length; i++) {
      assertEquals(wanted[i], grid.get(i).value(0, 0));
    }
  }

  @Test
  void unlikeLengthsAreCutToTheShortest() {
    Embedding longer = new Embedding(3, 2, new float[] {1, 2, 3, 4, 5, 6});
    Embedding shorter = new Embedding(2, 2, new float[] {9, 8, 7, 6});
    List<Embedding> matched = Interpolation.matchFrames(List.of(longer, shorter));
    assertEquals(new Embedding(2, 2, new float[] {1, 2, 3, 4}), matched.get(0));
    assertEquals(shorter, matched.get(1));
    for (Embedding point : Interpolation.line(longer, shorter, 3, Mode.LINEAR)) {
      assertEquals(2, point.frames());
    }
  }

  @Test
  void unlikeChannelsAreRefusedByNumber() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Interpolation.line(frame(1, 2), frame(1, 2, 3), 3, Mode.LINEAR))
            .getMessage();
    assertTrue(message.contains("2") && message.contains("3"), message);
  }

  @Test
  void tooFewStepsAreRefused() {
    Embedding e = frame(1);
    assertThrows(IllegalArgumentException.class, () -> Interpolation.line(e, e, 1, Mode.LINEAR));
    assertThrows(
        IllegalArgumentException.class,
        () -> Interpolation.at(List.of(e, e, e, e), 0.5, 1.5, Mode.LINEAR));
    assertThrows(
        IllegalArgumentException.class, () -> Interpolation.between(e, e, Double.NaN, Mode.LINEAR));
  }

  @Test
  void shapesAreChecked() {
    assertThrows(IllegalArgumentException.class, () -> new Embedding(2, 3, new float[5]));
    assertThrows(IllegalArgumentException.class, () -> new Embedding(0, 3, new float[0]));
    assertEquals("Embedding [2, 3]", new Embedding(2, 3, new float[6]).toString());
  }
}
