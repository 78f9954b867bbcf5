package dev.synth.render.grid;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.latent.Embedding;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridMixTest {
  private static final List<Embedding> CORNERS =
      List.of(
          new Embedding(1, 2, new float[] {1, 0}),
          new Embedding(1, 2, new float[] {0, 1}),
          new Embedding(2, 2, new float[] {3, 0, 9, 9}),
          new Embedding(1, 2, new float[] {0, 4}));

  /** Corners in reading order, x to the right, y down. */
  @Test
  void cornersAreTheirOwn() {
    for (GridMix mix : GridMix.values()) {
      for (int i = 0; i < 4; i++) {
        double[] wanted = new double[4];
        wanted[i] = 1;
        assertArrayEquals(wanted, mix.weights(4, i % 2, i / 2), mix + " " + i);
        assertEquals(CORNERS.get(i).first(1), mix.mix(CORNERS, i % 2, i / 2), mix + " " + i);
      }
      assertArrayEquals(new double[] {0.75, 0.25}, mix.weights(2, 0.25, 0), 1e-12);
    }
  }

  @Test
  void linearIsBilinear() {
    assertArrayEquals(
        new double[] {0.1875, 0.0625, 0.5625, 0.1875},
        GridMix.LINEAR.weights(4, 0.25, 0.75),
        1e-12);
    assertArrayEquals(
        new float[] {0.1875f + 3 * 0.5625f, 0.0625f + 4 * 0.1875f},
        GridMix.LINEAR.mix(CORNERS, 0.25, 0.75).values(),
        1e-6f);
  }

  /** By hand: distances of (1/4, 1/2) are sqrt(5)/4 twice and sqrt(13)/4 twice. */
  @Test
  void distanceFallsToNothingAtTheNextCorner() {
    double near = 1 - Math.sqrt(5) / 4;
    double far = 1 - Math.sqrt(13) / 4;
    double sum = 2 * near + 2 * far;
    assertArrayEquals(
        new double[] {near / sum, far / sum, near / sum, far / sum},
        GridMix.DISTANCE.weights(4, 0.25, 0.5),
        1e-12);
    assertArrayEquals(new double[] {0.5, 0.5, 0, 0}, GridMix.DISTANCE.weights(4, 0.5, 0), 1e-12);
  }

  @Test
  void slerpGoesAlongTheArc() {
    float half = (float) Math.sqrt(0.5);
    assertArrayEquals(
        new float[] {half, half}, GridMix.SLERP.mix(CORNERS.subList(0, 2), 0.5, 0).values(), 1e-6f);
  }
}
