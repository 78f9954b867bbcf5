package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class RunsCommandTest {
  @TempDir private Path dir;

  private Cli train(Path run, Object... more) {
    List<Object> args =
        new ArrayList<>(List.of("train", dir.resolve("notes"), "--run", run, "--preset", "tiny"));
    args.addAll(List.of("--batch", "2", "--crop", "512", "--threads", "2"));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  @Test
  void runsAreListedShownAndPlotted() throws IOException {
    Fixtures.notes(dir.resolve("notes"));
    Path runs = dir.resolve("runs");
    Path a = runs.resolve("a");
    Path b = runs.resolve("b");
    train(a, "--steps", "20", "--evaluate-every", "10").succeeded();
    train(b, "--steps", "10", "--evaluate-every", "5", "--seed", "2").succeeded();

    Cli list = Cli.run("runs", "list", runs).succeeded();
    assertEquals(3, list.out().lines().count(), list.out());
    String row = list.out().lines().skip(1).findFirst().orElseThrow();
    assertTrue(row.contains("a") && row.contains("tiny") && row.contains("finished"), row);
    assertTrue(row.contains("20/20"), row);
    JsonNode rows = Cli.run("runs", "list", runs, "--json").succeeded().json();
    assertEquals(2, rows.size());
    assertEquals(10, rows.get(1).get("step").asInt());
    assertEquals(1, Cli.run("runs", "list", a, "--json").succeeded().json().size());

    Cli show = Cli.run("runs", "show", b).succeeded();
    assertTrue(show.out().contains("--seed 2"), show.out());
    assertTrue(show.out().contains("best measured at step 10"), show.out());
    JsonNode shown = Cli.run("runs", "show", b, "--json").succeeded().json().get(0);
    assertEquals("finished", shown.get("status").asText());
    assertEquals("2", shown.at("/settings/seed").asText());
    assertTrue(shown.at("/speed/samplesPerSecond").asInt() > 0);

    Cli plot = Cli.run("runs", "plot", a).succeeded();
    Path curves = a.resolve("curves.png");
    assertEquals(curves + System.lineSeparator(), plot.out());
    assertTrue(ImageIO.read(curves.toFile()).getHeight() > 1_000);
    Cli.run("runs", "plot", a).refused(ExitCodes.CANNOT_CREATE, curves, "-f");
    Path both = dir.resolve("both.png");
    Cli.run("runs", "plot", a, b, "-o", both).succeeded();
    assertTrue(Files.size(both) > 0);
  }

  @Test
  void whatIsNoRunIsSaidToBeNone() throws IOException {
    Path empty = Files.createDirectory(dir.resolve("empty"));
    Cli list = Cli.run("runs", "list", empty);
    assertEquals(ExitCodes.OK, list.code());
    assertTrue(list.err().contains("No runs there"), list.err());
    Cli.run("runs", "list", dir.resolve("none")).refused(ExitCodes.NO_INPUT, "none");
    Cli.run("runs", "show", empty).refused(ExitCodes.NO_INPUT, "run.json");
    Cli.run("runs", "plot", empty).refused(ExitCodes.NO_INPUT, "run.json");
    Cli.run("runs").misused("Name a runs command");
  }

  @Test
  void aLossThatExplodesTakesTheRunBackOnceAndThenEndsIt() throws IOException {
    Fixtures.notes(dir.resolve("notes"));
    Path run = dir.resolve("run");
    Cli cli = train(run, "--steps", "40", "--learning-rate", "1e6", "--evaluate-every", "5");
    assertEquals(ExitCodes.FAILURE, cli.code(), cli.err());
    assertTrue(cli.err().contains("half the learning rate"), cli.err());
    String last = cli.err().lines().reduce((x, y) -> y).orElseThrow();
    assertTrue(last.contains("training diverges") && last.contains("--learning-rate"), last);
    JsonNode shown = Cli.run("runs", "show", run, "--json").succeeded().json().get(0);
    assertEquals(1, shown.get("rollbacks").asInt());
    assertEquals("stopped", shown.get("status").asText());
    assertFalse(Cli.files(run).toString().contains(".part"));
  }

  @Test
  void patienceEndsARunThatNoLongerImproves() throws IOException {
    Fixtures.notes(dir.resolve("notes"));
    Path run = dir.resolve("run");
    // At a step size of almost nothing every measurement is the same.
    Cli cli =
        train(
            run,
            "--steps",
            "200",
            "--learning-rate",
            "1e-30",
            "--evaluate-every",
            "2",
            "--patience",
            "3");
    cli.succeeded();
    assertTrue(cli.err().contains("has not fallen for long"), cli.err());
    JsonNode shown = Cli.run("runs", "show", run, "--json").succeeded().json().get(0);
    assertEquals(8, shown.get("step").asInt(), "the first, and three without a new best");
    assertEquals(2, shown.at("/best/step").asInt());
    assertEquals("finished", shown.get("status").asText());
  }

  @Test
  void wholeInstrumentsCanBeHeldOut() throws IOException {
    for (int i = 0; i < 8; i++) {
      String name = "flute_acoustic_%03d-%03d-100.wav".formatted(i / 2, 60 + i % 2);
      Fixtures.note(dir.resolve("notes").resolve(name), 60 + i % 2, 0.3);
    }
    Path run = dir.resolve("run");
    Cli cli = train(run, "--steps", "2", "--held-out", "0.25", "--held-out-instruments");
    assertEquals(ExitCodes.OK, cli.code(), "the flutes are one recording, which is told");
    assertTrue(cli.err().contains("notes: 6 to train on, 2 held out"), cli.err());
  }
}
