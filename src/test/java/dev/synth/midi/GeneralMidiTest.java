package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dataset.Family;
import dev.synth.dataset.inspect.Defect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GeneralMidiTest {
  @Test
  void thereAre128ProgramsEachAtItsNumber() {
    Set<String> titles = new HashSet<>();
    assertEquals(128, GeneralMidi.programs().size());
    for (int number = 0; number < 128; number++) {
      GeneralMidi.Program program = GeneralMidi.program(number);
      assertEquals(number, program.number());
      assertTrue(titles.add(program.title()), program.title());
    }
  }

  @Test
  void everyFamilyHasAProgram() {
    for (Family family : Family.values()) {
      assertFalse(GeneralMidi.melodic(family).isEmpty(), family.label());
    }
  }

  @Test
  void drumsAndEffectsAreNotMelodic() {
    for (int number = 115; number < 128; number++) {
      assertFalse(GeneralMidi.program(number).melodic(), GeneralMidi.program(number).title());
    }
    for (int number = 0; number < 47; number++) {
      assertTrue(GeneralMidi.program(number).melodic(), GeneralMidi.program(number).title());
    }
  }

  @Test
  void namesOfNotesAreNsynths() {
    assertEquals(
        "keyboard_acoustic_000-060-100", new RenderedInstrument(0, 0, 0).noteName(60, 100));
    assertEquals(
        "synth_lead_synthetic_081-036-025", new RenderedInstrument(0, 81, 0).noteName(36, 25));
    assertEquals("vocal_acoustic_052-108-127", new RenderedInstrument(0, 52, 0).noteName(108, 127));
  }

  @Test
  void theTableInTheDocumentsIsThisOne() throws IOException {
    String text = Files.readString(Path.of("docs/data.md"));
    for (GeneralMidi.Program program : GeneralMidi.programs()) {
      String row =
          "\n| %d | %s | %s | %s | %s |\n"
              .formatted(
                  program.number(),
                  program.title(),
                  program.family().label(),
                  program.source().label(),
                  program.melodic() ? "yes" : "");
      assertTrue(text.contains(row), row);
    }
    for (Defect defect : Defect.values()) {
      assertTrue(text.contains("\n| `" + defect.label() + "` |"), defect.label());
    }
  }
}
