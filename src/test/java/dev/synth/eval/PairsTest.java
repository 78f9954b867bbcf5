package dev.synth.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.Note;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static List<Note> notes(String... names) {
    return Stream.of(names).map(name -> Note.of(Path.of(name + ".wav"))).toList();
  }

  @Test
  void endsHaveOnePitchAndTwoInstrumentsAndFamiliesComeFirst() {
    List<Note> notes =
        notes(
            "flute_acoustic_001-060-100",
            "flute_acoustic_002-060-100",
            "brass_acoustic_001-060-100",
            "flute_acoustic_001-062-100",
            "flute_acoustic_001-062-050",
            "flute_acoustic_003-064-100",
            "flute_acoustic_004-064-100",
            "own");
    for (long seed = 1; seed <= 20; seed++) {
      List<Pairs.Pair> pairs = Pairs.choose(notes, 9, seed);
      assertEquals(2, pairs.size());
      Set<Note> taken = new HashSet<>();
      for (Pairs.Pair pair : pairs) {
        assertTrue(taken.add(pair.first()) && taken.add(pair.last()));
        assertEquals(pair.pitch(), pair.last().labels().pitch().orElseThrow());
      }
      assertEquals(60, pairs.get(0).pitch());
      assertEquals(64, pairs.get(1).pitch());
      assertEquals(1, Pairs.choose(notes, 1, seed).size());
    }
    assertEquals(Pairs.choose(notes, 2, 5), Pairs.choose(notes, 2, 5));
  }
}
