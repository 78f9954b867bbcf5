package dev.synth.compose.arrange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadSettingException;
import dev.synth.score.ChordSymbol;
import dev.synth.score.LeadSheet;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TimedChord;
import dev.synth.score.corpus.Corpus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ArrangerTest {
  private static ArrangementRequest request(LeadSheet sheet, double energy, long seed) {
    return new ArrangementRequest(sheet, List.of(), Map.of(), null, energy, seed);
  }

  private static LeadSheet tune(String title) {
    return Corpus.tunes().stream()
        .filter(tune -> tune.origin().title().startsWith(title))
        .findFirst()
        .orElseThrow();
  }

  private static List<ScoreNote> notes(Arrangement arrangement, String part) {
    return arrangement.score().parts().stream()
        .filter(p -> p.name().equals(part))
        .map(Part::notes)
        .findFirst()
        .orElse(List.of());
  }

  private static ChordSymbol chordAt(LeadSheet sheet, long ticks) {
    ChordSymbol found = sheet.chords().get(0).symbol();
    for (TimedChord chord : sheet.chords()) {
      found = chord.startTicks() <= ticks ? chord.symbol() : found;
    }
    return found;
  }

  @Test
  @DisplayName("every tune is accompanied by notes of its chords, in the ranges of the parts")
  void chordsAndBass() {
    for (LeadSheet sheet : Corpus.tunes()) {
      if (sheet.chords().isEmpty()) {
        continue;
      }
      for (double energy : new double[] {0, 0.5, 1}) {
        Arrangement arranged = Arranger.arrange(request(sheet, energy, 1));
        String title = sheet.origin().title() + " " + arranged.patterns();
        List<ScoreNote> chords = notes(arranged, Arrangement.CHORDS);
        List<ScoreNote> bass = notes(arranged, Arrangement.BASS);
        assertFalse(chords.isEmpty() || bass.isEmpty(), title);
        for (ScoreNote note : chords) {
          ChordSymbol chord = chordAt(sheet, note.startTicks());
          assertTrue(chord.contains(note.midiPitch()), title + note + chord);
          assertTrue(note.midiPitch() >= 46 && note.midiPitch() <= 96, title + note);
          assertTrue(note.endTicks() <= sheet.endTicks(), title + note);
        }
        for (ScoreNote note : bass) {
          ChordSymbol chord = chordAt(sheet, note.startTicks());
          assertTrue(chord.contains(note.midiPitch()), title + note + chord);
          assertTrue(note.midiPitch() >= 36 && note.midiPitch() <= 52, title + note);
        }
        assertEquals(sheet.melody().size(), notes(arranged, Arrangement.MELODY).size());
      }
    }
  }

  @Test
  @DisplayName("a chord that comes within a bar is heard when it comes, in chords or bass")
  void changes() {
    LeadSheet sheet = tune("Good King");
    ArrangementRequest request =
        new ArrangementRequest(
            sheet, List.of(), Map.of(ArrangementRequest.ALL, "block"), "none", 0.5, 1);
    Arrangement arranged = Arranger.arrange(request);
    Set<Long> starts =
        notes(arranged, Arrangement.BASS).stream()
            .map(ScoreNote::startTicks)
            .collect(Collectors.toSet());
    for (int i = 1; i < sheet.chords().size() - 1; i++) {
      TimedChord chord = sheet.chords().get(i);
      if (!chord.symbol().equals(sheet.chords().get(i - 1).symbol())) {
        assertTrue(starts.contains(chord.startTicks()), chord.toString());
      }
    }
  }

  @Test
  @DisplayName("each pattern and drum pattern is of whole steps, and plays in its meter")
  void patterns() {
    for (String name : Patterns.names()) {
      int played = 0;
      for (String title : List.of("Ode to Joy", "Yankee", "Amazing", "Greensleeves")) {
        LeadSheet sheet = tune(title);
        try {
          Arrangement arranged =
              Arranger.arrange(
                  new ArrangementRequest(
                      sheet,
                      List.of(),
                      Map.of(ArrangementRequest.ALL, name),
                      DrumPattern.NONE,
                      0.5,
                      1));
          assertEquals(Map.of("A", name), arranged.patterns());
          assertFalse(notes(arranged, Arrangement.CHORDS).isEmpty());
          played++;
        } catch (BadSettingException e) {
          assertTrue(e.getMessage().contains("'" + name + "' for " + sheet.meter()));
        }
      }
      assertTrue(played > 0, name);
    }
    for (String name : DrumPattern.names()) {
      int played = 0;
      for (String title : List.of("Ode to Joy", "Yankee", "Amazing", "Greensleeves")) {
        LeadSheet sheet = tune(title);
        try {
          Arrangement arranged =
              Arranger.arrange(new ArrangementRequest(sheet, List.of(), Map.of(), name, 0.5, 1));
          long step = sheet.barTicks() / DrumPattern.named(name, sheet.meter()).steps();
          assertFalse(notes(arranged, Arrangement.DRUMS).isEmpty());
          for (ScoreNote note : notes(arranged, Arrangement.DRUMS)) {
            assertEquals(0, (note.startTicks() - sheet.pickupTicks()) % step, name + note);
            assertTrue(note.midiPitch() >= 35 && note.midiPitch() <= 81, name + note);
          }
          played++;
        } catch (BadSettingException e) {
          assertTrue(e.getMessage().contains("'" + name + "'"), e.getMessage());
        }
      }
      assertTrue(played > 0, name);
    }
    LeadSheet sheet = tune("Ode");
    assertThrows(
        BadSettingException.class,
        () ->
            new ArrangementRequest(
                sheet, List.of(), Map.of(ArrangementRequest.ALL, "polka-dot"), null, 0.5, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ArrangementRequest(sheet, List.of(), Map.of(), null, 1.5, 1));
  }

  @Test
  @DisplayName("sections of one name are accompanied alike, others otherwise; drums come second")
  void sections() {
    LeadSheet sheet = tune("Jingle Bells");
    List<Section> form =
        List.of(
            new Section("A", 1, 8, true),
            new Section("A", 9, 8, true),
            new Section("B", 17, 16, true));
    Arrangement arranged =
        Arranger.arrange(new ArrangementRequest(sheet, form, Map.of(), "pop", 0.6, 3));
    assertEquals(Set.of("A", "B"), arranged.patterns().keySet());
    assertFalse(arranged.patterns().get("A").equals(arranged.patterns().get("B")));
    long first =
        notes(arranged, Arrangement.DRUMS).stream()
            .mapToLong(ScoreNote::startTicks)
            .min()
            .orElseThrow();
    assertEquals(8 * sheet.barTicks(), first);
    // A fill of toms before B, a crash with its first beat.
    List<ScoreNote> drums = notes(arranged, Arrangement.DRUMS);
    assertTrue(
        drums.stream()
            .anyMatch(
                n ->
                    n.midiPitch() == DrumPattern.CRASH && n.startTicks() == 16 * sheet.barTicks()));
    assertTrue(
        drums.stream()
            .anyMatch(
                n ->
                    DrumPattern.TOMS.contains(n.midiPitch())
                        && n.startTicks() < 16 * sheet.barTicks()
                        && n.startTicks() >= 16 * sheet.barTicks() - sheet.barTicks() / 4));
    Score score = arranged.score();
    long last = sheet.endTicks() - sheet.barTicks();
    for (ScoreNote note : notes(arranged, Arrangement.CHORDS)) {
      assertTrue(note.startTicks() <= last, "the last chord is held: " + note);
    }
    assertEquals(sheet.endTicks(), score.endTicks());
  }

  @Test
  @DisplayName("soft pieces have no drums unless they are asked for; the same request is the same")
  void energy() {
    LeadSheet sheet = tune("Ode");
    assertEquals(DrumPattern.NONE, Arranger.arrange(request(sheet, 0.4, 1)).drums());
    assertFalse(Arranger.arrange(request(sheet, 0.9, 1)).drums().equals(DrumPattern.NONE));
    assertEquals(
        Arranger.arrange(request(sheet, 0.7, 5)), Arranger.arrange(request(sheet, 0.7, 5)));
    double soft = mean(notes(Arranger.arrange(request(sheet, 0, 1)), Arrangement.MELODY));
    double loud = mean(notes(Arranger.arrange(request(sheet, 1, 1)), Arrangement.MELODY));
    assertTrue(loud - soft > 20, soft + " to " + loud);
  }

  private static double mean(List<ScoreNote> notes) {
    return notes.stream().mapToInt(ScoreNote::velocity).average().orElseThrow();
  }

  @Test
  @DisplayName("what an arrangement chose gives the same arrangement when it is asked for")
  void fixedPoint() {
    for (LeadSheet sheet : Corpus.tunes()) {
      Arrangement chosen = Arranger.arrange(request(sheet, 0.8, 9));
      Arrangement again =
          Arranger.arrange(
              new ArrangementRequest(sheet, List.of(), chosen.patterns(), chosen.drums(), 0.8, 9));
      assertEquals(chosen, again, sheet.origin().title());
    }
  }

  @Test
  @DisplayName("chords lie below the melody, or above a low one, in every pattern")
  void room() {
    for (String pattern : List.of("block", "arpeggio")) {
      for (LeadSheet tune : Corpus.tunes()) {
        if (tune.chords().isEmpty()) {
          continue;
        }
        int lowest = tune.melody().stream().mapToInt(ScoreNote::midiPitch).min().orElseThrow();
        int highest = tune.melody().stream().mapToInt(ScoreNote::midiPitch).max().orElseThrow();
        // From C4 or D4 on there is room below, up to A3 above.
        for (int up : new int[] {60 - lowest, 62 - lowest, 57 - highest}) {
          Arrangement arranged =
              Arranger.arrange(
                  new ArrangementRequest(
                      tune.transposed(up),
                      List.of(),
                      Map.of(ArrangementRequest.ALL, pattern),
                      DrumPattern.NONE,
                      0.3,
                      1));
          int crossing = 0;
          List<ScoreNote> chords = notes(arranged, Arrangement.CHORDS);
          for (ScoreNote chord : chords) {
            for (ScoreNote sung : notes(arranged, Arrangement.MELODY)) {
              boolean together =
                  sung.startTicks() < chord.endTicks() && chord.startTicks() < sung.endTicks();
              boolean clear =
                  up == 57 - highest
                      ? chord.midiPitch() > sung.midiPitch()
                      : chord.midiPitch() < sung.midiPitch();
              crossing += together && !clear ? 1 : 0;
            }
          }
          assertEquals(0, crossing, tune.origin().title() + " " + pattern + " " + up);
        }
      }
    }
  }

  @Test
  @DisplayName("chords that are set stay, the others are set beside them")
  void given() {
    LeadSheet sheet = tune("Ode");
    Arrangement first = Arranger.arrange(request(sheet, 0.3, 1));
    Map<Long, List<Integer>> some = new TreeMap<>(first.voicings());
    some.keySet().removeIf(start -> start >= 4 * sheet.barTicks());
    List<Integer> voices = first.voicings().get(0L);
    some.put(0L, List.of(voices.get(1), voices.get(2), voices.get(0) + 12));
    long other = first.voicings().keySet().stream().max(Long::compare).orElseThrow();
    int strange = 60;
    while (chordAt(sheet, other).contains(strange)) {
      strange++;
    }
    some.put(other, List.of(strange));
    ArrangementRequest request =
        new ArrangementRequest(sheet, List.of(), first.patterns(), first.drums(), some, 0.3, 1);
    Arrangement again = Arranger.arrange(request);
    some.remove(other);
    some.forEach((start, pitches) -> assertEquals(pitches, again.voicings().get(start)));
    assertEquals(first.voicings().keySet(), again.voicings().keySet());
    assertFalse(again.voicings().get(other).contains(strange));
  }

  @Test
  @DisplayName("voices move little, none is below another, and no path costs less")
  void voicings() {
    Random random = new Random(4);
    List<ChordSymbol> chords = new ArrayList<>();
    for (LeadSheet sheet : Corpus.tunes()) {
      sheet.chords().forEach(chord -> chords.add(chord.symbol()));
    }
    List<Room> rooms = chords.stream().map(chord -> new Room(0, 74)).toList();
    List<int[]> open = Collections.nCopies(chords.size(), null);
    List<int[]> voices = Voicings.of(chords, rooms, 60, 0, open);
    double moved = 0;
    int counted = 0;
    for (int i = 1; i < voices.size(); i++) {
      for (int v = 0; v < Math.min(voices.get(i).length, voices.get(i - 1).length); v++) {
        moved += Math.abs(voices.get(i)[v] - voices.get(i - 1)[v]);
        counted++;
        assertTrue(v == 0 || voices.get(i)[v] > voices.get(i)[v - 1]);
        assertTrue(chords.get(i).contains(voices.get(i)[v]));
      }
    }
    assertTrue(moved / counted <= 2, moved / counted + " semitones a voice");
    // Any other setting of one chord, all else the same, costs as much or more.
    for (int trial = 0; trial < 20; trial++) {
      int from = random.nextInt(chords.size() - 4);
      List<ChordSymbol> some = chords.subList(from, from + 4);
      List<Room> melody =
          List.of(new Room(0, 60), new Room(0, 74), new Room(58, 127), new Room(0, 57));
      List<int[]> found = Voicings.of(some, melody, 60, 0, open.subList(0, 4));
      double best = Voicings.cost(some, melody, 60, found);
      for (int i = 0; i < 300; i++) {
        List<int[]> other = new ArrayList<>();
        for (ChordSymbol chord : some) {
          List<int[]> ways = Voicings.ways(chord, 0);
          other.add(ways.get(random.nextInt(ways.size())));
        }
        assertTrue(Voicings.cost(some, melody, 60, other) >= best - 1e-9);
      }
    }
  }
}
