package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCheckCommandTest {
  @TempDir private Path dir;

  /** A note an octave away from its label is told of, and is no defect. */
  @Test
  void labelsThatTheClassifierDoubtsAreTold() throws IOException {
    Path notes = Files.createDirectory(dir.resolve("notes"));
    Path audio = Path.of("nsynth-data/audio");
    Files.copy(
        audio.resolve("flute_acoustic_073-060-100.wav"),
        notes.resolve("flute_acoustic_073-072-100.wav"));
    Files.copy(
        audio.resolve("keyboard_acoustic_000-060-100.wav"),
        notes.resolve("keyboard_acoustic_000-060-100.wav"));
    String plain = Cli.run("data", "check", notes).succeeded().out();
    assertTrue(plain.contains("2 notes checked: nothing wrong"), plain);
    String heard = Cli.run("data", "check", notes, "--classify").succeeded().out();
    String line = heard.lines().findFirst().orElseThrow();
    assertTrue(line.contains("073-072-100.wav: label: the label says pitch 72 (C5)"), heard);
    assertTrue(line.contains("it sounds like 60 (C4)"), heard);
    assertTrue(heard.contains("2 notes checked: nothing wrong, 1 label that"), heard);
    Cli.run("data", "check", notes, "--classify", "--skip", "label").succeeded();
  }

  @Test
  void theNotesThatComeWithSynthAreSound() throws IOException {
    Cli run = Cli.run("data", "check", "nsynth-data").succeeded();
    assertEquals("24 notes checked: nothing wrong\n", run.out());
    assertEquals("", Cli.run("data", "check", "-q", "nsynth-data").succeeded().out());
  }

  @Test
  void everyDefectIsNamedAndNoneInvented() throws IOException {
    Path folder = dir.resolve("broken");
    SortedMap<String, List<String>> broken = BrokenNotes.make(folder);
    assertEquals(20, broken.size());
    Path list = dir.resolve("sound.txt");
    Cli run = Cli.run("data", "check", folder, "-o", list);
    assertEquals(ExitCodes.BAD_DATA, run.code(), run.err());
    assertEquals("", run.err());
    assertEquals(broken, BrokenNotes.found(run.out()), run.out());
    String last = run.out().lines().reduce((a, b) -> b).orElseThrow();
    assertEquals(
        "24 notes checked: 21 defects (2 left-out, 3 unreadable, 2 silent, 2 clipped, 3 length,"
            + " 2 rate, 2 range, 2 name, 1 duplicate, 2 noise), 1 note with an offset",
        last);

    // The list of sound notes has the six, and is itself sound.
    assertEquals(
        "6 notes checked: nothing wrong\n", Cli.run("data", "check", list).succeeded().out());
    Cli.run("data", "check", folder, "-o", list).refused(ExitCodes.CANNOT_CREATE, list, "-f");
  }

  @Test
  void defectsThatAreNoneHereAreSkipped() throws IOException {
    Path own = dir.resolve("own");
    Fixtures.note(own.resolve("piano/C4.wav"), 60, 1);
    Fixtures.note(own.resolve("flute/C4.wav"), 60, 1); // the same name, but no NSynth name
    Cli run = Cli.run("data", "check", own);
    assertEquals(ExitCodes.BAD_DATA, run.code());
    assertTrue(run.out().contains("2 defects (2 length)"), run.out());
    Cli.run("data", "check", own, "--seconds", 1).succeeded();
    Cli.run("data", "check", own, "--skip", "length").succeeded();
    Cli.run("data", "check", own, "--skip", "loud").misused("--skip", "'loud'", "clipped");
    Cli.run("data", "check", own, "--seconds", 0).misused("--seconds");
  }

  @Test
  void aRecordingUnderAnotherNameIsATwin() throws IOException {
    Path flute = Path.of("nsynth-data/audio/flute_acoustic_073-060-100.wav");
    AudioClip original = AudioFile.read(flute);
    AudioClip resampled = Resampler.resample(original, 44_100);
    float[] late = new float[resampled.samples().length + 2_000];
    for (int i = 0; i < resampled.samples().length; i++) {
      late[2_000 + i] = 0.2f * resampled.samples()[i];
    }
    Path twin = dir.resolve("whistle C4.wav");
    WavFile.write(twin, new AudioClip(late, 44_100), WavFile.Encoding.PCM16, false);
    Object[] check = {"data", "check", "nsynth-data", twin, "--skip", "length,rate"};
    Cli.run(check).succeeded();
    Object[] twins = Arrays.copyOf(check, check.length + 1);
    twins[check.length] = "--twins";
    Cli run = Cli.run(twins);
    assertEquals(ExitCodes.BAD_DATA, run.code(), run.err());
    assertEquals(2, run.out().lines().count(), run.out());
    assertTrue(run.out().startsWith(twin + ": twin: sounds like "), run.out());
    assertTrue(run.out().contains("flute_acoustic_073-060-100"), run.out());
    assertTrue(run.out().endsWith("25 notes checked: 1 defect (1 twin)\n"), run.out());
  }

  @Test
  void anOffsetIsToldAndIsNoDefect() throws IOException {
    Path one = withOffset("a.wav", 60, 1, 0.05f);
    Path none = withOffset("b.wav", 60, 1, 0.005f);
    // An unfinished period of a low note is no offset.
    Path low = withOffset("c.wav", 21, 0.05, 0);
    Path list = dir.resolve("good.txt");
    Cli run =
        Cli.run("data", "check", one, none, low, "--skip", "length,range", "-o", list).succeeded();
    assertEquals(2, run.out().lines().count(), run.out());
    assertTrue(run.out().startsWith(one + ": offset: the mean of the samples is +5."), run.out());
    assertTrue(run.out().endsWith("3 notes checked: nothing wrong, 1 note with an offset\n"));
    assertTrue(Files.readString(list).contains("a.wav"));
    Cli json = Cli.run("data", "check", one, "--seconds", 1, "--json").succeeded();
    assertEquals("offset", json.json().at("/remarks/0/defect").asText(), json.out());
    assertEquals(0, json.json().at("/defects").size());
    Cli skipped = Cli.run("data", "check", one, "--skip", "length,offset").succeeded();
    assertEquals("1 note checked: nothing wrong\n", skipped.out());

    float[] constant = new float[16_000];
    java.util.Arrays.fill(constant, 0.1f);
    Path still = dir.resolve("d.wav");
    WavFile.write(still, new AudioClip(constant, 16_000), WavFile.Encoding.FLOAT32, true);
    Cli silent = Cli.run("data", "check", still, "--seconds", 1);
    assertEquals(ExitCodes.BAD_DATA, silent.code());
    assertTrue(silent.out().contains(": silent: "), silent.out());
  }

  private Path withOffset(String name, int pitch, double seconds, float offset) throws IOException {
    Path file = Fixtures.note(dir.resolve(name), pitch, seconds);
    float[] samples = AudioFile.read(file).samples();
    for (int i = 0; i < samples.length; i++) {
      samples[i] += offset;
    }
    WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.FLOAT32, true);
    return file;
  }

  @Test
  void damagedRecordsAndTwinsAreTold() throws IOException {
    Path notes = Fixtures.nsynthFolder(dir.resolve("notes"));
    Path records = dir.resolve("notes.tfrecord");
    Cli.run("data", "convert", notes, "-o", records).succeeded();
    byte[] bytes = Files.readAllBytes(records);
    bytes[bytes.length / 4] ^= 1;
    bytes[bytes.length * 3 / 4] ^= 1;
    Files.write(records, bytes);
    for (int round = 0; round < 2; round++) { // without an index, and with one
      Cli run = Cli.run("data", "check", records, "--seconds", 0.5);
      assertEquals(ExitCodes.BAD_DATA, run.code());
      List<String> lines = run.out().lines().toList();
      assertEquals(3, lines.size(), run.out());
      for (String line : lines.subList(0, 2)) {
        assertTrue(line.startsWith(records + ": left-out: the record at byte "), line);
      }
      assertEquals("4 notes checked: 2 defects (2 left-out)", lines.get(2));
    }
    JsonNode twins = Cli.run("data", "check", notes, notes, "--seconds", 0.5, "--json").json();
    assertEquals(6, twins.at("/counts/duplicate").asInt());
    assertEquals("duplicate", twins.at("/defects/0/defect").asText());
    assertEquals("flute_acoustic_001-048-100", twins.at("/defects/0/note").asText());
    assertEquals(6, twins.get("notesWithDefects").asInt());
  }

  @Test
  void sourcesThatCannotBeOpenedStopNoOther() throws IOException {
    Path notes = Fixtures.nsynthFolder(dir.resolve("notes"));
    Path json = Fixtures.nsynthFolder(dir.resolve("json"));
    Files.writeString(json.resolve("examples.json"), "{\"a\": {}, \"a\": {}}");
    Path missing = dir.resolve("missing");
    Cli run = Cli.run("data", "check", json, missing, notes, "--seconds", 0.5);
    assertEquals(ExitCodes.BAD_DATA, run.code());
    assertTrue(run.out().contains("examples.json line 1 column 14: unreadable: "), run.out());
    assertTrue(run.out().contains("6 notes checked: 1 defect (1 unreadable)"), run.out());
    assertTrue(run.err().startsWith("synth: " + missing + ": no such"), run.err());
    Cli only = Cli.run("data", "check", missing, notes, "--seconds", 0.5);
    assertEquals(ExitCodes.NO_INPUT, only.code());
    assertFalse(only.out().contains("defect"), only.out());
  }
}
