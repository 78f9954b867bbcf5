package dev.synth.compose.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.compose.Tunes;
import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Copying;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneNote;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.json.Json;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.LeadSheet;
import dev.synth.score.Meter;
import dev.synth.score.Mode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static Style style;
  private static Planner planner;

  @BeforeAll
  static void learn() throws IOException {
    style = Tunes.style();
    planner = new Planner(style);
  }

  private static Request request(long seed, Wishes wishes) {
    return new Request(
        seed, Mood.CALM, Key.C_MAJOR, Meter.COMMON, 80.0, 20, null, "AABA", null, null, wishes);
  }

  private static Wishes range(int lowest, int highest) {
    return new Wishes(
        lowest, highest, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), null);
  }

  @Test
  @DisplayName("pieces differ, end on the tonic after the dominant, and copy no long run")
  void pieces() {
    Copying copying = new Copying(style);
    Set<List<TuneNote>> all = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      Plan plan = planner.plan(Request.of(seed));
      assertTrue(all.add(plan.notes()), "seed " + seed);
      assertTrue(copying.longest(plan.notes()).notes() <= 7, "seed " + seed);
      assertEquals(plan.bars(), plan.form().bars());
      List<Phrase> sung = plan.form().phrases().stream().filter(Phrase::isSung).toList();
      int last = sung.get(sung.size() - 1).endBar() - 1;
      assertTrue(plan.chords().get(last).get(0).isTonic(), "seed " + seed);
      List<ChordEvent> before = plan.chords().get(last - 1);
      assertTrue(before.get(before.size() - 1).isDominant(), "seed " + seed);
      TuneNote note = plan.notes().get(plan.notes().size() - 1);
      assertEquals(0, Math.floorMod(note.above(), 12), "seed " + seed);
      assertEquals(last, note.startTicks() / plan.frame().barTicks());
      LeadSheet sheet = plan.leadSheet("x");
      assertEquals(plan.notes().size(), sheet.melody().size());
      int lowest = sheet.melody().stream().mapToInt(n -> n.midiPitch()).min().orElseThrow();
      int highest = sheet.melody().stream().mapToInt(n -> n.midiPitch()).max().orElseThrow();
      assertTrue(highest - lowest <= 24 && lowest > 36 && highest < 96, lowest + " " + highest);
      assertEquals(plan.notes(), planner.plan(Request.of(seed)).notes(), "the same seed");
    }
  }

  @Test
  @DisplayName("the length that is asked for is met by the tempo")
  void length() {
    for (double seconds : new double[] {20, 47, 90, 200}) {
      Plan plan =
          planner.plan(
              new Request(
                  3, Mood.HAPPY, null, null, null, null, seconds, null, null, null, Wishes.NONE));
      assertEquals(seconds, plan.seconds(), 0.01);
    }
    assertEquals(List.of(), remarks(null, 90.0, null, null));
    assertEquals(List.of(), remarks(16, null, null, null));
    told(remarks(null, null, "AABA", null), "The form AABA has 36 bars", "8 a section");
    told(remarks(30, null, "AABA", null), "The form AABA has", "not 30");
    told(remarks(null, 60.0, null, 71.0), "s long, not 60.0", "at 71 beats a minute");
    told(remarks(null, 3.0, null, null), "is 320 beats", "has 108 to 138", "4 bars last 3.0 s");
    Plan bars =
        planner.plan(
            new Request(3, null, null, null, null, 13, null, null, null, null, Wishes.NONE));
    assertEquals(13, bars.bars());
  }

  private static List<String> remarks(Integer bars, Double seconds, String form, Double tempo) {
    Request request =
        new Request(
            3, Mood.HAPPY, null, Meter.COMMON, tempo, bars, seconds, form, null, null, Wishes.NONE);
    return planner.plan(request).remarks();
  }

  private static void told(List<String> remarks, String... words) {
    assertEquals(1, remarks.size(), remarks.toString());
    for (String word : words) {
      assertTrue(remarks.get(0).contains(word), remarks.toString());
    }
  }

  @Test
  @DisplayName("a plan that is written and read is the same, to the letter")
  void fixedPoint() throws IOException {
    for (int seed = 0; seed < 10; seed++) {
      Plan plan = planner.plan(request(seed, range(55, 79)));
      String text = PlanFile.text(PlanFile.json(plan));
      PlanFile.Saved saved = PlanFile.read(Json.object(text, "plan.json"), "plan.json");
      assertEquals(Set.of(), saved.open());
      assertEquals(text, PlanFile.text(PlanFile.json(saved.plan())));
      assertEquals(plan.notes(), saved.plan().notes());
      assertEquals(plan.chords(), saved.plan().chords());
    }
  }

  @Test
  @DisplayName("bars that are kept stay, the others are made anew")
  void keep() {
    Plan plan = planner.plan(request(5, Wishes.NONE));
    Set<Integer> kept =
        IntStream.range(0, 8).boxed().collect(Collectors.toCollection(TreeSet::new));
    Plan other = planner.renew(plan, kept, 77);
    int ticks = 8 * plan.frame().barTicks();
    assertEquals(plan.chords().subList(0, 8), other.chords().subList(0, 8));
    assertEquals(before(plan, ticks), before(other, ticks));
    assertNotEquals(plan.notes(), other.notes());
    assertTrue(new Copying(style).longest(other.notes()).notes() <= 7);
    Plan whole =
        planner.renew(plan, IntStream.range(0, plan.bars()).boxed().collect(Collectors.toSet()), 9);
    assertEquals(plan.notes(), whole.notes());
    assertEquals(plan.chords(), whole.chords());
    assertThrows(BadSettingException.class, () -> planner.renew(plan, Set.of(99), 1));
  }

  private static List<TuneNote> before(Plan plan, int ticks) {
    return plan.notes().stream().filter(note -> note.startTicks() < ticks).toList();
  }

  @Test
  @DisplayName("wishes are met")
  void wishes() {
    ChordSymbol f = ChordSymbol.parse("F").orElseThrow();
    ChordSymbol am = ChordSymbol.parse("Am").orElseThrow();
    Wishes wishes =
        new Wishes(
            60,
            76,
            List.of(new Wishes.NoteAt(4, 1, 69), new Wishes.NoteAt(6, 3, 67)),
            List.of(new Wishes.ChordAt(5, f)),
            List.of(am),
            List.of(11),
            List.of(),
            List.of(1, 1),
            null);
    for (int seed = 0; seed < 10; seed++) {
      Plan plan = planner.plan(request(seed, wishes));
      LeadSheet sheet = plan.leadSheet("x");
      long bar = sheet.barTicks();
      assertTrue(
          sheet.melody().stream().anyMatch(n -> n.startTicks() == 3 * bar && n.midiPitch() == 69));
      assertTrue(
          sheet.melody().stream()
              .anyMatch(n -> n.startTicks() == 5 * bar + bar / 2 && n.midiPitch() == 67));
      assertTrue(
          sheet.melody().stream()
              .allMatch(
                  n -> n.midiPitch() >= 60 && n.midiPitch() <= 76 && n.midiPitch() % 12 != 11));
      assertTrue(
          sheet.chords().stream().anyMatch(c -> c.startTicks() == 4 * bar && c.symbol().equals(f)));
      assertTrue(sheet.chords().stream().noneMatch(c -> c.symbol().equals(am)));
    }
  }

  @Test
  @DisplayName("wishes that cannot be are refused: those that are at odds, and where")
  void impossible() {
    Wishes odds =
        new Wishes(
            62,
            69,
            List.of(new Wishes.NoteAt(6, 1, 72)),
            List.of(),
            List.of(),
            List.of(1),
            List.of(),
            List.of(),
            null);
    BadSettingException e =
        assertThrows(BadSettingException.class, () -> planner.plan(request(1, odds)));
    assertTrue(e.getMessage().contains("the melody lies from D4 to A4"), e.getMessage());
    assertTrue(e.getMessage().contains("C5 at bar 6, beat 1"), e.getMessage());
    assertTrue(e.getMessage().contains("bars 5 to 6"), e.getMessage());
    assertFalse(e.getMessage().contains("no C#"), e.getMessage());
    Wishes outside =
        new Wishes(
            0,
            127,
            List.of(new Wishes.NoteAt(99, 1, 60)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null);
    e = assertThrows(BadSettingException.class, () -> planner.plan(request(1, outside)));
    assertTrue(e.getMessage().contains("bar 99"), e.getMessage());
    Request meter =
        new Request(
            1, null, null, new Meter(5, 4), null, null, null, null, null, null, Wishes.NONE);
    e = assertThrows(BadSettingException.class, () -> planner.plan(meter));
    assertTrue(e.getMessage().contains("5/4, only in 4/4, 3/4"), e.getMessage());
  }

  @Test
  @DisplayName("a melody that is given keeps its notes and gets chords that have them")
  void harmonize() throws IOException {
    for (Tune tune : style.tunes()) {
      Plan plan = planner.harmonize(tune, 5, Mood.CALM, null, Wishes.NONE);
      int shift = tune.pickupTicks() > 0 ? tune.barTicks() : 0;
      assertEquals(tune.notes().size(), plan.notes().size());
      int tones = 0;
      for (int i = 0; i < tune.notes().size(); i++) {
        TuneNote note = plan.notes().get(i);
        assertEquals(tune.notes().get(i).startTicks() + shift, note.startTicks());
        assertEquals(tune.notes().get(i).above(), note.above());
        List<ChordEvent> chords = plan.chords().get(note.startTicks() / tune.barTicks());
        tones += chords.stream().anyMatch(chord -> chord.contains(note.above())) ? 1 : 0;
      }
      assertTrue(tones >= 0.6 * tune.notes().size(), tune.origin().title() + " " + tones);
      assertTrue(plan.chords().get(plan.bars() - 1).get(0).isTonic(), tune.origin().title());
      String text = PlanFile.text(PlanFile.json(plan));
      Plan read = PlanFile.read(Json.object(text, "plan.json"), "plan.json").plan();
      assertEquals(text, PlanFile.text(PlanFile.json(read)), tune.origin().title());
    }
    Wishes chord =
        new Wishes(
            0,
            127,
            List.of(),
            List.of(new Wishes.ChordAt(3, ChordSymbol.parse("Bb7").orElseThrow())),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            null);
    BadSettingException e =
        assertThrows(
            BadSettingException.class,
            () -> planner.harmonize(style.tunes().get(0), 1, Mood.CALM, null, chord));
    assertTrue(e.getMessage().contains("bar 3 begins with Bb7"), e.getMessage());
  }

  @Test
  @DisplayName("minor pieces raise the seventh over the dominant")
  void minor() {
    int raised = 0;
    for (int seed = 0; seed < 20; seed++) {
      Plan plan =
          planner.plan(
              new Request(
                  seed,
                  Mood.SAD,
                  Key.of(9, Mode.MINOR),
                  null,
                  null,
                  32,
                  null,
                  null,
                  null,
                  null,
                  Wishes.NONE));
      for (TuneNote note : plan.notes()) {
        int bar = note.startTicks() / plan.frame().barTicks();
        boolean dominant = plan.chords().get(bar).stream().allMatch(ChordEvent::isDominant);
        int degree = Math.floorMod(note.above(), 12);
        assertFalse(dominant && degree == 10, "seed " + seed + " bar " + (bar + 1));
        raised += degree == 11 ? 1 : 0;
      }
    }
    assertTrue(raised > 0);
  }

  @Test
  @DisplayName("damaged plans are refused with the place")
  void damaged() throws IOException {
    String good = PlanFile.text(PlanFile.json(planner.plan(request(2, Wishes.NONE))));
    refused(good.replace("\"synth plan\"", "\"plan\""), "no plan");
    refused(good.replace("\"key\" : \"C major\"", "\"key\" : \"H major\""), "H major");
    refused(good.replace("\"mood\" : \"calm\"", "\"mood\" : \"green\""), "green");
    refused(
        good.replaceFirst("\"chords\":\"[^\"]*\"", "\"chords\":\"Cx\""),
        "bar 1 (/bars/0/chords) cannot be: there is no chord 'Cx'");
    refused(good.replaceFirst("\\{\"bar\":2,[^\n]*\n", ""), "/bars cannot be: there are 19");
    refused(good.replaceFirst("\"seed\" : \"2\"", "\"seed\" : \"two\""), "/seed cannot be");
    refused(good.replaceFirst("\"key\" : \"[^\"]*\"", "\"key\" : \"Q\""), "/key cannot be");
    refused(good.replaceFirst("\"tonic\" : \\d+", "\"tonic\" : 1"), "/tonic cannot be");
    String bar5 = "(\"bar\":5,\"chords\":[^\\n]*\"melody\":)\\[.*\\]\\}";
    String place = "bar 5 (/bars/4/melody) cannot be: ";
    refused(
        good.replaceFirst(bar5, "$1[[0.5,48,70]]}"),
        place + "the start of [0.5,48,70] is a whole number from 0 to 95, not 0.5");
    refused(good.replaceFirst(bar5, "$1[[0,48,70.5]]}"), place + "the MIDI pitch of [0,48,70.5]");
    refused(good.replaceFirst(bar5, "$1[[0,48,128]]}"), "a whole number from 0 to 127, not 128");
    for (String length : List.of("0", "-3", "1.5", "\"long\"", "null", "99999")) {
      refused(
          good.replaceFirst(bar5, "$1[[0," + length + ",70]]}"),
          place + "the length of [0," + length + ",70] is a whole number from 1 to 1536");
    }
    refused(good.replaceFirst(bar5, "$1[5]}"), place + "a note is [start, length, pitch], not 5");
    refused(good.replaceFirst(bar5, "$1\"none\"}"), place + "it is a list of notes, or null");
    refused(
        good.replaceFirst(bar5, "$1[[72,48,70]]}")
            .replaceFirst("(\"bar\":6,\"chords\":[^\n]*\"melody\":)\\[.*\\]\\}", "$1[[0,96,69]]}"),
        place + "its note [72,48,70] still sounds where [0,96,69] of bar 6 begins");
    String tempo = "\"quartersPerMinute\" : 80.0";
    refused(good.replace(tempo + ",", ""), "/quartersPerMinute is missing.");
    refused(
        good.replace(tempo, "\"quartersPerMinute\" : 5000"),
        "/quartersPerMinute cannot be: the tempo in quarters a minute is a number from 1 to 2000,"
            + " not 5000");
    refused(good.replace("\"key\" : \"C major\",", ""), "/key is missing.");
    refused(
        good.replaceFirst("\"register\":0", "\"note\":0"),
        "phrase 1 (/phrases/0): it has no 'register'");
    refused(
        good.replace("\"wishes\" : {}", "\"wishes\" : {\"lowest\":60.5}"),
        "/wishes cannot be: a MIDI pitch is a whole number from 0 to 127, not 60.5");
    refused(
        good.replaceFirst("\"likeness\":\"new\"", "\"likeness\":\"old\""),
        "phrase 1 (/phrases/0) cannot be: there is no likeness 'old'");
  }

  private static void refused(String text, String words) throws IOException {
    BadDataException e =
        assertThrows(
            BadDataException.class,
            () -> PlanFile.read(Json.object(text, "plan.json"), "plan.json"));
    assertTrue(e.getMessage().contains(words), e.getMessage());
  }
}
