package dev.synth.compose.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Copying;
import dev.synth.compose.style.ShippedStyles;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneNote;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds of many pieces; the figures are in docs/composing.md. */
@Tag("slow")
class ManyPiecesTest {
  private static final int PIECES = 200;

  /** Pieces of each style; 1,000 of folk take some minutes. */
  private static final int SEEDS = Integer.getInteger("synth.seeds", 100);

  @ParameterizedTest
  @ValueSource(strings = {"folk", "waltz", "jig", "march", "carol", "nursery"})
  @DisplayName("no seed fails, none are alike, none copies, all end on the cadence")
  void seeds(String name) {
    Style style = ShippedStyles.of(name);
    Planner planner = new Planner(style);
    Copying copying = new Copying(style);
    Set<List<TuneNote>> all = new HashSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Plan plan = planner.plan(Request.of(seed));
      String where = name + " seed " + seed;
      assertTrue(all.add(plan.notes()), where);
      assertTrue(copying.longest(plan.notes()).notes() <= 7, where);
      assertEquals(List.of(), plan.remarks(), where);
      int last = 0;
      for (Phrase phrase : plan.form().phrases()) {
        last = phrase.isSung() ? phrase.endBar() - 1 : last;
      }
      TuneNote note = plan.notes().get(plan.notes().size() - 1);
      List<ChordEvent> before = plan.chords().get(last - 1);
      assertEquals(0, Math.floorMod(note.above(), 12), where);
      assertTrue(plan.chords().get(last).get(0).isTonic(), where);
      assertTrue(before.get(before.size() - 1).isDominant(), where);
      assertTrue(MelodyMeasures.of(plan).get("range") <= 19, where);
    }
  }

  @Test
  @DisplayName("measures lie where those of tunes do that the style was not learned from")
  void measures() {
    List<Tune> learned = new ArrayList<>();
    List<Tune> heldOut = new ArrayList<>();
    for (Tune tune : ShippedStyles.of("folk").tunes()) {
      (learned.size() <= heldOut.size() ? learned : heldOut).add(tune);
    }
    Planner planner = new Planner(new Style("half", Style.Settings.DEFAULT, learned));
    Map<String, List<Double>> real = new LinkedHashMap<>();
    heldOut.forEach(tune -> add(real, MelodyMeasures.of(tune)));
    Map<String, double[]> gate = gate(learned);
    int passed = 0;
    Map<String, List<Double>> made = new HashMap<>();
    for (int seed = 0; seed < PIECES; seed++) {
      Map<String, Double> measures = MelodyMeasures.of(planner.plan(Request.of(seed)));
      add(made, measures);
      passed += passes(gate, measures) ? 1 : 0;
    }
    StringBuilder table = new StringBuilder();
    for (String name : real.keySet()) {
      List<Double> tunes = sorted(real.get(name));
      List<Double> pieces = sorted(made.get(name));
      double low = tunes.get(tunes.size() / 20);
      double high = tunes.get(tunes.size() - 1 - tunes.size() / 20);
      double median = pieces.get(pieces.size() / 2);
      table.append(
          String.format(
              java.util.Locale.ROOT, "%-26s %5.2f in %5.2f to %5.2f%n", name, median, low, high));
      assertTrue(low <= median && median <= high, table.toString());
    }
    long tunes = heldOut.stream().filter(t -> passes(gate, MelodyMeasures.of(t))).count();
    System.out.printf(
        java.util.Locale.ROOT,
        "%sgate: %d of %d pieces, %d of %d held-out tunes%n",
        table,
        passed,
        PIECES,
        tunes,
        heldOut.size());
    assertTrue(tunes >= 0.75 * heldOut.size(), "the gate is too narrow: " + tunes);
    assertTrue(passed >= 0.7 * PIECES, passed + " of " + PIECES);
  }

  /** What a tune must have at least, and what it may have at most. */
  private static final Set<String> AT_LEAST =
      Set.of("steps", "last length over median", "rhythms again", "groove", "H4");

  private static final Set<String> AT_MOST =
      Set.of("range", "largest", "last degree", "leaps", "steps", "bars again", "H4");

  /** The least and the greatest of each measure among tunes. */
  private static Map<String, double[]> gate(List<Tune> tunes) {
    Map<String, List<Double>> all = new LinkedHashMap<>();
    tunes.forEach(tune -> add(all, MelodyMeasures.of(tune)));
    Map<String, double[]> gate = new LinkedHashMap<>();
    all.forEach(
        (name, values) ->
            gate.put(
                name,
                new double[] {
                  AT_LEAST.contains(name) ? Collections.min(values) : Double.NEGATIVE_INFINITY,
                  AT_MOST.contains(name) ? Collections.max(values) : Double.POSITIVE_INFINITY
                }));
    return gate;
  }

  private static boolean passes(Map<String, double[]> gate, Map<String, Double> measures) {
    return gate.entrySet().stream()
        .allMatch(
            entry -> {
              double value = measures.get(entry.getKey());
              return entry.getValue()[0] <= value && value <= entry.getValue()[1];
            });
  }

  private static void add(Map<String, List<Double>> all, Map<String, Double> measures) {
    measures.forEach((name, value) -> all.computeIfAbsent(name, n -> new ArrayList<>()).add(value));
  }

  private static List<Double> sorted(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted;
  }
}
