package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.testing.Classifiers;
import dev.synth.testing.Fixtures;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir private Path dir;
  private Path classifier;
  private Path data;
  private Path out;

  @BeforeEach
  void writeNotes() throws IOException {
    classifier = Classifiers.write(dir.resolve("classifier.safetensors"), 1);
    out = dir.resolve("out");
    data = notes("data", 0);
  }

  /** Five instruments of four pitches, from sounds like flutes to hiss. */
  private Path notes(String name, long seed) throws IOException {
    Path folder = Files.createDirectory(dir.resolve(name));
    for (int instrument = 0; instrument < 5; instrument++) {
      for (int pitch = 57; pitch < 69; pitch += 3) {
        float[] noise =
            Tones.noise(0.015 * (instrument + 1), 8_000, seed + 100 * instrument + pitch);
        float[] tone = Tones.tone(Pitch.hzOfMidi(pitch), 0.2, 8_000);
        write(folder, instrument, pitch, Tones.plus(noise, tone));
      }
    }
    return folder;
  }

  private static void write(Path folder, int instrument, int pitch, float[] samples)
      throws IOException {
    Path file = folder.resolve("reed_acoustic_00%d-0%d-100.wav".formatted(instrument, pitch));
    WavFile.write(file, new AudioClip(samples, Tones.RATE_HZ), WavFile.Encoding.PCM16, true);
  }

  private Cli compare(Object... args) {
    List<Object> all = new ArrayList<>(List.of("compare", "--classifier", classifier, data));
    all.addAll(List.of(args));
    return Cli.run(all.toArray());
  }

  private static JsonNode set(JsonNode report, String name) {
    for (JsonNode set : report.get("sets")) {
      if (set.get("name").asText().equals(name)) {
        return set;
      }
    }
    throw new AssertionError("no " + name + " in " + report);
  }

  @Test
  void theDataItselfIsLikeTheDataAndOneToneIsNot() throws IOException {
    Path collapsed = Files.createDirectory(dir.resolve("bell"));
    for (int instrument = 0; instrument < 5; instrument++) {
      for (int pitch = 57; pitch < 69; pitch += 3) {
        write(collapsed, instrument, pitch, Tones.sine(2_000, 0.3, 8_000));
      }
    }
    Path fresh = notes("fresh", 7);
    Object[] args = {
      "copy=" + data, collapsed, "--held-out", fresh, "--bins", 4, "--seconds", 0.5, "-o", out
    };
    JsonNode report = compare(with(args, "--json", "--threads", 1, "-q")).succeeded().json();
    assertEquals(20, report.get("dataNotes").asInt());
    assertEquals(10, report.get("halfNotes").asInt());
    assertEquals(4, report.get("sets").size());
    JsonNode half = set(report, "data, other half");
    assertEquals(10, half.get("notes").asInt());
    assertTrue(half.get("differentBinsOfData").isNull(), "it is that itself");
    assertEquals(100, half.get("pitchWithin50CentsPercent").asDouble());
    JsonNode copy = set(report, "copy");
    JsonNode bell = set(report, "bell");
    assertTrue(copy.get("frechet").asDouble() < bell.get("frechet").asDouble(), report.toString());
    assertTrue(
        copy.get("divergenceBits").asDouble() < bell.get("divergenceBits").asDouble(),
        report.toString());
    assertEquals(100, copy.get("nearerPercent").asDouble(), "copies are nearer than new notes");
    assertEquals(0, copy.get("nearest").asDouble(), 1e-6);
    assertEquals(0, set(report, "held-out").get("nearerPercent").asDouble());
    assertEquals(0, bell.get("pitchWithin50CentsPercent").asDouble());
    assertEquals(0, bell.get("diversity").asDouble(), 1e-9);
    assertEquals(1, bell.get("pitchInceptionScore").asDouble(), 1e-5, "of the same sound");
    String page = Files.readString(out.resolve("listen.html"));
    assertTrue(page.contains("held-out: reed_acoustic_") && page.contains("example1-set4.wav"));
    assertTrue(Files.exists(out.resolve("example4-set3.wav")), "of four pitches");
    String text = Files.readString(out.resolve("report.md"));
    assertTrue(text.contains("| bins that differ (NDB) |") && text.contains("fewer than 10"), text);

    Cli again = compare(with(args, "--json")).succeeded();
    assertEquals(report, again.json());
    assertEquals(out.resolve("report.md").toString(), compare(args).succeeded().out().strip());
    compare(with(args, "--seed", 2)).refused(ExitCodes.CANNOT_CREATE, out, "-f to overwrite");
    JsonNode threads = compare(with(args, "--json", "-f", "--threads", 3, "-q")).succeeded().json();
    assertEquals(report, threads, "threads change no figure");
  }

  private static Object[] with(Object[] args, Object... more) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray();
  }

  @Test
  void aDryRunMakesNothingAndCountsAll() throws IOException {
    JsonNode estimate =
        compare("a=" + data, "--bins", 4, "--seconds", 0.25, "-o", out, "--dry-run", "--json", "-q")
            .succeeded()
            .json();
    assertEquals(40, estimate.get("notesToDo").asInt());
    assertEquals(10, estimate.get("soundSeconds").asDouble(), 1e-9, "cut to a quarter of a second");
    assertFalse(Files.exists(out));
  }

  @Test
  void mistakesAreSaid() throws IOException {
    compare("-o", out).misused("[NAME=]SET");
    compare(data, "-o", out, "-q")
        .refused(ExitCodes.BAD_DATA, data, "20 notes", "give --bins as 2");
    compare("x=" + data, "x=" + data, "-o", out).misused("two sets are called 'x'");
    compare("held-out=" + data, "--held-out", data, "-o", out).misused("'held-out'");
    compare(data, "--bins", 1, "-o", out).misused("--bins must be from 2 to 1000");
    compare(data, "--seconds", 0, "-o", out).misused("--seconds must be from 0.1");
    Path missing = dir.resolve("missing");
    compare("x=" + missing, "--bins", 4, "-o", out).refused(ExitCodes.NO_INPUT, missing);
    Path broken = Files.createDirectory(dir.resolve("broken"));
    Files.writeString(broken.resolve("a C4.wav"), "no sound");
    compare(broken, "--bins", 4, "-o", out, "-q")
        .refused(ExitCodes.BAD_DATA, "broken: none of its notes can be read");
    assertFalse(Files.exists(out.resolve("report.md")));
  }

  @Test
  void oneBrokenNoteIsLeftOutAndSilenceCounts() throws IOException {
    Path some = notes("some", 3);
    Files.writeString(some.resolve("broken C4.wav"), "no sound");
    write(some, 9, 60, new float[8_000]);
    Fixtures.note(some.resolve("unnamed.wav"), 60, 0.5);
    Cli run = compare(some, "--bins", 4, "-o", out, "--json");
    assertEquals(ExitCodes.OK, run.code(), run.err());
    assertTrue(run.err().contains("broken C4.wav") && run.err().contains("left out"), run.err());
    JsonNode set = set(run.json(), "some");
    assertEquals(22, set.get("notes").asInt());
    assertEquals(100 / 22.0, set.get("silentPercent").asDouble(), 1e-9);
    assertEquals(100 * 20 / 21.0, set.get("pitchWithin50CentsPercent").asDouble(), 1e-9);
  }
}
