package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dataset.NoteNames;
import dev.synth.testing.Classifiers;
import dev.synth.testing.Fixtures;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassifyCommandTest {
  @TempDir private Path dir;
  private Path model;

  @BeforeEach
  void writeModel() throws IOException {
    model = Classifiers.write(dir.resolve("model.safetensors"), 1);
  }

  private Cli classify(Object... args) {
    List<Object> all = new ArrayList<>(List.of("classify", "-m", model));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private Path wav(String name, float[] samples) throws IOException {
    Path file = dir.resolve(name);
    WavFile.write(file, new AudioClip(samples, Tones.RATE_HZ), WavFile.Encoding.PCM16, true);
    return file;
  }

  @Test
  void everySoundHasALineWithWhatTheModelAnswers() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    Path silence = wav("b.wav", new float[4000]);
    Path noise = wav("c.wav", Tones.noise(0.1, 20_000, 1));
    Cli run = classify(note, silence, noise);
    assertEquals(ExitCodes.OK, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    assertEquals(3, lines.size(), run.out());
    assertTrue(lines.get(0).startsWith(note.toString()) && lines.get(0).contains(" %"), run.out());
    assertEquals(silence + "  silent", lines.get(1));
    assertTrue(run.err().contains("classify: 3 sounds, 0 failed, in "), run.err());
    assertTrue(classify(note, "-q").err().isEmpty());
  }

  @Test
  void jsonTellsThreeOfEach() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    JsonNode result = classify(note, "--json").succeeded().json().get(0);
    assertEquals(note.toString(), result.get("input").asText());
    assertFalse(result.get("silent").asBoolean());
    double before = 1;
    for (int i = 0; i < 3; i++) {
      double probability = result.get("family").get(i).get("probability").asDouble();
      assertTrue(probability <= before && probability > 0, result.toString());
      before = probability;
    }
    assertEquals(3, result.get("pitch").size());
    JsonNode pitch = result.get("pitch").get(0);
    assertTrue(pitch.get("label").isInt(), "a number, to compute with");
    assertEquals(NoteNames.of(pitch.get("label").asInt()), pitch.get("name").asText());
    assertTrue(result.get("velocity").get(0).get("label").isInt());
    assertFalse(result.get("family").get(0).has("name"));
    assertEquals(3, result.get("source").size());
    assertEquals(0, result.get("qualities").size(), "which this model does not answer");
  }

  @Test
  void aBadSoundDoesNotStopTheOthers() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    Path bad = Files.writeString(dir.resolve("bad.wav"), "no sound");
    Path missing = dir.resolve("missing.wav");
    Cli run = classify(bad, note, "-q");
    run.refused(ExitCodes.BAD_DATA, bad);
    assertTrue(run.out().startsWith(note.toString()), run.out());
    classify(missing, "-q").refused(ExitCodes.NO_INPUT, missing);
    Cli json = classify("--json", note, bad, note, "-q");
    assertFalse(json.json().get(0).has("result"), "in the order of the inputs");
    assertEquals("failed", json.json().get(1).get("result").asText());
    assertEquals(3, json.json().size());
  }

  @Test
  void aReportNeedsLabels() throws IOException {
    Path named = Fixtures.note(dir.resolve("flute C4.wav"), 60, 0.3);
    Path unnamed = Fixtures.note(dir.resolve("mine.wav"), 60, 0.3);
    Path report = dir.resolve("report");
    classify(unnamed, "--report", report, "-q")
        .refused(ExitCodes.BAD_DATA, unnamed, "none of the 1 sound has labels");
    assertFalse(Files.exists(report));
    classify(unnamed, named, "--report", report, "-q").succeeded();
    assertTrue(Files.readString(report.resolve("report.md")).contains("| pitch | 1 |"));
    Cli json = classify(unnamed, named, "--report", report, "--json", "-f", "-q");
    assertEquals(Files.readString(report.resolve("report.json")), json.out().strip());
    assertEquals(2, json.json().get("notes").asInt());
  }

  @Test
  void aModelThatCannotClassifyIsRefusedWithThoseThatCan() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.5);
    Path other = Fixtures.model(dir.resolve("wavenet.safetensors"));
    Cli.run("classify", note, "-m", other, "-q")
        .refused(ExitCodes.BAD_DATA, "kind wavenet cannot classify sounds", "classifier");
    Cli.run("encode", note, "-m", model, "-o", dir, "-q")
        .refused(ExitCodes.BAD_DATA, "kind classifier cannot encode sounds");
  }

  @Test
  void aTableIsMadeOnceAndResumed() throws IOException {
    Path sounds = Files.createDirectory(dir.resolve("sounds"));
    for (int i = 0; i < 5; i++) {
      Fixtures.note(sounds.resolve("n" + i + ".wav"), 50 + i, 0.3);
    }
    Path table = dir.resolve("table.csv");
    Cli first = classify(sounds, "-o", table);
    assertEquals(ExitCodes.OK, first.code(), first.err());
    assertEquals(table + System.lineSeparator(), first.out());
    List<String> lines = Files.readAllLines(table);
    assertEquals(6, lines.size());
    assertTrue(lines.get(0).startsWith("input,note,silent,pitch_name,pitch,pitch_probability,"));
    assertEquals(lines.get(0).split(",").length, lines.get(1).split(",", -1).length);
    byte[] before = Files.readAllBytes(table);

    Cli again = classify(sounds, "-o", table);
    assertTrue(again.err().contains("0 sounds, 5 known before"), again.err());

    // What an interrupted run knew is not asked again, and a line that was cut short is.
    Files.delete(table);
    Path bad = Files.writeString(sounds.resolve("n9.wav"), "no sound");
    classify(sounds, "-o", table, "-q").refused(ExitCodes.BAD_DATA, bad);
    Path journal = dir.resolve(".table.csv.classifying");
    List<String> known = Files.readAllLines(journal);
    assertEquals(6, known.size());
    Files.writeString(journal, String.join("\n", known.subList(0, 4)) + "\n{\"inp");
    assertTrue(Files.readAllLines(table).get(6).startsWith(bad + ",n9,,,"));
    assertTrue(Files.readAllLines(table).get(6).contains(bad + ": "), "its sentence");
    Files.delete(table);
    JsonNode estimate = classify(sounds, "-o", table, "--dry-run", "--json").json();
    assertEquals(3, estimate.get("notesDone").asInt());
    assertEquals(1, estimate.get("notesFailed").asInt());
    Cli resumed = classify(sounds, "-o", table);
    assertEquals(ExitCodes.BAD_DATA, resumed.code());
    assertTrue(resumed.err().contains("2 sounds, 3 known before, 1 failed"), resumed.err());
    assertEquals(
        new String(before),
        Files.readString(table)
            .lines()
            .limit(6)
            .map(line -> line + "\r\n")
            .collect(Collectors.joining()));
  }

  @Test
  void anotherTableIsNotOverwritten() throws IOException {
    Path note = Fixtures.note(dir.resolve("a.wav"), 60, 0.3);
    Path table = Files.writeString(dir.resolve("mine.json"), "mine");
    classify(note, "-o", table, "-q").refused(ExitCodes.CANNOT_CREATE, table, "-f");
    assertEquals("mine", Files.readString(table));
    classify(note, "-o", table, "-q", "-f").succeeded();
    JsonNode rows = new ObjectMapper().readTree(table.toFile());
    assertEquals(note.toString(), rows.get(0).get("input").asText());
    classify(note, "-o", dir.resolve("table.txt"), "-q")
        .refused(ExitCodes.CANNOT_CREATE, ".csv or .json");
  }
}
