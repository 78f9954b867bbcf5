package dev.synth.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadSettingException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeShapeTest {
  private static final LatentFormat FORMAT = new LatentFormat(1, 10, 100);
  private static final Embedding RAMP = new Embedding(4, 1, new float[] {0, 1, 2, 3});

  private static TimeShape length(String text) {
    return new TimeShape(null, null, null, TimeLength.parse(text));
  }

  private static void refuse(
      String setting, Double stretch, Integer tile, String envelope, String length) {
    TimeLength span = length == null ? null : TimeLength.parse(length);
    String sentence =
        assertThrows(BadSettingException.class, () -> new TimeShape(stretch, tile, envelope, span))
            .getMessage();
    assertTrue(sentence.startsWith("The setting '" + setting + "'"), sentence);
  }

  @Test
  void offIsTheEmbeddingItself() {
    assertSame(RAMP, TimeShape.NONE.apply(RAMP, FORMAT));
    assertEquals(4, TimeShape.NONE.frames(4, FORMAT));
    assertEquals(40, TimeShape.NONE.cut(40, FORMAT));
    assertEquals(Map.of(), TimeShape.NONE.settings());
  }

  @Test
  void partsGoInOrder() {
    TimeShape shape = new TimeShape(0.5, 3, "0s:1,0.3s:1,0.3s:0,1s:0", TimeLength.parse("0.45s"));
    assertEquals(5, shape.frames(4, FORMAT));
    assertEquals(45, shape.cut(50, FORMAT));
    Embedding shaped = shape.apply(RAMP, FORMAT);
    // Half as long: (0.5, 2.5); three times: 6 frames; cut to 5; silent from 0.3 s on.
    assertEquals(new Embedding(5, 1, new float[] {0.5f, 2.5f, 0.5f, 0, 0}), shaped);
    assertEquals(
        List.of("stretch", "tile", "length", "envelope"), List.copyOf(shape.settings().keySet()));
    assertEquals("0.5", shape.settings().get("stretch"));
  }

  @Test
  void whereTheLastFrameIsHeldIsKnown() {
    assertEquals(40, TimeShape.NONE.heldFrom(4, FORMAT));
    assertEquals(15, length("15samples").heldFrom(4, FORMAT));
    assertEquals(40, length("6frames").heldFrom(4, FORMAT));
    assertEquals(
        55, new TimeShape(2.0, null, null, TimeLength.parse("55samples")).heldFrom(4, FORMAT));
    assertEquals(
        20, new TimeShape(0.5, null, null, TimeLength.parse("55samples")).heldFrom(4, FORMAT));
    assertEquals(
        60,
        new TimeShape(null, null, "0s:1,1s:0", TimeLength.parse("6frames")).heldFrom(4, FORMAT));
  }

  @Test
  void aLengthCutsOrHolds() {
    assertEquals(new Embedding(2, 1, new float[] {0, 1}), length("15samples").apply(RAMP, FORMAT));
    assertEquals(15, length("15samples").cut(20, FORMAT));
    assertEquals(
        new Embedding(6, 1, new float[] {0, 1, 2, 3, 3, 3}), length("6frames").apply(RAMP, FORMAT));
    assertEquals(1, new TimeShape(0.01, null, null, null).frames(4, FORMAT));
  }

  @Test
  void aHoldMakesLongerOnly() {
    TimeShape tenFrames = new TimeShape(null, TimeLength.parse("1s"), null, null, null);
    assertEquals(10, tenFrames.frames(4, FORMAT));
    assertEquals(10, tenFrames.apply(RAMP, FORMAT).frames());
    assertEquals(12, tenFrames.frames(12, FORMAT));
    assertEquals(100, tenFrames.heldFrom(4, FORMAT));
    assertEquals(Map.of("hold", "1s"), tenFrames.settings());
    TimeShape all = new TimeShape(2.0, TimeLength.parse("0.94s"), 2, null, null);
    assertEquals(18, all.frames(4, FORMAT));
    Embedding shaped = all.apply(RAMP, FORMAT);
    assertEquals(18, shaped.frames());
    assertEquals(shaped.value(3, 0), shaped.value(12, 0));
    String both =
        assertThrows(
                BadSettingException.class,
                () ->
                    new TimeShape(null, TimeLength.parse("1s"), null, null, TimeLength.parse("1s")))
            .getMessage();
    assertTrue(both.contains("'hold'") && both.contains("'length'"), both);
    TimeShape endless = new TimeShape(null, TimeLength.parse("99999999s"), null, null, null);
    assertThrows(BadSettingException.class, () -> endless.frames(4, FORMAT));
  }

  @Test
  void whatCannotBeIsNamed() {
    refuse("stretch", Double.NaN, null, null, null);
    refuse("stretch", 0.001, null, null, null);
    refuse("tile", null, 0, null, null);
    refuse("tile", null, 10_001, null, null);
    refuse("length", null, null, null, "0s");
    for (String envelope : List.of("", "1s", "1s:x", "1:1", "1s:Infinity", "2s:1,1s:1", "1s:1,")) {
      refuse("envelope", null, null, envelope, null);
    }
    TimeShape huge = new TimeShape(1000.0, 1000, null, null);
    String sentence =
        assertThrows(BadSettingException.class, () -> huge.frames(4, FORMAT)).getMessage();
    assertTrue(sentence.contains("1000000 frames"), sentence);
  }
}
