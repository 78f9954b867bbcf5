package dev.synth.dataset;

import static dev.synth.dataset.source.Records.names;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.io.BadDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NoteFilterTest {
  private static final Set<Family> FLUTE = Set.of(Family.FLUTE);

  private final List<Note> notes = new ArrayList<>();

  /** Five flutes at 60 to 64, five organs at 60 to 64, two sounds without a name. */
  NoteFilterTest() {
    for (int i = 0; i < 5; i++) {
      add(Labels.noteName(Family.FLUTE, SoundSource.ACOUSTIC, 1, 60 + i, 25 + i));
      add(Labels.noteName(Family.ORGAN, SoundSource.ELECTRONIC, 2, 60 + i, 25 + i));
    }
    add("slam");
    add("bang");
  }

  private void add(String name) {
    notes.add(Note.of(Path.of(name + ".wav")));
  }

  private static NoteFilter filter(Set<Family> families, Set<Integer> pitches, int limit) {
    return new NoteFilter(families, Set.of(), Set.of(), pitches, Set.of(), Set.of(), limit);
  }

  @Test
  void allMeansAll() throws BadDataException {
    assertSame(notes, NoteFilter.ALL.apply(notes));
  }

  @Test
  void everySetMustBeMetByAnyOfItsValues() throws BadDataException {
    assertEquals(
        List.of("flute_acoustic_001-061-026", "flute_acoustic_001-064-029"),
        names(filter(FLUTE, Set.of(61, 64, 90), 0).apply(notes)));
    Set<SoundSource> electronic = Set.of(SoundSource.ELECTRONIC);
    NoteFilter others =
        new NoteFilter(
            Set.of(),
            electronic,
            Set.of("organ_electronic_002"),
            Set.of(),
            Set.of(27, 28),
            Set.of(),
            0);
    assertEquals(
        List.of("organ_electronic_002-062-027", "organ_electronic_002-063-028"),
        names(others.apply(notes)));
  }

  @Test
  void qualitiesAreMetByOneOfThem() throws BadDataException {
    Labels bright =
        new Labels(
            Labels.NONE.family(),
            Labels.NONE.source(),
            Labels.NONE.instrument(),
            Labels.NONE.instrumentName(),
            Labels.NONE.pitch(),
            Labels.NONE.velocity(),
            List.of("bright", "reverb"));
    notes.add(new Note("x", OptionalLong.empty(), notes.get(0).audio(), bright));
    Set<String> wanted = Set.of("reverb", "dark");
    NoteFilter filter = new NoteFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), wanted, 0);
    assertEquals(List.of("x"), names(filter.apply(notes)));
  }

  @Test
  void theLimitIsSpreadEvenly() throws BadDataException {
    List<Note> three = filter(Set.of(), Set.of(), 3).apply(notes);
    assertEquals(List.of(notes.get(0), notes.get(4), notes.get(8)), three);
    assertSame(notes, filter(Set.of(), Set.of(), 12).apply(notes));
    assertEquals(12, new java.util.HashSet<>(filter(Set.of(), Set.of(), 99).apply(notes)).size());
    assertEquals(2, filter(FLUTE, Set.of(), 2).apply(notes).size());
  }

  @Test
  void nothingLeftSaysWhichSetLeftHowMany() {
    BadDataException none =
        assertThrows(BadDataException.class, () -> filter(FLUTE, Set.of(90), 0).apply(notes));
    assertEquals(
        "None of the 12 notes is left: the setting 'family' leaves 5 (2 have no such label), the setting 'pitch' leaves 0;"
            + " widen the filters.",
        none.getMessage());
  }
}
