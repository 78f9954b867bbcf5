package dev.synth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InstrumentSplitTest {
  private static final List<Double> SHARES = List.of(0.8, 0.1, 0.1);

  private static List<Note> notes(int instruments, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Note> notes = new ArrayList<>();
    for (int instrument = 0; instrument < instruments; instrument++) {
      int count = random.nextInt(1, 20);
      for (int pitch = 30; pitch < 30 + count; pitch++) {
        String name = Labels.noteName(Family.REED, SoundSource.ACOUSTIC, instrument, pitch, 100);
        notes.add(Note.of(Path.of(name + ".wav")));
      }
    }
    return notes;
  }

  @Test
  void noInstrumentCrossesAndNoNoteIsLost() throws BadDataException {
    for (long seed = 0; seed < 50; seed++) {
      int instruments = 3 + (int) seed;
      List<Note> notes = notes(instruments, seed);
      List<InstrumentSplit.Part> parts = InstrumentSplit.of(notes, SHARES, seed);
      Set<Note> all = new HashSet<>();
      Set<String> names = new HashSet<>();
      int counted = 0;
      for (InstrumentSplit.Part part : parts) {
        assertTrue(part.instruments() > 0, "seed " + seed);
        all.addAll(part.notes());
        counted += part.notes().size();
        Set<String> own = new HashSet<>();
        part.notes().forEach(note -> own.add(note.labels().instrumentName().orElseThrow()));
        assertEquals(part.instruments(), own.size());
        for (String name : own) {
          assertTrue(names.add(name), name + " crosses, seed " + seed);
        }
      }
      assertEquals(new HashSet<>(notes), all);
      assertEquals(notes.size(), counted);
    }
  }

  @Test
  void versionsOfAnInstrumentAreKeptTogether() throws BadDataException {
    List<Note> notes = new ArrayList<>(notes(20, 3));
    for (Note note : notes(20, 3)) {
      Labels labels = note.labels();
      String name =
          Labels.noteName(
              Family.REED,
              SoundSource.ACOUSTIC,
              500 + labels.instrument().getAsInt(),
              labels.pitch().getAsInt(),
              100);
      notes.add(Note.of(Path.of(name + ".wav")));
    }
    int instruments = 0;
    Set<Integer> seen = new HashSet<>();
    for (InstrumentSplit.Part part : InstrumentSplit.of(notes, SHARES, 1, 500)) {
      Set<Integer> programs = new HashSet<>();
      part.notes().forEach(note -> programs.add(note.labels().instrument().getAsInt() % 500));
      assertEquals(2 * programs.size(), part.instruments());
      instruments += part.instruments();
      assertTrue(seen.addAll(programs), "a program is in two sets");
    }
    assertEquals(40, instruments);
    assertEquals(20, seen.size());
  }

  @Test
  void sharesAreMetAsNearAsInstrumentsAllow() throws BadDataException {
    for (long seed = 0; seed < 20; seed++) {
      List<Note> notes = notes(200, seed);
      List<InstrumentSplit.Part> parts = InstrumentSplit.of(notes, SHARES, seed);
      for (int set = 0; set < 3; set++) {
        // The set that lacks most gets the next instrument, of at most 19 notes.
        assertEquals(SHARES.get(set) * notes.size(), parts.get(set).notes().size(), 19);
      }
    }
  }

  @Test
  void theSeedDecides() throws BadDataException {
    List<Note> notes = notes(30, 1);
    List<InstrumentSplit.Part> parts = InstrumentSplit.of(notes, SHARES, 7);
    assertEquals(parts, InstrumentSplit.of(notes, SHARES, 7));
    assertNotEquals(parts, InstrumentSplit.of(notes, SHARES, 8));
  }

  @Test
  void aShareOfNothingIsEmptyAndTooFewInstrumentsAreRefused() throws BadDataException {
    List<Note> two = notes(2, 1);
    List<InstrumentSplit.Part> parts = InstrumentSplit.of(two, List.of(1.0, 1.0, 0.0), 1);
    assertEquals(List.of(), parts.get(2).notes());
    String message =
        assertThrows(BadDataException.class, () -> InstrumentSplit.of(two, SHARES, 1)).getMessage();
    assertTrue(message.startsWith("2 instruments cannot be split into 3 sets"), message);
  }

  @Test
  void aNoteWithoutAnInstrumentIsItsOwn() throws BadDataException {
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      notes.add(Note.of(Path.of("take " + i + ".wav")));
    }
    assertEquals(10, InstrumentSplit.unnamed(notes));
    List<InstrumentSplit.Part> parts = InstrumentSplit.of(notes, SHARES, 1);
    assertEquals(List.of(8, 1, 1), parts.stream().map(InstrumentSplit.Part::instruments).toList());
  }
}
