package dev.synth.dataset.prepare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.Resampler;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import dev.synth.io.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteImportTest {
  private static final int RATE = 16_000;

  @TempDir private Path dir;
  private final List<String> problems = new ArrayList<>();

  /** Silence, a note of four harmonics that is held, silence. */
  private static float[] sound(double midi, double before, double held, double after, int rateHz) {
    float[] samples = new float[(int) ((before + held + after) * rateHz)];
    int from = (int) (before * rateHz);
    int count = (int) (held * rateHz);
    double hz = Pitch.hzOfMidi(midi);
    for (int t = 0; t < count; t++) {
      double wave = 0;
      for (int k = 1; k <= 4; k++) {
        wave += StrictMath.sin(2 * Math.PI * k * hz * t / rateHz) / k;
      }
      double envelope = Math.min(1, t / 100.0) * Math.min(1, (count - t) / 300.0);
      samples[from + t] = (float) (0.3 * wave * envelope);
    }
    return samples;
  }

  private Path recording(String name, float[] samples, int rateHz) throws IOException {
    Path file = dir.resolve("in").resolve(name);
    WavFile.write(file, new AudioClip(samples, rateHz), WavFile.Encoding.FLOAT32, true);
    return file;
  }

  private static ImportOptions options(boolean split) {
    return options(split, RATE);
  }

  private static ImportOptions options(boolean split, int rateHz) {
    return new ImportOptions(
        split,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        4,
        50,
        0.5,
        false,
        OptionalDouble.empty(),
        4,
        rateHz);
  }

  private ImportReport run(ImportOptions options, boolean overwrite, Path... inputs)
      throws IOException {
    return run(options, overwrite, FamilyEar.DEAF, inputs);
  }

  private ImportReport run(ImportOptions options, boolean overwrite, FamilyEar ear, Path... inputs)
      throws IOException {
    return new NoteImport(
            inputs.length == 0 ? List.of(dir.resolve("in")) : List.of(inputs),
            dir.resolve("out"),
            options,
            ear,
            overwrite,
            problem -> problems.add(problem.getMessage()),
            (done, total, name) -> {})
        .run();
  }

  private float[] wav(String name) throws IOException {
    return wav(name, RATE);
  }

  private float[] wav(String name, int rateHz) throws IOException {
    AudioClip clip = AudioFile.read(dir.resolve("out/audio").resolve(name + ".wav"));
    assertEquals(rateHz, clip.sampleRateHz());
    return clip.samples();
  }

  @Test
  void silenceIsTrimmedAndTheNoteFilledUp() throws IOException {
    recording("flute/a.wav", sound(69, 1.25, 1.5, 0.75, 44_100), 44_100);
    ImportedNote note = run(options(false), false).notes().get(0);
    assertEquals("flute_acoustic_000-069-100", note.name());
    assertEquals(1.25, note.fromSeconds(), 0.02);
    assertEquals(2.75, note.toSeconds(), 0.02);
    assertEquals(2.5, note.paddedSeconds(), 0.03);
    assertEquals(44_100, note.recordingRateHz());
    assertEquals("sound", note.pitchFrom());
    assertEquals(69, note.heardMidi(), 0.05);
    assertTrue(note.confidence() > 0.9);
    float[] samples = wav(note.name());
    assertEquals(4 * RATE, samples.length);
    assertTrue(Levels.rms(samples, 0, 400) > 0.05, "begins at once");
    assertEquals(0, Levels.peak(java.util.Arrays.copyOfRange(samples, 26_000, 64_000)));
    assertEquals(List.of(), problems);
  }

  @Test
  void aLongNoteIsFadedOut() throws IOException {
    recording("a.wav", sound(60, 0, 6, 0, RATE), RATE);
    ImportedNote note = run(options(false), false).notes().get(0);
    assertEquals(0, note.paddedSeconds());
    assertEquals(0.25, note.fadedSeconds());
    float[] samples = wav(note.name());
    double middle = Levels.rms(samples, 30_000, 31_000);
    assertEquals(middle, Levels.rms(samples, 59_000, 60_000), 0.02 * middle);
    assertEquals(middle / 2, Levels.rms(samples, 61_900, 62_100), 0.1 * middle);
    assertTrue(Levels.rms(samples, 63_900, 64_000) < 0.01 * middle);
  }

  /** What is a note of NSynth already stays as it is, sample for sample. */
  @Test
  void aFinishedNoteIsNotChanged() throws IOException {
    float[] samples = sound(72, 0, 4, 0, RATE);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = Math.round(samples[i] * 32768) / 32768f;
    }
    recording("organ_electronic_007-072-050.wav", samples, RATE);
    ImportedNote note = run(options(false), false).notes().get(0);
    assertEquals("organ_electronic_007-072-050", note.name());
    assertEquals(50, note.velocity());
    assertEquals("electronic", note.source());
    assertArrayEquals(samples, wav(note.name()));
  }

  @Test
  void aScaleIsCutAtItsOnsets() throws IOException {
    float[] scale = new float[8 * RATE];
    int[] pitches = {60, 62, 64, 67};
    for (int i = 0; i < pitches.length; i++) {
      float[] one = sound(pitches[i], 0, 1.4, 0, RATE);
      System.arraycopy(one, 0, scale, (int) ((0.5 + 1.5 * i) * RATE), one.length);
    }
    recording("guitar/scale C4.wav", scale, RATE);
    ImportReport report = run(options(true), false);
    List<ImportedNote> notes = report.notes();
    assertEquals(
        List.of(60, 62, 64, 67), notes.stream().map(ImportedNote::pitch).toList(), notes::toString);
    for (int i = 0; i < 4; i++) {
      assertEquals(0.5 + 1.5 * i, notes.get(i).fromSeconds(), 0.02);
      assertEquals("sound", notes.get(i).pitchFrom(), "a recording's name is not its notes'");
    }
    ImportedNote whole = run(options(false), true).notes().get(0);
    assertTrue(
        whole
            .remarks()
            .contains("seems to hold 4 notes; the setting 'split onsets' cuts it at each"));
    assertEquals(List.of(whole.name()), names());
    assertEquals(1, Files.list(dir.resolve("out/audio")).count(), "what was cut is gone");
  }

  @Test
  void hissBeforeTheFirstNoteIsNoNote() throws IOException {
    float[] note = sound(60, 0, 1.2, 0, RATE);
    float[] samples = new float[4 * RATE];
    Random random = new Random(1);
    for (int t = 0; t < samples.length; t++) {
      samples[t] = (float) (0.0008 * random.nextGaussian());
    }
    for (int t = 0; t < note.length; t++) {
      samples[RATE / 2 + t] += note[t];
      samples[2 * RATE + t] += note[t];
    }
    recording("phone.wav", samples, RATE);
    ImportReport report = run(options(true), false);
    assertEquals(List.of(), report.leftOut());
    assertEquals(List.of(60, 60), report.notes().stream().map(ImportedNote::pitch).toList());
  }

  private List<String> names() throws IOException {
    return NoteSource.open(List.of(dir.resolve("out")), problems::add).stream()
        .map(Note::name)
        .toList();
  }

  @Test
  void takesOfOneNoteHaveNamesOfTheirOwn() throws IOException {
    for (String take : new String[] {"1", "2", "3"}) {
      recording("violin/take " + take + ".wav", sound(67, 0, 1, 0, RATE), RATE);
    }
    recording("z violin/take.wav", sound(67, 0, 1, 0, RATE), RATE);
    run(options(false), false);
    String first = "string_acoustic_000-067-100";
    assertEquals(
        List.of(first, "string_acoustic_001-067-100", first + "_2", first + "_3").stream()
            .sorted()
            .toList(),
        names());
    assertEquals(List.of(), problems);
  }

  @Test
  void namesAndFlagsTellMoreThanTheSound() throws IOException {
    recording("piano/C3.wav", sound(60, 0, 1, 0, RATE), RATE);
    ImportedNote byName = run(options(false), false).notes().get(0);
    assertEquals(48, byName.pitch());
    assertEquals("name", byName.pitchFrom());
    assertEquals("sounds an octave higher (C4) than its name says (C3)", byName.remarks().get(0));
    ImportOptions flags =
        new ImportOptions(
            false,
            OptionalInt.of(61),
            Optional.of(Family.MALLET),
            Optional.of(SoundSource.SYNTHETIC),
            OptionalInt.of(25),
            1,
            50,
            0.5,
            false,
            OptionalDouble.of(-6),
            4,
            RATE);
    ImportedNote byFlag = run(flags, true).notes().get(0);
    assertEquals("mallet_synthetic_000-061-025", byFlag.name());
    assertEquals(-6, Levels.dbfs(Levels.peak(wav(byFlag.name()))), 0.01);
    assertEquals(RATE, wav(byFlag.name()).length);
    Note note = NoteSource.open(List.of(dir.resolve("out")), problems::add).get(0);
    assertEquals(OptionalInt.of(61), note.labels().pitch());
    assertEquals(OptionalInt.of(25), note.labels().velocity());
    assertEquals(Optional.of(Family.MALLET), note.labels().family());
    assertEquals(List.of(), problems);
  }

  @Test
  void badRecordingsArePassedOverAndTold() throws IOException {
    Path good = recording("b.wav", sound(60, 0, 1, 0, RATE), RATE);
    Path silent = recording("c.wav", new float[RATE], RATE);
    Path click = recording("d.wav", sound(60, 0, 0.05, 0.5, RATE), RATE);
    float[] noise = new float[RATE];
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    Path unpitched = recording("e.wav", noise, RATE);
    Path text = Files.writeString(good.resolveSibling("a.wav"), "la la la");
    Path phone = Files.writeString(good.resolveSibling("f.m4a"), "....ftypM4A ....");
    ImportReport report = run(options(false), false);
    assertEquals(List.of("in-060-100"), names());
    List<String> words =
        List.of(
            text + ": is no sound file",
            silent + ": is silent",
            click + ": is shorter",
            unpitched + ": has no pitch",
            phone + ": is an MP4 or M4A");
    assertEquals(words.size(), problems.size(), problems.toString());
    for (int i = 0; i < words.size(); i++) {
      assertTrue(problems.get(i).startsWith(words.get(i)), problems.get(i));
    }
    assertEquals(5, report.leftOut().size());
    JsonNode json = new ObjectMapper().readTree(dir.resolve("out/import.json").toFile());
    assertEquals(5, json.get("leftOut").size());
    assertEquals("in-060-100", json.get("notes").get(0).get("name").asText());
    assertEquals(50, json.get("options").get("trimDb").asDouble());
    String table = Files.readString(dir.resolve("out/import.md"));
    assertTrue(table.contains("| in-060-100 |") && table.contains("## Left out"), table);
  }

  @Test
  void noiseIsKeptOnDemand() throws IOException {
    float[] noise = new float[RATE];
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (0.1 * random.nextGaussian());
    }
    recording("drums/Snare #1.wav", noise, RATE);
    ImportOptions keep =
        new ImportOptions(
            false,
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty(),
            4,
            50,
            0.5,
            true,
            OptionalDouble.empty(),
            4,
            RATE);
    assertThrows(BadDataException.class, () -> run(options(false), false));
    assertFalse(Files.exists(dir.resolve("out")), "nothing is left behind");
    run(keep, false);
    assertEquals(List.of("drums-snare_1"), names());
    Note note = NoteSource.open(List.of(dir.resolve("out")), problems::add).get(0);
    assertEquals(OptionalInt.empty(), note.labels().pitch());
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    recording("a.wav", sound(60, 0, 1, 0, RATE), RATE);
    run(options(false), false);
    CannotCreateException refused =
        assertThrows(CannotCreateException.class, () -> run(options(true), false));
    assertTrue(refused.getMessage().contains("-f"), refused.getMessage());
    Files.writeString(dir.resolve("out/audio/mine.wav"), "mine");
    recording("a.wav", sound(64, 0, 1, 0, RATE), RATE);
    run(options(false), true);
    assertEquals(List.of("in-064-100"), names());
    assertTrue(Files.exists(dir.resolve("out/audio/mine.wav")), "what others put there stays");
    assertFalse(Files.exists(dir.resolve("out/audio/in-060-100.wav")));
  }

  /** Cut short after the second of three recordings, and begun again. */
  @Test
  void whatWasCutShortGoesOn() throws IOException {
    for (int i = 0; i < 3; i++) {
      recording("organ/" + i + ".wav", sound(60, 0, 1, 0, RATE), RATE);
    }
    IllegalStateException stop = new IllegalStateException("stop");
    NoteImport cut =
        new NoteImport(
            List.of(dir.resolve("in")),
            dir.resolve("out"),
            options(false),
            FamilyEar.DEAF,
            false,
            problem -> {},
            (done, total, name) -> {
              if (done == 2) {
                throw stop;
              }
            });
    assertEquals(stop, assertThrows(IllegalStateException.class, cut::run));
    assertFalse(Files.exists(dir.resolve("out/examples.json")), "not whole");
    Path journal = dir.resolve("out/.importing");
    Files.writeString(journal, "{\"recording\":\"cut sho", java.nio.file.StandardOpenOption.APPEND);
    assertThrows(CannotCreateException.class, () -> run(options(true), false));
    Path first = dir.resolve("out/audio/organ_acoustic_000-060-100.wav");
    Files.setLastModifiedTime(first, java.nio.file.attribute.FileTime.fromMillis(1));
    ImportReport report = run(options(false), false);
    assertEquals(2, report.takenOver());
    assertEquals(1, Files.getLastModifiedTime(first).toMillis(), "not made again");
    String name = "organ_acoustic_000-060-100";
    assertEquals(List.of(name, name + "_2", name + "_3"), names());
    assertFalse(Files.exists(journal));
    assertEquals(List.of(), problems);
  }

  @Test
  void theSameRecordingsMakeTheSameNotes() throws IOException {
    recording("flute/a.wav", sound(69, 0.3, 1.5, 0.2, 44_100), 44_100);
    recording("b.wav", sound(50, 0.1, 1.5, 0.2, 48_000), 48_000);
    run(options(false), false);
    byte[] json = Files.readAllBytes(dir.resolve("out/import.json"));
    byte[] examples = Files.readAllBytes(dir.resolve("out/examples.json"));
    List<float[]> sounds = new ArrayList<>();
    for (String name : names()) {
      sounds.add(wav(name));
    }
    run(options(false), true);
    assertArrayEquals(json, Files.readAllBytes(dir.resolve("out/import.json")));
    assertArrayEquals(examples, Files.readAllBytes(dir.resolve("out/examples.json")));
    for (String name : names()) {
      assertArrayEquals(sounds.remove(0), wav(name));
    }
  }

  @Test
  void notesAreNoRecordings() throws IOException {
    recording("a.wav", sound(60, 0, 1, 0, RATE), RATE);
    run(options(false), false);
    Path out = dir.resolve("out");
    BadDataException inside =
        assertThrows(BadDataException.class, () -> run(options(false), true, out));
    assertTrue(inside.getMessage().contains("synth data convert"), inside.getMessage());
  }

  /** What was written before other rates could be. */
  @Test
  void atNsynthsRateEveryByteStaysAsItWas() throws IOException {
    recording("guitar/two.wav", pair(44_100), 44_100);
    float[] loud = sound(57, 0.1, 6, 0, 48_000);
    for (int i = 0; i < loud.length; i++) {
      loud[i] *= 3;
    }
    recording("organ/loud.wav", loud, 48_000);
    recording("phone/low.wav", sound(62, 0.2, 1, 0.3, 8_000), 8_000);
    run(options(true), false);
    MessageDigest digest = Sha256.digest();
    for (String name : names().stream().sorted().toList()) {
      digest.update(Files.readAllBytes(dir.resolve("out/audio/" + name + ".wav")));
    }
    digest.update(Files.readAllBytes(dir.resolve("out/examples.json")));
    assertEquals(4, names().size());
    assertEquals(
        "82203e7e0c49842c1fcbc9d4d91c3bbf63937dc631eda29b247b5b3fb30e0f89", Sha256.hex(digest));
  }

  /** Two notes, at 0.5 and 2 s. */
  private static float[] pair(int rateHz) {
    float[] both = java.util.Arrays.copyOf(sound(64, 0.5, 1.4, 0, rateHz), 4 * rateHz);
    float[] second = sound(69, 2, 1.4, 0, rateHz);
    for (int i = 0; i < second.length; i++) {
      both[i] += second[i];
    }
    return both;
  }

  /** Amplitude of the sine of {@code hz}, the Fourier sum over a whole number of its periods. */
  private static double sine(float[] samples, int from, int to, double hz, int rateHz) {
    double real = 0;
    double imaginary = 0;
    for (int t = from; t < to; t++) {
      double phase = 2 * Math.PI * hz * t / rateHz;
      real += samples[t] * Math.cos(phase);
      imaginary += samples[t] * Math.sin(phase);
    }
    return 2 * Math.hypot(real, imaginary) / (to - from);
  }

  @Test
  void aPartialAboveNsynthsRateIsKeptAtAHigherOne() throws IOException {
    float[] bright = sound(69, 0, 2, 0, 48_000);
    for (int t = 0; t < bright.length; t++) {
      bright[t] += (float) (0.1 * Math.sin(2 * Math.PI * 12_000 * t / 48_000));
    }
    recording("a.wav", bright, 48_000);
    recording("b.wav", sound(69, 0, 2, 0, 8_000), 8_000);
    List<ImportedNote> notes = run(options(false, 48_000), false).notes();
    float[] kept = wav(notes.get(0).name(), 48_000);
    assertEquals(4 * 48_000, kept.length);
    assertEquals(0.1, sine(kept, 24_000, 48_000, 12_000, 48_000), 0.001);
    assertEquals(List.of(), notes.get(0).remarks());
    assertEquals(
        List.of("the recording's rate is 8000 Hz; there is nothing above 4000 Hz in it"),
        notes.get(1).remarks());
    float[] low = wav(notes.get(1).name(), 48_000);
    assertEquals(4 * 48_000, low.length);
    assertEquals(0.3, sine(low, 24_000, 48_000, 440, 48_000), 0.003);
    JsonNode report = new ObjectMapper().readTree(dir.resolve("out/import.json").toFile());
    assertEquals(48_000, report.at("/options/rate").asInt());
    String table = Files.readString(dir.resolve("out/import.md"));
    assertTrue(table.contains("\nSample rate: 48000 Hz\n"), table);
    JsonNode examples = new ObjectMapper().readTree(dir.resolve("out/examples.json").toFile());
    assertEquals(48_000, examples.get(notes.get(0).name()).get("sample_rate").asInt());

    assertThrows(
        CannotCreateException.class, () -> run(options(false), false), "another import's notes");
    run(options(false), true);
    assertEquals(0, sine(wav(notes.get(0).name()), 8_000, 16_000, 4_000, RATE), 0.001, "alias");
  }

  /** Whatever the rate, the decisions are one: times, pitches, fades and levels. */
  @Test
  void notesOfEveryRateAreCutAtTheSameTimes() throws IOException {
    recording("guitar/two.wav", pair(44_100), 44_100);
    recording("organ/long C4.wav", sound(60, 0.3, 6, 0, 48_000), 48_000);
    List<ImportedNote> low = run(options(true), false).notes();
    List<float[]> sounds = new ArrayList<>();
    for (ImportedNote note : low) {
      sounds.add(wav(note.name()));
    }
    assertEquals(List.of(64, 69, 60), low.stream().map(ImportedNote::pitch).toList());
    for (int rateHz : new int[] {48_000, 44_100, 11_025}) {
      List<ImportedNote> notes = run(options(true, rateHz), true).notes();
      assertEquals(low.size(), notes.size());
      for (int i = 0; i < notes.size(); i++) {
        ImportedNote note = notes.get(i);
        ImportedNote other = low.get(i);
        assertEquals(other.name(), note.name());
        assertEquals(other.heardMidi(), note.heardMidi());
        assertEquals(other.confidence(), note.confidence());
        assertEquals(other.fromSeconds(), note.fromSeconds(), 0.51 / rateHz);
        assertEquals(other.toSeconds(), note.toSeconds(), 1.01 / rateHz);
        assertEquals(other.paddedSeconds(), note.paddedSeconds(), 1.01 / rateHz);
        assertEquals(other.fadedSeconds(), note.fadedSeconds(), 1.01 / rateHz);
        assertEquals(other.gainDb(), note.gainDb());
        float[] samples = wav(note.name(), rateHz);
        assertEquals(4 * rateHz, samples.length);
        // The same sound; a shift by part of a sample turns harmonic k, of amplitude 1 / k, k times
        // as far. The ends are left out, where a resampling rings.
        float[] back = Resampler.resample(new AudioClip(samples, rateHz), RATE).samples();
        double error = 0;
        double power = 0;
        for (int t = 400; t < back.length - 400; t++) {
          error += Math.pow(back[t] - sounds.get(i)[t], 2);
          power += Math.pow(sounds.get(i)[t], 2);
        }
        double shift = note.fromSeconds() - other.fromSeconds();
        double turn = 2 * Math.PI * Pitch.hzOfMidi(note.pitch()) * shift;
        double foreseen = 4 * turn * turn / (1 + 1 / 4.0 + 1 / 9.0 + 1 / 16.0);
        assertEquals(foreseen, error / power, 0.0005, note.name() + " at " + rateHz + " Hz");
      }
    }
  }

  @Test
  void whatIsSilentAtALowRateIsLeftOut() throws IOException {
    recording("a.wav", sound(60, 0, 1, 0, RATE), RATE);
    float[] high = new float[RATE];
    for (int t = 0; t < high.length; t++) {
      double envelope = Math.pow(Math.sin(Math.PI * t / high.length), 2);
      high[t] = (float) (0.3 * Math.sin(2 * Math.PI * 3520 * t / RATE) * envelope);
    }
    Path whistle = recording("b A7.wav", high, RATE);
    ImportReport report = run(options(false, 4_000), false);
    assertEquals(List.of("in-060-100"), names());
    assertEquals(List.of(whistle + ": is silent at 4000 Hz: raise the setting 'rate'."), problems);
    assertEquals(1, report.leftOut().size());
  }

  /**
   * Where no name tells the family it is heard, once for a folder; a name is before what is heard.
   */
  @Test
  void familiesAreHeardWhereNothingTellsThem() throws IOException {
    recording("mine/a.wav", sound(60, 0, 1, 0, RATE), RATE);
    recording("mine/b.wav", sound(64, 0, 1, 0, RATE), RATE);
    recording("flutes/c.wav", sound(67, 0, 1, 0, RATE), RATE);
    recording("odd/d.wav", sound(69, 0, 1, 0, RATE), RATE);
    List<List<Path>> asked = new ArrayList<>();
    FamilyEar ear =
        recordings -> {
          asked.add(recordings);
          return recordings.get(0).getParent().endsWith("odd")
              ? Optional.empty()
              : Optional.of(new FamilyEar.Heard(Family.REED, 0.93));
        };
    List<ImportedNote> notes = run(options(false), false, ear).notes();
    assertEquals(2, asked.size(), "one question a folder");
    assertEquals(
        List.of("flute name", "reed sound", "reed sound", "null nothing"),
        notes.stream().map(note -> note.family() + " " + note.familyFrom()).toList());
    assertEquals(0.93, notes.get(1).familyCertainty());
    assertEquals("reed_acoustic_000-060-100", notes.get(1).name());
    assertTrue(notes.get(1).remarks().get(0).contains("reed was heard"), notes.toString());
  }
}
