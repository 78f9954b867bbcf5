package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.cli.option.OldWords;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldWordsTest {
  @TempDir private Path dir;

  private static String[] current(String line) {
    return OldWords.current(Main.commandLine(), line.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "interpolate, --mode, --interpolation",
    "interpolate, --batch, --notes-at-once",
    "decode, --batch, --notes-at-once",
    "decode, --peak, --peak-db",
    "grid, --trim, --trim-db",
    "train, --workers, --replicas",
    "data inspect, --picture, --output"
  })
  void theOldWordIsUnderstoodAndNotShown(String command, String old, String now) {
    assertArrayEquals((command + " " + now + " x").split(" "), current(command + " " + old + " x"));
    assertArrayEquals((command + " " + now + "=x").split(" "), current(command + " " + old + "=x"));
    String help = Cli.run((Object[]) (command + " --help").split(" ")).succeeded().out();
    assertTrue(help.contains(now), help);
    assertFalse(help.matches("(?s).*" + old + "\\b(?!-).*"), help);
  }

  @ParameterizedTest
  @CsvSource({
    "train data --batch 2",
    "data import x --peak-db -3",
    "decode -- --peak",
    "info --batch",
    "--batch decode"
  })
  void allElseStaysAsItIs(String line) {
    assertArrayEquals(line.split(" "), current(line));
  }

  @Test
  void bothWordsAreOneOption() throws IOException {
    Path note = Fixtures.embedding(dir.resolve("a.npy"), 2, 16);
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Cli.run("decode", "-m", model, note, "-o", dir, "--peak", "-3", "--peak-db", "-6")
        .misused("--peak-db", "only once");
    Path yaml =
        Files.writeString(
            dir.resolve("grid.yaml"),
            "corners: [l=a.npy, r=a.npy]\nsize: 2\npeak: -3\nbatch: 1\nmodel: model.safetensors\n");
    List<Object> line = List.of("grid", yaml, "-o", dir.resolve("out"), "--peak-db", "-6", "-q");
    Cli.run(line.toArray()).succeeded();
    String manifest = Files.readString(dir.resolve("out/manifest.json"));
    assertTrue(manifest.contains("-6.0") && !manifest.contains("-3.0"), manifest);
    assertEquals(4, Cli.files(dir.resolve("out")).size());
  }
}
