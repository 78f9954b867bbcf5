package dev.synth.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presets come from commented files, and people's own files and changes make others. */
class PresetTest {
  @TempDir private Path folder;

  @Test
  void changesReplaceSizesAndAreNamed() throws IOException {
    Preset wider = WaveNetPresets.TINY.with(Map.of("width", "24", "linearPrediction", "false"));
    WaveNetSpec tiny = WaveNetPresets.tiny();
    WaveNetSpec spec = (WaveNetSpec) wider.spec();
    assertEquals(24, spec.width());
    assertEquals(false, spec.linearPrediction());
    assertEquals(tiny.skipWidth(), spec.skipWidth());
    assertEquals(16, tiny.width());
    assertEquals("tiny linearPrediction=false width=24", wider.name());
    assertEquals(WaveNetPresets.TINY.training(), wider.training());
  }

  @Test
  void aFileIsReadWithItsCommentsAndChanged() throws IOException {
    Path file = folder.resolve("mine.json");
    Files.copy(Path.of("src/main/resources/dev/synth/models/wavenet/presets/small.json"), file);
    assertEquals(
        new Preset("mine", WaveNetPresets.small(), WaveNetPresets.SMALL.training()),
        Preset.read(file, Map.of()));
    assertEquals(22_050, Preset.read(file, Map.of("sampleRateHz", "22050")).spec().sampleRateHz());
  }

  private static String refusal(Map<String, String> changes) {
    return assertThrows(BadDataException.class, () -> WaveNetPresets.TINY.with(changes))
        .getMessage();
  }

  @Test
  void whatCannotBeIsRefusedByName() {
    assertTrue(
        refusal(Map.of("widht", "8")).startsWith("tiny: has no size 'widht'; its sizes are"));
    assertEquals(
        "tiny: its spec: it cannot be (width must be from 1 to 8192, got 0).",
        refusal(Map.of("width", "0")));
    assertEquals("tiny: width cannot be 'wide'.", refusal(Map.of("width", "wide")));
    assertEquals("tiny: width cannot be ''.", refusal(Map.of("width", "")));
    assertEquals("tiny: width must be a whole number, got true.", refusal(Map.of("width", "true")));
    assertEquals("tiny: width must be a whole number, got 8.5.", refusal(Map.of("width", "8.5")));
    assertEquals(
        "tiny: width must be a whole number, got 99999999999.",
        refusal(Map.of("width", "99999999999")));
    assertEquals(
        "tiny: linearPrediction must be true or false, got 1.",
        refusal(Map.of("linearPrediction", "1")));
    assertEquals(
        "tiny: its spec: it cannot be (sampleRateHz must be from 4000 to 192000, got 1).",
        refusal(Map.of("sampleRateHz", "1")));
  }

  @Test
  void filesThatAreNoSpecificationAreRefused() throws IOException {
    Path file = folder.resolve("bad.json");
    assertThrows(NoInputException.class, () -> Preset.read(file, Map.of()));
    for (String text :
        new String[] {
          "",
          "[]",
          "{",
          "{\"kind\": \"wavenet\"}",
          "{\"kind\": \"wavenet\", \"kind\": \"x\"}",
          "{\"kind\": \"gizmo\", \"training\": {\"learningRate\": 1}, \"spec\": {}}",
          "{\"kind\": \"wavenet\", \"training\": {\"learningRate\": 1}, \"spec\": {}}",
          "{\"kind\": \"wavenet\", \"training\": {\"learningRate\": 1}, \"spec\": {\"wide\": 3}}",
          Files.readString(Path.of("src/main/resources/dev/synth/models/wavenet/presets/tiny.json"))
              .replace("2e-3", "-5")
        }) {
      Files.writeString(file, text);
      String message =
          assertThrows(BadDataException.class, () -> Preset.read(file, Map.of()), text)
              .getMessage();
      assertTrue(message.startsWith(file.toString()), message);
    }
  }
}
