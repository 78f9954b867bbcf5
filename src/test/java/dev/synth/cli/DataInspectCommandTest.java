package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataInspectCommandTest {
  @TempDir private Path dir;

  @Test
  void theTableCountsAndMeasures() {
    String out = Cli.run("data", "inspect", "nsynth-data").succeeded().out();
    assertTrue(out.startsWith("24 notes of 8 instruments, 1:36 long\n"), out);
    assertTrue(out.matches("(?s).*\nbrass +3 +1 +3 +- +- +48\\.\\.72 +-\\d.*"), out);
    assertTrue(out.matches("(?s).*\nall +24 +8 +24 +- +- +48\\.\\.72 +-\\d.*"), out);
    assertTrue(out.contains("\npitch       48..59: 8, 60..71: 8, 72..83: 8\n"), out);
    assertTrue(out.contains("\nvelocity    100: 24\n"), out);
    assertTrue(out.contains("\nseconds     4: 24\n"), out);
    assertTrue(out.contains("\nrate in Hz  16000: 24\n"), out);
  }

  @Test
  void jsonHasWhatTheTableHas() throws IOException {
    JsonNode json =
        Cli.run("data", "inspect", "nsynth-data", "--json", "--tuning").succeeded().json();
    assertEquals(24, json.get("notes").asInt());
    assertEquals(96, json.get("seconds").asDouble(), 1e-9);
    assertEquals(8, json.at("/pitches/60").asInt());
    assertEquals(3, json.at("/families/vocal/sources/acoustic").asInt());
    assertEquals(24, json.at("/sampleRatesHz/16000").asInt());
    double least = json.at("/rmsDbfs/least").asDouble();
    double median = json.at("/rmsDbfs/median").asDouble();
    double greatest = json.at("/rmsDbfs/greatest").asDouble();
    assertTrue(-60 < least && least < median && median < greatest && greatest < 0, json.toString());
    assertEquals(24, json.at("/pitchHeard/asLabelled").asInt());
  }

  @Test
  void thePictureHasAChartOfEach() throws IOException {
    Path png = dir.resolve("overview.png");
    Cli.run("data", "inspect", "nsynth-data", "-o", png, "--tuning", "-q").succeeded();
    java.awt.image.BufferedImage picture = javax.imageio.ImageIO.read(png.toFile());
    assertEquals(1600, picture.getWidth()); // family, pitch; velocity, quality; level, tuning
    assertEquals(1440, picture.getHeight());
    Cli.run("data", "inspect", "nsynth-data", "-o", png, "--labels-only")
        .refused(ExitCodes.CANNOT_CREATE, png, "-f");
    Cli.run("data", "inspect", "nsynth-data", "-o", png, "--labels-only", "-f").succeeded();
    assertEquals(960, javax.imageio.ImageIO.read(png.toFile()).getHeight());
    Path own = dir.resolve("own"); // a chart of what has no labels at all
    Fixtures.note(own.resolve("a.wav"), 60, 1);
    Cli.run("data", "inspect", own, "-o", dir.resolve("own.png")).succeeded();
  }

  @Test
  void whatHasNoLabelIsCountedToo() throws IOException {
    Path own = dir.resolve("own");
    Fixtures.note(own.resolve("a.wav"), 60, 1);
    Fixtures.note(own.resolve("b.wav"), 60, 2);
    Fixtures.note(own.resolve("reed_electronic_001-061-050.wav"), 60, 2);
    Cli run = Cli.run("data", "inspect", own, "--tuning").succeeded();
    assertTrue(run.out().matches("(?s).*\n\\(none\\) +2 +0 +- +- +- +- +-\\d.*"), run.out());
    assertTrue(run.out().contains("\npitch       60..71: 1, (none): 2\n"), run.out());
    assertTrue(run.out().contains("\nseconds     1: 1, 2: 2\n"), run.out());
    assertTrue(run.out().matches("(?s).*\nreed +1 +0.0 % +0.0 % +100.0 % +0.0 %\n.*"), run.out());
  }

  @Test
  void anUnreadableSoundIsToldAndTheOthersCounted() throws IOException {
    Path notes = Fixtures.nsynthFolder(dir.resolve("notes"));
    Path bad = notes.resolve("audio/flute_acoustic_001-056-100.wav");
    Files.writeString(bad, "no sound");
    Cli run = Cli.run("data", "inspect", notes);
    run.refused(ExitCodes.BAD_DATA, bad);
    assertTrue(run.out().startsWith("6 notes of 1 instrument, 0:03 long; 1 could not be read"));
    Cli labels = Cli.run("data", "inspect", notes, "--labels-only").succeeded();
    assertTrue(labels.out().startsWith("6 notes of 1 instrument\n"), labels.out());
    assertFalse(labels.out().contains("RMS"), labels.out());
    Cli.run("data", "inspect", notes, "--labels-only", "--tuning").misused("--tuning");
  }
}
