package dev.synth.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingOpsTest {
  private static Embedding of(float... values) {
    return new Embedding(values.length / 2, 2, values);
  }

  private static final Embedding RAMP = of(0, 8, 1, 7, 2, 6, 3, 5);

  @Test
  void sumsAreWeighted() {
    Embedding a = of(1, 2, 3, 4);
    Embedding b = of(10, 20, 30, 40, 50, 60);
    assertEquals(
        of(-19, -38, -57, -76), EmbeddingOps.sum(List.of(a, b, a), new double[] {2, -2, -1}));
    assertEquals(a, EmbeddingOps.sum(List.of(a, b), new double[] {1, 0}));
    Embedding wide = new Embedding(1, 3, new float[3]);
    assertThrows(
        IllegalArgumentException.class,
        () -> EmbeddingOps.sum(List.of(a, wide), new double[] {1, 1}));
  }

  @Test
  void stretchingKeepsTheCourse() {
    assertEquals(RAMP, EmbeddingOps.stretch(RAMP, 4));
    assertEquals(
        of(
            0, 8, 0.25f, 7.75f, 0.75f, 7.25f, 1.25f, 6.75f, 1.75f, 6.25f, 2.25f, 5.75f, 2.75f,
            5.25f, 3, 5),
        EmbeddingOps.stretch(RAMP, 8));
    assertEquals(of(0.5f, 7.5f, 2.5f, 5.5f), EmbeddingOps.stretch(RAMP, 2));
    assertEquals(of(1.5f, 6.5f), EmbeddingOps.stretch(RAMP, 1));
    assertEquals(of(4, 5, 4, 5, 4, 5), EmbeddingOps.stretch(of(4, 5), 3));
  }

  @Test
  void lengthIsCutHeldOrRepeated() {
    assertEquals(of(0, 8), EmbeddingOps.fit(RAMP, 1));
    assertEquals(of(0, 8, 1, 7, 2, 6, 3, 5, 3, 5, 3, 5), EmbeddingOps.fit(RAMP, 6));
    assertEquals(of(1, 2, 3, 4, 1, 2, 3, 4), EmbeddingOps.tile(of(1, 2, 3, 4), 2));
  }

  @Test
  void aCrossfadeIsARaisedCosine() {
    Embedding zero = new Embedding(6, 1, new float[6]);
    Embedding one = new Embedding(8, 1, new float[] {1, 1, 1, 1, 1, 1, 1, 1});
    float[] faded = EmbeddingOps.crossfade(zero, one, 1, 5).values();
    double[] wanted = new double[6];
    for (int i = 1; i < 5; i++) {
      wanted[i] = 0.5 - 0.5 * Math.cos(Math.PI * (i - 0.5) / 4);
    }
    wanted[5] = 1;
    for (int i = 0; i < 6; i++) {
      assertEquals(wanted[i], faded[i], 1e-6, "frame " + i);
    }
    assertThrows(IllegalArgumentException.class, () -> EmbeddingOps.crossfade(zero, one, 3, 3));
  }

  @Test
  void anEnvelopeGoesStraightFromPointToPoint() {
    Embedding one = new Embedding(6, 1, new float[] {1, 1, 1, 1, 1, 1});
    List<EmbeddingOps.Point> points =
        List.of(
            new EmbeddingOps.Point(1, 0.5),
            new EmbeddingOps.Point(3, 2.5),
            new EmbeddingOps.Point(3, 1),
            new EmbeddingOps.Point(5, 0));
    assertArrayEquals(
        new float[] {0.5f, 1, 2, 0.75f, 0.25f, 0},
        EmbeddingOps.envelope(one, points).values(),
        1e-6f);
  }

  @Test
  void spansHaveUnits() {
    assertEquals(64_000, TimeLength.parse("4s").samples(16_000, 512));
    assertEquals(125, TimeLength.parse("4 s").frames(16_000, 512));
    assertEquals(32, TimeLength.parse("1s").frames(16_000, 512));
    assertEquals(4_000, TimeLength.parse("250ms").samples(16_000, 512));
    assertEquals(1_024, TimeLength.parse("2frames").samples(16_000, 512));
    assertEquals(3, TimeLength.parse("1025samples").frames(16_000, 512));
    assertEquals("0.5s", TimeLength.parse("0.5S").toString());
    for (String text : List.of("4", "", "s", "-1s", "4m", "1.5frames", "1e9s", "NaNs")) {
      assertThrows(IllegalArgumentException.class, () -> TimeLength.parse(text), text);
    }
    assertThrows(
        IllegalArgumentException.class, () -> TimeLength.parse("999999999s").samples(16_000, 512));
  }
}
