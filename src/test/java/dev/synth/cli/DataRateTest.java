package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sets of notes at 48 kHz, of two soundfonts, in every command that takes notes. */
class DataRateTest {
  @TempDir private Path dir;
  private Path one;
  private Path two;

  @BeforeEach
  void render() throws IOException {
    one = render("one", 0);
    two = render("two", 500);
  }

  private Path render(String name, int offset) throws IOException {
    Path folder = dir.resolve(name);
    JsonNode made =
        Cli.run(
                "data",
                "render",
                "-o",
                folder,
                "--programs",
                "19,48,73,80",
                "--pitches",
                "60,67,72",
                "--velocities",
                100,
                "--seconds",
                0.5,
                "--rate",
                48_000,
                "--instrument-offset",
                offset,
                "--json")
            .succeeded()
            .json();
    assertEquals(12, made.get("notes").asInt());
    assertEquals(48_000, made.get("sampleRateHz").asInt());
    return folder;
  }

  private static JsonNode rates(Object... sources) throws IOException {
    List<Object> words = new ArrayList<>(List.of("data", "inspect", "--json"));
    words.addAll(List.of(sources));
    return Cli.run(words.toArray()).succeeded().json().get("sampleRatesHz");
  }

  @Test
  void aSetIsHeldToTheRateThatItStates() throws IOException {
    assertEquals("{\"48000\":24}", rates(one, two).toString());
    assertEquals("{\"48000\":2}", rates(one, two, "--pitch", 60, "--family", "flute").toString());
    Cli checked = Cli.run("data", "check", one, two, "--seconds", 0.5).succeeded();
    assertEquals("24 notes checked: nothing wrong\n", checked.out());
    Cli.run("data", "check", one, "--seconds", 0.5, "--rate", 48_000).succeeded();
    Cli nsynth = Cli.run("data", "check", one, "--seconds", 0.5, "--rate", 16_000);
    assertEquals(ExitCodes.BAD_DATA, nsynth.code());
    assertTrue(nsynth.out().contains("12 defects (12 rate)"), nsynth.out());
    Cli.run("data", "check", one, "--rate", 0).misused("--rate");

    Path json = one.resolve("examples.json");
    String truth = Files.readString(json);
    Files.writeString(json, truth.replaceFirst("48000", "44100"));
    Cli lie = Cli.run("data", "check", one, "--seconds", 0.5);
    assertEquals(ExitCodes.BAD_DATA, lie.code());
    assertTrue(lie.out().contains("rate: 48000 Hz, not 44100"), lie.out());
    Files.writeString(json, truth.replaceFirst("48000", "\"high\""));
    assertTrue(Cli.run("data", "check", one).out().contains("sample_rate"));
  }

  @Test
  void convertingResamplesAndSaysSoOrKeepsTheRate() throws IOException {
    Path low = dir.resolve("low.tfrecord");
    Cli lowered = Cli.run("data", "convert", one, "-o", low).succeeded();
    assertTrue(lowered.out().contains("12 notes, "), lowered.out());
    assertTrue(lowered.out().contains(", 12 resampled to 16000 Hz, in "), lowered.out());
    assertEquals("{\"16000\":12}", rates(low).toString());

    Path high = dir.resolve("high.tfrecord");
    JsonNode kept =
        Cli.run("data", "convert", one, "-o", high, "--rate", 48_000, "--json").succeeded().json();
    assertEquals(0, kept.get("resampled").asInt());
    assertEquals("{\"48000\":12}", rates(high).toString());
    Cli.run("data", "check", high, "--seconds", 0.5).succeeded();
    assertEquals(
        ExitCodes.BAD_DATA,
        Cli.run("data", "check", high, "--seconds", 0.5, "--rate", 16_000).code());
    // And back, to the byte.
    Path back = dir.resolve("back");
    Cli.run("data", "convert", high, "-o", back, "--rate", 48_000).succeeded();
    List<String> files = new ArrayList<>(Cli.files(back));
    assertEquals(13, files.size());
    files.remove("examples.json"); // has another order
    for (String name : files) {
      assertEquals(-1, Files.mismatch(one.resolve(name), back.resolve(name)), name);
    }
    ObjectMapper json = new ObjectMapper();
    assertEquals(
        json.readTree(one.resolve("examples.json").toFile()),
        json.readTree(back.resolve("examples.json").toFile()));
    Cli.run("data", "convert", one, "-o", back, "--rate", 1).misused("--rate");
  }

  @Test
  void aModelOfNsynthsRateReadsThemResampled() throws IOException {
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Path low = dir.resolve("low");
    Cli.run("data", "convert", one, "-o", low).succeeded();
    Cli fromHigh =
        Cli.run("encode", "-m", model, one, "--limit", 1, "-o", dir.resolve("a"), "--json");
    Cli fromLow =
        Cli.run("encode", "-m", model, low, "--limit", 1, "-o", dir.resolve("b"), "--json");
    assertEquals(
        fromLow.succeeded().json().at("/0/frames"), fromHigh.succeeded().json().at("/0/frames"));
    assertFalse(fromLow.json().at("/0/frames").isMissingNode(), fromLow.out());
  }

  @Test
  void programsOfBothSoundfontsAreInOneSetAndPitchesAreHeldOut() throws IOException {
    Path sets = dir.resolve("sets");
    Object[] split = {
      "data",
      "split",
      one,
      two,
      "-o",
      sets,
      "--shares",
      "2,1,1",
      "--number-step",
      500,
      "--hold-out-pitch",
      "67",
      "--json"
    };
    JsonNode made = Cli.run(split).succeeded().json();
    assertEquals(4, made.at("/train/instruments").asInt());
    assertEquals(8, made.at("/train/notes").asInt());
    assertEquals(4, made.at("/valid-pitches/instruments").asInt());
    assertEquals(4, made.at("/valid-pitches/notes").asInt());
    assertEquals(6, made.at("/valid/notes").asInt());
    assertEquals(6, made.at("/test/notes").asInt());
    JsonNode pitches =
        Cli.run("data", "inspect", "--labels-only", sets.resolve("train.txt"), "--json")
            .succeeded()
            .json();
    assertFalse(pitches.toString().contains("\"67\""), pitches.toString());

    Path copies = dir.resolve("copies");
    Cli.run(
            "data",
            "split",
            one,
            "-o",
            copies,
            "--copy",
            "folder",
            "--shares",
            "2,1,1",
            "--hold-out-pitch",
            "67")
        .succeeded();
    assertEquals("{\"48000\":2}", rates(copies.resolve("valid-pitches")).toString());
    Cli.run("data", "check", copies.resolve("train"), "--seconds", 0.5).succeeded();

    Cli.run("data", "split", one, "-o", sets, "-f", "--hold-out-pitch", 61)
        .refused(ExitCodes.BAD_DATA, "--hold-out-pitch");
    Cli.run("data", "split", one, "-o", sets, "-f", "--hold-out-pitch", "x")
        .misused("--hold-out-pitch");
    Cli.run("data", "split", one, "-o", sets, "-f", "--number-step", 0).misused("--number-step");
  }
}
