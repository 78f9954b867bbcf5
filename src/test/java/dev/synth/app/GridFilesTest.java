package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.WorkFolder;
import dev.synth.provenance.Marking;
import dev.synth.provenance.Origin;
import dev.synth.render.PostProcessing;
import dev.synth.render.grid.GridCorner;
import dev.synth.render.grid.GridMix;
import dev.synth.render.grid.GridPlan;
import dev.synth.render.grid.SamplerFormat;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridFilesTest {
  @TempDir private Path out;

  private static GridCorner corner(String name) throws IOException {
    return GridCorner.of(name, List.of(Path.of(name + ".wav")));
  }

  /** A sustained tone at 69 and a pluck at 57: the loop of the one is in every file. */
  @Test
  void loopsAreTakenFromTheNotesThemselves() throws IOException {
    GridPlan plan =
        new GridPlan(
            "g",
            List.of(corner("a"), corner("b")),
            GridMix.LINEAR,
            2,
            List.of(57, 69),
            List.of(100),
            1);
    PostProcessing looped = PostProcessing.NONE.withLoop(true);
    for (GridPlan.Cell cell : plan.cells()) {
      float[] samples =
          cell.pitch() == 69 ? Tones.sine(440, 0.3, 16_000) : Tones.pluck(220, 16_000);
      looped.write(
          out.resolve(cell.file()),
          new AudioClip(samples, 16_000),
          PlayedPitch.of(cell.pitch()),
          false);
    }
    GridFiles files =
        new GridFiles(plan, out, Map.of("model", "m"), EnumSet.allOf(SamplerFormat.class), null);
    try (WorkFolder folder = WorkFolder.of(out)) {
      assertEquals(2, files.write(folder, Marking.NONE, new Origin(Map.of(), List.of())));
    }
    JsonNode notes =
        new ObjectMapper().readTree(out.resolve("manifest.json").toFile()).get("notes");
    assertFalse(notes.get(0).has("loopStart"), "the pluck");
    int start = notes.get(1).get("loopStart").asInt();
    int end = notes.get(1).get("loopEnd").asInt();
    assertEquals(0, (end + 1 - start) % 400, "11 periods of 440 Hz are 400 samples");
    List<String> csv = Files.readAllLines(out.resolve("manifest.csv"));
    assertTrue(csv.get(0).endsWith(",model,loopStart,loopEnd"), csv.get(0));
    assertTrue(csv.get(1).endsWith(",m,,"), csv.get(1));
    assertTrue(csv.get(2).endsWith(",m," + start + "," + end), csv.get(2));
    String opcodes = " loop_mode=loop_continuous loop_start=" + start + " loop_end=" + end + "\n";
    for (String name : List.of("g.sfz", "g_x0_y0.sfz")) {
      String sfz = Files.readString(out.resolve(name));
      assertTrue(sfz.contains("hivel=127" + opcodes) && sfz.contains("hivel=127\n"), sfz);
    }
    String attributes = "loopEnabled=\"true\" loopStart=\"" + start + "\" loopEnd=\"" + end + "\"";
    String preset = Files.readString(out.resolve("g.dspreset"));
    assertTrue(preset.contains(attributes) && preset.contains("loopEnabled=\"false\"/>"), preset);
    long written = 0;
    for (String name : List.of("manifest.json", "manifest.csv", "g.sfz", "g.dspreset")) {
      written += Files.size(out.resolve(name));
    }
    assertTrue(files.bytes() >= written);
  }
}
