package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.score.corpus.Corpus;
import dev.synth.score.midi.MidiWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreCommandTest {
  @TempDir private Path folder;

  private Path greensleeves() throws IOException {
    var score = Corpus.read("british").get(4).score();
    return Files.write(folder.resolve("green.mid"), MidiWriter.bytes(score));
  }

  @Test
  @DisplayName("a MIDI file is told line by line")
  void midi() throws IOException {
    String out = Cli.run("score", "inspect", greensleeves()).succeeded().out();
    assertTrue(out.contains("Greensleeves"), out);
    assertTrue(out.contains("length   16 bars of 6/8 and a pickup, 84 quarters a minute"), out);
    assertTrue(out.contains("A minor found (r "), out);
    assertTrue(out.contains("E4 to G5"), out);
    assertTrue(out.contains("18 written: Am G E C"), out);
    assertTrue(out.contains("all notes on sixteenths or triplets"), out);
  }

  @Test
  @DisplayName("a book of tunes is a table, and JSON has all of each")
  void book() throws IOException {
    Path book = Files.writeString(folder.resolve("world.abc"), Corpus.text("world"));
    String out = Cli.run("score", "inspect", book).succeeded().out();
    assertTrue(out.contains("world.abc: 8 tunes"), out);
    assertTrue(out.lines().anyMatch(line -> line.startsWith("Korobeiniki ")), out);
    JsonNode json =
        new ObjectMapper().readTree(Cli.run("score", "inspect", book, "--json").succeeded().out());
    JsonNode tune = json.get(0).get("tunes").get(0);
    assertEquals("A minor", tune.get("keyFound").get("key").asText());
    assertEquals(8, tune.get("bars").asInt());
    assertEquals("E7", tune.get("chords").get(0).get("chord").asText());
    String full = Cli.run("score", "inspect", book, "--long").succeeded().out();
    assertTrue(full.contains("  phrases  "), full);
  }

  @Test
  @DisplayName("a piano roll has as many coloured stretches as there are notes to see")
  void picture() throws IOException {
    Path picture = folder.resolve("roll.png");
    Cli.run("score", "inspect", greensleeves(), "-o", picture).succeeded();
    BufferedImage image = ImageIO.read(picture.toFile());
    int blue = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        int rgb = image.getRGB(x, y);
        blue += (rgb & 0xff) > ((rgb >> 16) & 0xff) + 40 ? 1 : 0;
      }
    }
    // All bars are filled with notes, each a row high; no rests but the pickup's.
    assertTrue(blue > 5_000 && blue < 12_000, blue + " pixels");
    Cli.run("score", "inspect", greensleeves(), "-o", picture)
        .refused(ExitCodes.CANNOT_CREATE, "roll.png");
    Cli.run("score", "inspect", greensleeves(), "-o", picture, "-f").succeeded();
  }

  @Test
  @DisplayName("a bad file is a sentence, and the others are told")
  void bad() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.mid"), "MThd");
    Cli run = Cli.run("score", "inspect", bad, greensleeves(), folder.resolve("none.mid"));
    assertEquals(ExitCodes.BAD_DATA, run.code());
    assertTrue(run.err().contains("bad.mid: ends within its header"), run.err());
    assertTrue(run.err().contains("none.mid: no such file"), run.err());
    assertTrue(run.out().contains("Greensleeves"), run.out());
    Path xml = Files.writeString(folder.resolve("a.xml"), "<?xml?><score-partwise/>");
    Cli.run("score", "inspect", xml).refused(ExitCodes.BAD_DATA, "MusicXML");
    Cli.run("score").misused("Name a score command");
  }
}
