package dev.synth.compose.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.compose.Tunes;
import dev.synth.compose.chain.Constraint;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StyleTest {
  @Test
  @DisplayName("a tune stands beside its tonic, on the grid, its pickup before the first bar")
  void tune() throws IOException {
    Tune tune = Tunes.all().get(6);
    assertEquals("New Britain", tune.origin().title());
    assertEquals(new Meter(3, 4), tune.meter());
    assertEquals(67, tune.tonicPitch());
    assertEquals(24, tune.pickupTicks());
    assertEquals(new TuneNote(-24, 24, -5), tune.notes().get(0));
    assertEquals(new TuneNote(0, 48, 0), tune.notes().get(1));
    assertEquals(16, tune.bars());
    RhythmEvent last = tune.rhythm().get(tune.rhythm().size() - 1);
    assertEquals(new RhythmEvent(0, 72, true), last, "what is tied over a bar line is a rest");
    assertFalse(tune.chordsGiven());
    assertEquals(16, tune.chords().size());
    assertTrue(tune.chords().get(15).get(0).isTonic());
    assertTrue(tune.chords().get(0).get(0).isTonic());
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  @DisplayName("every pitch within reach is a symbol, and the symbol that pitch")
  void steps(Mode mode) {
    ScaleSteps scale = new ScaleSteps(mode);
    for (int above = -19; above <= 30; above++) {
      int symbol = scale.symbolOf(above);
      assertTrue(symbol >= 0 && symbol < ScaleSteps.SYMBOLS, mode + " " + above);
      boolean raised =
          mode.hasMinorThird()
              && Math.floorMod(above, 12) == 11
              && ScaleSteps.degree(symbol) == 6
              && ScaleSteps.alteration(symbol) == 0;
      assertEquals(above, scale.semitones(symbol, raised), mode + " " + above);
    }
    assertEquals(-1, scale.symbolOf(-40));
    assertEquals(-1, scale.symbolOf(60));
  }

  @Test
  @DisplayName("notes of the chord weigh more than others, on strong beats above all")
  void chordFit() throws IOException {
    ChordFit fit = Tunes.style().chordFit();
    List<ChordEvent> tonic = StyleFile.chords("0:");
    ScaleSteps major = new ScaleSteps(Mode.MAJOR);
    for (boolean strong : new boolean[] {true, false}) {
      double tone = fit.weight(4, major.symbolOf(4), tonic.get(0), strong);
      double scale = fit.weight(2, major.symbolOf(2), tonic.get(0), strong);
      double chromatic = fit.weight(1, major.symbolOf(1), tonic.get(0), strong);
      assertEquals(1, tone, 1e-12);
      assertTrue(scale < 1 && chromatic <= 1, scale + " " + chromatic);
    }
    double strong = fit.weight(2, major.symbolOf(2), tonic.get(0), true);
    assertTrue(strong < fit.weight(2, major.symbolOf(2), tonic.get(0), false));
  }

  @Test
  @DisplayName("a style's file holds all of it")
  void file(@TempDir Path dir) throws IOException {
    Style style = Tunes.style();
    Path file = dir.resolve("old.style.json");
    StyleFile.write(file, style, false);
    Style read = StyleFile.read(file);
    assertEquals(style.tunes(), read.tunes());
    assertEquals(style.settings(), read.settings());
    assertEquals(StyleFile.text(style), StyleFile.text(read));
    assertEquals("Vienna, 1824", read.tunes().get(1).origin().origin());
  }

  @Test
  @DisplayName("what is no style is refused with a sentence")
  void damaged() throws IOException {
    String good = StyleFile.text(Tunes.style());
    refused("{\"format\": \"x\"}", "no style");
    refused(good.replace("\"version\" : 1", "\"version\" : 9"), "version 9");
    refused(good.replaceFirst("\"notes\":\\[0,", "\"notes\":["), "tune 1 is damaged");
    refused(good.replaceFirst("\"meter\":\"4/4\"", "\"meter\":\"4/\""), "tune 1 is damaged");
    refused(good.replaceFirst("\"chords\":\\[\"[^\"]*\",", "\"chords\":["), "tune 1 is damaged");
    refused(good.replace("\"order\" : 3", "\"order\" : 99"), "order");
    refused(good.substring(0, good.length() / 2), "JSON");
    assertThrows(BadSettingException.class, () -> new Style.Settings(3, 3));
  }

  private static void refused(String text, String words) {
    BadDataException e =
        assertThrows(BadDataException.class, () -> StyleFile.read(text, "x.style.json"));
    assertTrue(
        e.getMessage().startsWith("x.style.json") && e.getMessage().contains(words),
        e.getMessage());
  }

  @Test
  @DisplayName("copies are found at another pitch and tempo, and counted")
  void copying() throws IOException {
    Style style = Tunes.style();
    Copying copying = new Copying(style);
    Tune tune = style.tunes().get(1);
    List<TuneNote> copy = new ArrayList<>();
    for (TuneNote note : tune.notes()) {
      copy.add(new TuneNote(2 * note.startTicks(), 2 * note.durationTicks(), note.above() + 3));
    }
    Copying.Run run = copying.longest(copy);
    assertEquals(tune.notes().size(), run.notes());
    assertEquals("Ode to Joy", run.title());
    assertEquals(1, run.bar());
    assertEquals(1, copying.share(copy, 6), 0);
    List<TuneNote> own =
        List.of(
            new TuneNote(0, 24, 0),
            new TuneNote(24, 24, 11),
            new TuneNote(48, 24, -3),
            new TuneNote(72, 24, 7));
    assertTrue(copying.longest(own).notes() <= 2);
    assertEquals(0, copying.share(own, 4), 0);
    double baseline = copying.baseline(4);
    assertTrue(baseline > 0 && baseline < 1, "" + baseline);
    List<Copying.Nearest> nearest = copying.nearest(tune.notes(), tune.barTicks(), tune.bars());
    assertEquals(1, nearest.get(0).likeness(), 0);
    assertEquals(3, nearest.size());
  }

  @Test
  @DisplayName("chords for a melody that is given have its notes")
  void chordsForAMelody() throws Exception {
    Tune tune = Tunes.all().get(0);
    HarmonyModel harmony = Tunes.style().harmony(false);
    Constraint fit = harmony.over(tune.notes(), tune.meter());
    int[] best = harmony.chords(tune.bars(), List.of(fit), List.of(), true).best();
    List<List<ChordEvent>> bars = harmony.bars(best);
    assertEquals(12, bars.size());
    assertTrue(bars.get(0).get(0).isTonic() && bars.get(11).get(0).isTonic());
    assertTrue(bars.get(1).get(0).contains(9), "A A G");
    int[] sampled =
        harmony.chords(tune.bars(), List.of(fit), List.of(), true).sample(new Random(1));
    assertEquals(12, harmony.bars(sampled).size());
  }
}
