package dev.synth.compose.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.score.corpus.Corpus;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ShippedStylesTest {
  @Test
  @DisplayName("every tune that comes with synth is in the style of all, with title and licence")
  void folk() {
    Style folk = ShippedStyles.of(ShippedStyles.DEFAULT);
    assertEquals(Corpus.tunes().size(), folk.tunes().size());
    for (Tune tune : folk.tunes()) {
      assertFalse(tune.origin().title().isEmpty());
      assertFalse(tune.origin().licence().isEmpty(), tune.origin().title());
      assertEquals(tune.bars(), tune.chords().size(), tune.origin().title());
    }
  }

  @Test
  @DisplayName("every style has enough tunes, and is the same each time")
  void all() {
    assertEquals(
        List.of("folk", "waltz", "jig", "march", "carol", "nursery"), ShippedStyles.names());
    for (String name : ShippedStyles.names()) {
      Style style = ShippedStyles.of(name);
      assertTrue(style.tunes().size() >= 10, name + ": " + style.tunes().size());
      assertEquals(StyleFile.text(style), StyleFile.text(ShippedStyles.of(name)));
      assertFalse(ShippedStyles.madeOf(name).isEmpty());
    }
    assertThrows(IllegalArgumentException.class, () -> ShippedStyles.of("polka"));
  }
}
