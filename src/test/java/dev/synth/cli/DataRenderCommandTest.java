package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataRenderCommandTest {
  @TempDir private Path dir;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int render(Path folder, String... args) {
    CommandLine commandLine = Main.commandLine();
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    commandLine.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = new String[args.length + 4];
    all[0] = "data";
    all[1] = "render";
    all[2] = "-o";
    all[3] = folder.toString();
    System.arraycopy(args, 0, all, 4, args.length);
    return commandLine.execute(all);
  }

  @Test
  void aFolderIsRenderedAndItsSilentNotesNamed() throws IOException {
    Path folder = dir.resolve("notes");
    int code =
        render(
            folder,
            "--programs",
            "80",
            "--pitches",
            "60",
            "--velocities",
            "1,100",
            "--seconds",
            "0.2");
    assertEquals(ExitCodes.OK, code, err.toString());
    assertTrue(out.toString().contains("1 note of 0.2 s"), out.toString());
    assertTrue(out.toString().contains("  synth_lead_synthetic_080-060-001"), out.toString());
    assertEquals("", err.toString());
    assertTrue(Files.exists(folder.resolve("audio/synth_lead_synthetic_080-060-100.wav")));
    assertTrue(Files.exists(folder.resolve("examples.json")));

    assertEquals(ExitCodes.CANNOT_CREATE, render(folder, "--programs", "80"));
    assertTrue(err.toString().contains("pass -f"), err.toString());
  }

  @Test
  void jsonIsMachineReadableAndFamiliesArePrograms() throws IOException {
    int code =
        render(
            dir.resolve("n"),
            "--programs",
            "vocal,0",
            "--pitches",
            "60",
            "--seconds",
            "0.1",
            "--json");
    assertEquals(ExitCodes.OK, code, err.toString());
    JsonNode result = new ObjectMapper().readTree(out.toString());
    // Five programs at NSynth's five velocities.
    assertEquals(25, result.get("notes").asInt() + result.get("silent").size());
    JsonNode rendering = new ObjectMapper().readTree(dir.resolve("n/rendering.json").toFile());
    assertEquals(List.of(25, 50, 75, 100, 127), numbers(rendering.get("velocities")));
    assertEquals(result.get("notes"), rendering.get("notes"));
    assertEquals(result.get("silent"), rendering.get("silent"));
    assertEquals(BuildVersion.version(), rendering.get("synth").asText());
    assertEquals(6, result.get("gainDb").asDouble());
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(number -> numbers.add(number.asInt()));
    return numbers;
  }

  @Test
  void quietSaysNothing() {
    assertEquals(
        0,
        render(dir.resolve("q"), "-q", "--programs", "0", "--pitches", "60", "--seconds", "0.1"));
    assertEquals("", out.toString() + err);
  }

  @Test
  void typingErrorsAreUsageErrorsAndMakeNothing() {
    Path folder = dir.resolve("none");
    String[][] wrong = {
      {"--programs", "200"},
      {"--programs", "kazoo"},
      {"--programs", ""},
      {"--pitches", "84..36"},
      {"--pitches", "60..130"},
      {"--velocities", "0"},
      {"--seconds", "-1"},
      {"--seconds", "2", "--hold", "3"},
      {"--gain-db", "NaN"},
    };
    for (String[] args : wrong) {
      assertEquals(ExitCodes.USAGE, render(folder, args), String.join(" ", args));
    }
    assertFalse(Files.exists(folder));
  }

  @Test
  void soundfontsThatCannotBeUsedHaveTheirCodes() throws IOException {
    Path folder = dir.resolve("none");
    Path sf3 = Files.write(dir.resolve("bank.sf3"), new byte[100]);
    assertEquals(ExitCodes.BAD_DATA, render(folder, "--soundfont", sf3.toString()));
    assertTrue(err.toString().contains("use an uncompressed .sf2"), err.toString());
    String missing = dir.resolve("missing.sf2").toString();
    assertEquals(ExitCodes.NO_INPUT, render(folder, "--soundfont", missing));
    assertFalse(Files.exists(folder));
  }
}
