package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.testing.Fixtures;
import dev.synth.testing.InstantModels;
import dev.synth.testing.MatrixProducts;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EvalCommandTest {
  @TempDir private Path dir;
  private Path model;
  private Path notes;
  private Path out;

  @BeforeEach
  void writeInputs() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    notes = Fixtures.notes(dir.resolve("notes"));
    Fixtures.note(notes.resolve("brass_acoustic_002-048-100.wav"), 48, 0.5);
    out = dir.resolve("out");
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(out.resolve("report.json").toFile());
  }

  @Test
  void theReportHasEveryFigureAndTheReferencesBesideIt() throws IOException {
    Cli run = Cli.run("eval", model, notes, "-o", out).succeeded();
    assertEquals(out.resolve("report.md").toString(), run.out().strip());
    assertEquals(
        List.of(
            "charts.png",
            "example1-model.wav",
            "example1-original.wav",
            "example2-model.wav",
            "example2-original.wav",
            "interpolation.png",
            "listen.html",
            "rainbowgrams.png",
            "report.json",
            "report.md"),
        Cli.files(out));
    JsonNode report = report();
    assertEquals(7, report.get("notes").asInt());
    // A model of random weights knows less than nothing.
    assertTrue(report.at("/likelihood/bitsPerSample").asDouble() > 8);
    JsonNode markov = report.at("/likelihood/markov");
    assertTrue(markov.get(2).get("bitsPerSample").asDouble() < 8);
    JsonNode kept = report.get("reconstruction");
    assertEquals(7, kept.get("pitchCountedOn").asInt());
    assertEquals(1, kept.at("/original/pitchAccuracy").asDouble());
    assertEquals(1, kept.at("/mu_law/pitchAccuracy").asDouble());
    // One in seven may be right by chance.
    assertTrue(kept.at("/model/pitchAccuracy").asDouble() < 0.2);
    assertEquals(0, kept.at("/original/logMelDb").asDouble());
    double muLawDb = kept.at("/mu_law/logMelDb").asDouble();
    assertTrue(muLawDb > 0 && muLawDb < kept.at("/griffin_lim_bands/logMelDb").asDouble());
    assertEquals(0.796, kept.at("/paper/pitchAccuracyWaveNet").asDouble());
    assertEquals(6 / 7.0, report.at("/embedding/familyNeighbours/chance").asDouble(), 1e-9);
    assertEquals(1, report.at("/interpolation/lines").asInt());
    assertEquals(1, report.at("/interpolation/mu_law/pitchKept").asDouble());
    assertEquals(7, report.get("eachNote").size());
    String text = Files.readString(out.resolve("report.md"));
    for (String word :
        List.of(
            "bits per sample", "Griffin-Lim", "79.6 of 91.6", "(rainbowgrams.png)", "| brass ")) {
      assertTrue(text.contains(word), () -> word + " wanted in " + text);
    }
    String page = Files.readString(out.resolve("listen.html"));
    assertEquals(2, page.split("<div class=\"row\">", -1).length - 1, "a row for each note");
    assertEquals(4, page.split("<img ", -1).length - 1);
    assertTrue(page.contains("src=\"example2-model.wav\""), "sounds are beside it");
    assertFalse(text.contains("NaN"), text);
    assertTrue(text.contains("7 notes: too few to tell, at least 10 are needed."), text);
    assertTrue(report.at("/embedding/familyNeighbours/model").isNull());
    assertEquals(7, report.at("/embedding/familyNeighbours/notes").asInt());
    for (String figure :
        List.of(
            "levelErrorDb",
            "harmonicsOverGapsDb",
            "startJumpPercent",
            "startLevelDb",
            "betweenPartialsDb",
            "noiseLevelErrorDb",
            "harmonicsOverGapsDifferenceDb250Hz",
            "attackErrorMs",
            "attackMs")) {
      assertTrue(kept.at("/original/" + figure).isNumber(), figure);
      assertTrue(kept.at("/model/" + figure).isNumber(), figure);
      assertTrue(report.at("/eachNote/0/model/" + figure).isNumber(), figure);
    }
    assertEquals(0, kept.at("/original/levelErrorDb").asDouble());
    assertEquals(-60, kept.at("/original/addedPartialsDb").asDouble());
    assertEquals(0, kept.at("/original/cutSeconds").asDouble());
    for (String word : List.of("7 notes", "log-mel distance, dB", "attack time, ms")) {
      assertTrue(run.err().contains(word), () -> word + " wanted in " + run.err());
    }
    // The same line again finds it done; another seed's is not this.
    long before = Files.getLastModifiedTime(out.resolve("report.md")).toMillis();
    assertEquals(run.out(), Cli.run("eval", model, notes, "-o", out).succeeded().out());
    Cli json = Cli.run("eval", model, notes, "-o", out, "--json").succeeded();
    assertEquals(report, json.json());
    assertEquals(before, Files.getLastModifiedTime(out.resolve("report.md")).toMillis());
    Cli.run("eval", model, notes, "-o", out, "--seed", "2")
        .refused(ExitCodes.CANNOT_CREATE, "made with seed 1, not 2", "-f");
  }

  @Test
  void theSeedDecidesAndThreadsDoNot() throws IOException {
    Object[] args = {"-o", out, "-f", "--limit", "3", "--seconds", "0.2"};
    Cli first = Cli.run(with(args, "eval", model, notes, "--json", "--threads", "1")).succeeded();
    assertEquals(3, first.json().get("notes").asInt());
    assertEquals(3 * 3200, first.json().get("samples").asInt());
    JsonNode json = timeless(first);
    String threads = MatrixProducts.rowsAreAlike() ? "2" : "1";
    assertEquals(
        json, timeless(Cli.run(with(args, "eval", model, notes, "--json", "--threads", threads))));
    assertFalse(
        json.equals(timeless(Cli.run(with(args, "eval", model, notes, "--json", "--seed", "2")))));
  }

  /** What a report says, but for the time that was taken. */
  private static JsonNode timeless(Cli run) throws IOException {
    ObjectNode json = (ObjectNode) run.json();
    assertTrue(json.at("/speed/model/encodingSecondsPerSecond").asDouble() > 0);
    assertTrue(json.at("/speed/model/playingSecondsPerSecond").asDouble() > 0);
    json.remove("speed");
    return json;
  }

  @Test
  void modelsOfAnyKindAndRateStandSideBySide() throws IOException {
    Path instant = InstantModels.write(dir.resolve("instant.safetensors"), 24_000, 2);
    Path wave = Files.copy(model, dir.resolve("wave.safetensors"));
    Path run = dir.resolve("run");
    Files.createDirectories(run);
    Files.copy(model, run.resolve("model.safetensors"));
    Files.writeString(run.resolve("run.json"), "{}");
    Path high = dir.resolve("high_acoustic_001-057-100.wav");
    WavFile.write(
        high, new AudioClip(Tones.tone(220, 0.3, 12_000), 24_000), WavFile.Encoding.PCM16, true);
    Path flute = notes.resolve("flute_acoustic_001-048-100.wav");
    Path brass = notes.resolve("brass_acoustic_002-048-100.wav");
    Object[] args = {flute, brass, high, "--seconds", "0.3", "--threads", "1"};
    Cli several = Cli.run(with(args, "eval", "-o", out, wave, run, instant));
    several.succeeded();
    JsonNode report = report();
    assertEquals(List.of("wave", "run", "instant"), report.get("models").findValuesAsText("name"));
    assertEquals(24_000, report.at("/models/2/sampleRateHz").asInt());
    // Two files of one model, and one that has no likelihood and no Markov models beside it.
    assertEquals(report.at("/likelihood/wave"), report.at("/likelihood/run"));
    assertTrue(report.at("/likelihood/instant").isMissingNode());
    JsonNode kept = report.get("reconstruction");
    assertEquals(kept.get("wave"), kept.get("run"));
    assertTrue(kept.at("/instant/logMelDb").asDouble() > 0);
    assertFalse(kept.get("instant").equals(kept.get("wave")));
    assertTrue(report.at("/eachNote/0/run/bitsPerSample").isNumber());
    assertTrue(report.at("/interpolation/instant").isObject());
    assertTrue(report.at("/speed/instant/playingSecondsPerSecond").asDouble() > 0);
    // Of the originals one has the rate of the instant model.
    assertTrue(kept.at("/instant/ownRateLogMelDb").isNumber());
    assertTrue(kept.at("/wave/ownRateLogMelDb").isNull());
    long own = 0;
    for (JsonNode note : report.get("eachNote")) {
      own += note.at("/instant/ownRateLogMelDb").isNumber() ? 1 : 0;
    }
    assertEquals(1, own);
    String text = Files.readString(out.resolve("report.md"));
    assertTrue(text.contains("| the bands' | wave | run | instant |"), text);
    assertTrue(text.contains("(example1-model3.wav)"), text);
    assertFalse(text.contains("NaN"), text);
    assertTrue(several.err().contains("bits per sample"), several.err());
    Cli.run(with(args, "eval", "-fo", out, model)).succeeded();
    // A model alone has the figures that it has beside others.
    assertEquals(kept.at("/wave/logMelDb"), report().at("/reconstruction/model/logMelDb"));
    assertEquals(
        report.at("/likelihood/wave/natsPerSample"), report().at("/likelihood/natsPerSample"));
  }

  @Test
  void aNoteWithoutAPitchIsLeftOutWhereOneIsNeeded() throws IOException {
    Path instant = InstantModels.write(dir.resolve("instant.safetensors"), 16_000, 2);
    Path noise = dir.resolve("noise.wav");
    WavFile.write(
        noise, new AudioClip(Tones.tone(220, 0.3, 8_000), 16_000), WavFile.Encoding.PCM16, true);
    Object[] args = {notes, noise, "--limit", "9", "--seconds", "0.2", "-o", out};
    Cli run = Cli.run(with(args, "eval", instant));
    assertEquals(ExitCodes.OK, run.code(), run.err());
    assertTrue(run.err().contains("noise: the model cannot play it: It has no pitch"), run.err());
  }

  @Test
  void aModelWithoutLikelihoodHasAllElse() throws IOException {
    Path instant = InstantModels.write(dir.resolve("instant.safetensors"), 16_000, 2);
    Object[] args = {"--limit", "2", "--seconds", "0.2", "--markov-data", notes, "-o", out};
    Cli run = Cli.run(with(args, "eval", instant, notes));
    assertEquals(ExitCodes.OK, run.code(), run.err());
    assertTrue(run.err().contains("--markov-data is not used"), run.err());
    assertTrue(report().get("likelihood").isNull());
    assertTrue(report().at("/eachNote/0/model/logMelDb").isNumber());
    assertFalse(Files.readString(out.resolve("report.md")).contains("Markov"));
    Cli.run("eval", instant, notes, model, "-o", dir.resolve("o")).misused("before the notes");
    Cli.run("eval", instant, model, "-o", dir.resolve("o")).misused("DATA");
  }

  private static Object[] with(Object[] args, Object... more) {
    return Stream.concat(Arrays.stream(more), Arrays.stream(args)).toArray();
  }

  @Test
  void soundsWithoutLabelsAreMeasuredToo() throws IOException {
    Path own = Fixtures.note(dir.resolve("own.wav"), 57, 0.3);
    Cli.run("eval", model, own, "-o", out).succeeded();
    assertEquals(1, report().at("/reconstruction/original/pitchAccuracy").asDouble());
    assertTrue(report().at("/embedding/pitchNeighbours/model").isNull());
    assertEquals(0, report().at("/interpolation/lines").asInt());
    assertTrue(report().at("/families/unknown").isObject());
    assertEquals(8, report().at("/likelihood/markov/2/bitsPerSample").asDouble(), 1e-6);
    Cli.run("eval", model, own, "-fo", out, "--markov-data", notes).succeeded();
    assertTrue(report().at("/likelihood/markov/2/bitsPerSample").asDouble() < 7.9);
  }

  @Test
  void badNotesAreLeftOutAndTold() throws IOException {
    Path bad = Files.writeString(notes.resolve("bad.wav"), "no sound");
    Cli.run("eval", model, notes, "-o", out, "--limit", "8", "--seconds", "0.2", "-q").succeeded();
    Cli told = Cli.run("eval", model, notes, "-fo", out, "--limit", "8", "--seconds", "0.2");
    assertEquals(ExitCodes.OK, told.code(), told.err());
    assertTrue(told.err().startsWith("synth: " + bad + ": is no sound"), told.err());
    assertTrue(told.err().contains("left out"), told.err());
    assertEquals(7, report().get("notes").asInt());
    Path none = dir.resolve("none");
    Cli alone = Cli.run("eval", model, bad, "-o", none);
    assertEquals(ExitCodes.BAD_DATA, alone.code(), alone.err());
    assertTrue(alone.err().contains("None of the notes"), alone.err());
    assertFalse(Files.exists(none));
    Cli.run("eval", model, dir.resolve("gone"), "-o", none).refused(ExitCodes.NO_INPUT, "gone");
    Cli.run("eval", model, notes, "-o", none, "--seconds", "0").misused("--seconds");
    Cli.run("eval", model, notes).misused("--output");
  }

  @Test
  void aModelWithAnIndexIsHeldAgainstItsTrainingNotes() throws IOException {
    Path note = Fixtures.note(dir.resolve("one/flute_acoustic_001-060-100.wav"), 60, 0.5);
    Cli.run("data", "index", note, "-o", dir.resolve("model.notes.npz"), "-q").succeeded();
    Cli.run("eval", model, note, "-o", out, "--seconds", "0.5", "-q").succeeded();
    JsonNode nearest = report().at("/nearestTrainingNotes/model");
    assertEquals(0, nearest.get("originalsMedianDistance").asDouble(), 1e-4, "it is the note");
    assertTrue(nearest.get("reconstructionsMedianDistance").asDouble() > 0.1, "" + nearest);
    assertEquals(0, nearest.get("nearerThanOriginals").asDouble());
    String text = Files.readString(out.resolve("report.md"));
    assertTrue(text.contains("| model | 1 | 0.000 | "), text);
  }
}
