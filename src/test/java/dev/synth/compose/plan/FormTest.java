package dev.synth.compose.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.compose.Tunes;
import dev.synth.score.Meter;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FormTest {
  private static Form form(int bars, String letters, int phraseBars, long seed) {
    return Form.of(bars, letters, Cadence.AUTHENTIC, phraseBars, new Random(seed));
  }

  @Test
  @DisplayName("phrases follow without gaps; short bars make phrases of four")
  void phrases() {
    for (int seed = 0; seed < 50; seed++) {
      for (int phraseBars : new int[] {2, 4}) {
        Form form = form(36, "AABB", phraseBars, seed);
        assertEquals(36, form.bars());
        int bar = 0;
        for (Phrase phrase : form.phrases()) {
          assertEquals(bar, phrase.bar());
          assertTrue(!phrase.isSung() || phrase.bars() == phraseBars, phrase.toString());
          bar = phrase.endBar();
        }
      }
    }
    assertEquals(4, form(4, null, 4, 1).phrases().get(0).bars());
  }

  @Test
  @DisplayName("a section that comes twice running has at least three different phrases")
  void twice() {
    for (int seed = 0; seed < 200; seed++) {
      for (String letter : List.of("A", "B")) {
        Set<Integer> different =
            form(32, "AABB", 2, seed).phrases().stream()
                .filter(phrase -> phrase.section().equals(letter))
                .limit(4)
                .map(p -> p.likeness() == Phrase.Likeness.REPEATED ? p.model() : -1 - p.bar())
                .collect(Collectors.toSet());
        // One of them at most is another's again.
        assertTrue(different.size() >= 3, "seed " + seed);
      }
    }
  }

  @Test
  @DisplayName("an introduction leads to the melody by the dominant, which begins on the tonic")
  void introduction() throws IOException {
    Planner planner = new Planner(Tunes.style());
    for (int seed = 0; seed < 20; seed++) {
      Request request =
          new Request(
              seed, null, null, Meter.COMMON, null, 20, null, "AB", null, null, Wishes.NONE);
      Plan plan = planner.plan(request);
      Phrase first = plan.form().phrases().get(0);
      assertTrue(!first.isSung() && first.bars() == 2, first.toString());
      var before = plan.chords().get(1);
      assertTrue(before.get(before.size() - 1).isDominant(), "seed " + seed);
      assertTrue(plan.chords().get(2).get(0).isTonic(), "seed " + seed);
    }
  }
}
