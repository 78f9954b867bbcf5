package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.compose.Tunes;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.StyleFile;
import dev.synth.score.KeyChange;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Origin;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.midi.MidiWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StyleTrainTest {
  @TempDir Path dir;

  private Path style() {
    return dir.resolve("my.style.json");
  }

  private static byte[] midi(boolean drums) {
    List<ScoreNote> notes = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      notes.add(new ScoreNote(480L * i, 480, 60 + i * 5 % 12));
    }
    Part part = new Part("", 0, drums, notes, List.of());
    return MidiWriter.bytes(
        new Score(
            Origin.UNKNOWN,
            480,
            0,
            List.of(new MeterChange(0, Meter.COMMON)),
            List.<KeyChange>of(),
            List.of(new TempoChange(0, 100)),
            List.of(part),
            List.of(),
            480 * 16));
  }

  @Test
  @DisplayName("every file is reported, and a style is made of the good ones")
  void report() throws IOException {
    Path corpus = Files.createDirectories(dir.resolve("corpus"));
    Files.writeString(corpus.resolve("old.abc"), Tunes.abc());
    Files.write(corpus.resolve("tune.mid"), midi(false));
    Files.write(corpus.resolve("drums.mid"), midi(true));
    Files.writeString(corpus.resolve("short.abc"), "X:1\nT:Short\nM:4/4\nL:1/4\nK:C\nCDEF|\n");
    Files.write(corpus.resolve("broken.mid"), new byte[] {'M', 'T', 'h', 'd', 0});
    Files.writeString(corpus.resolve("notes.txt"), "not named as a score");
    Cli cli = Cli.run("style", "train", corpus, "-o", style());
    assertEquals(ExitCodes.BAD_DATA, cli.code(), cli.err());
    assertTrue(cli.out().contains("old.abc: 8 tunes"), cli.out());
    assertTrue(cli.out().contains("tune.mid: 1 tune"), cli.out());
    assertTrue(
        cli.out().contains("9 tunes (7 in 4/4, 2 in 3/4); 3 files and 2 tunes left out"),
        cli.out());
    for (String line : List.of("drums.mid", "short.abc", "broken.mid")) {
      assertTrue(cli.err().lines().anyMatch(l -> l.contains(line) && l.endsWith(".")), cli.err());
    }
    assertTrue(cli.err().contains("no notes but drums"), cli.err());
    assertFalse(cli.err().contains("notes.txt"), cli.err());
    Style style = StyleFile.read(style());
    assertEquals("my", style.name());
    assertEquals(9, style.tunes().size());

    Cli again = Cli.run("style", "train", corpus, "-o", style());
    again.refused(ExitCodes.CANNOT_CREATE, "my.style.json", "-f");
    Cli json = Cli.run("style", "train", corpus.resolve("old.abc"), "-o", style(), "-f", "--json");
    JsonNode result = json.succeeded().json();
    assertEquals(8, result.path("tunes").asInt());
    assertEquals("taken", result.path("files").path(0).path("result").asText());
    assertEquals(2, result.path("meters").path("3/4").asInt());
  }

  @Test
  @DisplayName("the same tune is taken once")
  void twice() throws IOException {
    Path corpus = Files.createDirectories(dir.resolve("corpus"));
    Files.writeString(corpus.resolve("a.abc"), Tunes.abc());
    Files.writeString(corpus.resolve("b.abc"), Tunes.abc());
    Cli cli = Cli.run("style", "train", corpus, "-o", style());
    assertEquals(ExitCodes.BAD_DATA, cli.code());
    assertTrue(cli.err().contains("b.abc") && cli.err().contains("same notes as"), cli.err());
    assertEquals(8, StyleFile.read(style()).tunes().size());
  }

  @Test
  @DisplayName("a corpus without a tune makes no style")
  void nothing() throws IOException {
    Path drums = Files.write(dir.resolve("drums.mid"), midi(true));
    Cli cli = Cli.run("style", "train", drums, "-o", style());
    cli.assertFailed(ExitCodes.BAD_DATA, "There is no tune to learn from", "was left out");
    Path empty = Files.createDirectories(dir.resolve("empty"));
    Cli.run("style", "train", empty, "-o", style())
        .assertFailed(ExitCodes.BAD_DATA, "There is no tune to learn from");
    Cli.run("style", "train", dir.resolve("none"), "-o", style())
        .refused(ExitCodes.NO_INPUT, "none");
    assertFalse(Files.exists(style()));
  }

  @Test
  @DisplayName("settings that cannot be are named as flags")
  void settings() throws IOException {
    Path abc = Files.writeString(dir.resolve("a.abc"), Tunes.abc());
    Cli.run("style", "train", abc, "-o", style(), "--order", "9").misused("--order", "1 to 8");
    Cli.run("style", "train", abc, "-o", style(), "--max-copy", "2").misused("--max-copy");
    Cli.run("style", "train", abc, "-o", dir.resolve("x.json")).misused("NAME.style.json");
    Cli.run("style").misused("Name a style command");
  }

  @Test
  @DisplayName("a style of one tune and one of a thousand files compose, and copy no long run")
  void small() throws IOException {
    String all = Tunes.abc();
    String head = all.substring(0, all.indexOf("X:", 3));
    Path one = Files.writeString(dir.resolve("one.abc"), head);
    Cli.run("style", "train", one, "-o", style()).succeeded();
    Path corpus = Files.createDirectories(dir.resolve("corpus"));
    for (int i = 0; i < 1_000; i++) {
      // A copy in another key each; of the notes and their lengths one tune is left.
      String key = List.of("C", "G", "D", "F").get(i % 4);
      Files.writeString(corpus.resolve(i + ".abc"), head.replaceFirst("(?m)^K:.*$", "K:" + key));
    }
    Files.writeString(corpus.resolve("others.abc"), all.substring(head.length()));
    Path many = dir.resolve("many.style.json");
    Cli cli = Cli.run("style", "train", corpus, "-o", many, "--json");
    assertEquals(ExitCodes.BAD_DATA, cli.code());
    assertTrue(cli.json().path("filesLeftOut").asInt() >= 996, cli.out());
    assertEquals(1_001, cli.json().path("files").size());
    for (Path style : List.of(style(), many)) {
      Path piece = dir.resolve("piece of " + style.getFileName());
      Cli.run(
              "compose",
              "-o",
              piece,
              "--style",
              style,
              "--seed",
              "1",
              "--bars",
              "16",
              "--score-only")
          .succeeded();
      JsonNode plan = new ObjectMapper().readTree(piece.resolve("plan.json").toFile());
      assertTrue(plan.path("copying").path("longestRun").path("notes").asInt() <= 7);
    }
  }
}
