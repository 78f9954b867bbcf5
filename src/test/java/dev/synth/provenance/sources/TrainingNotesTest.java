package dev.synth.provenance.sources;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.dataset.source.FileAudio;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.model.Datasheet.Source;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingNotesTest {
  private static final int SAMPLES = 32_000;

  @TempDir private Path dir;

  /** A note with so many harmonics, the k-th at 1 / k^slope. */
  private static float[] sound(double hz, double slope) {
    float[] sound = new float[SAMPLES];
    for (int k = 1; k * hz < 7_000; k++) {
      float[] partial = Tones.sine(k * hz, 0.2 / Math.pow(k, slope), SAMPLES);
      sound = Tones.plus(sound, partial);
    }
    return sound;
  }

  private static SoundPrint print(float[] sound) {
    return SoundPrint.of(new AudioClip(sound, Tones.RATE_HZ)).orElseThrow();
  }

  private Note note(String name, String folder) {
    Path file = dir.resolve(folder).resolve(name + ".wav");
    return new Note(name, OptionalLong.empty(), new FileAudio(file, file), Labels.parse(name));
  }

  /** Three instruments, of 1/k, 1/k^2 and 1/k^3, at three pitches. */
  private TrainingNotes notes() throws IOException {
    Files.createDirectories(dir.resolve("rendered/audio"));
    Files.writeString(dir.resolve("rendered/rendering.json"), "{\"soundfont\": \"Some.sf2\"}");
    TrainingNotesBuilder builder = new TrainingNotesBuilder();
    for (int i = 1; i <= 3; i++) {
      for (int pitch : new int[] {48, 60, 72}) {
        String name = String.format("string_acoustic_00%d-0%d-100", i, pitch);
        double hz = 440 * Math.pow(2, (pitch - 69) / 12.0);
        builder.add(note(name, i == 3 ? "mine" : "rendered/audio"), print(sound(hz, i)));
      }
    }
    return builder.build("set", Map.of("Some.sf2", "MIT"));
  }

  @Test
  void aNoteFindsItselfFirstAndThenItsInstrument() throws IOException {
    TrainingNotes notes = notes();
    List<TrainingNotes.Nearest> own =
        notes.nearest(print(Tones.times(sound(440 * Math.pow(2, -9 / 12.0), 2), 0.3)), 3);
    assertEquals("string_acoustic_002-060-100", own.get(0).note().name(), "at any level");
    assertEquals(0, own.get(0).distance(), 1e-5, "but for a thumbnail's rounding");
    assertEquals(1, own.get(0).nearerThan());
    assertEquals(3, own.size());
    assertTrue(own.get(1).distance() > 0.005, own.toString());
    assertEquals(3, own.stream().map(n -> n.note().instrument()).distinct().count());
    // Somewhat out of tune and with noise.
    float[] other = Tones.plus(sound(262.6, 2), Tones.noise(0.002, SAMPLES, 1));
    assertEquals(
        "string_acoustic_002-060-100", notes.nearest(print(other), 1).get(0).note().name());
    float[] noise = Tones.noise(0.1, SAMPLES, 2);
    TrainingNotes.Nearest far = notes.nearest(print(noise), 1).get(0);
    assertTrue(far.distance() > 0.3, far.toString());
    assertEquals(0, far.nearerThan(), "all notes are nearer to another instrument's");
  }

  @Test
  void sourcesAreTheSoundfontOrTheFolder() throws IOException {
    TrainingNotes notes = notes();
    assertEquals(
        List.of(new Source("Some.sf2", 6, "MIT"), new Source("mine", 3, "")), notes.sources());
    assertEquals(3, notes.instruments());
  }

  @Test
  void aLicenceOfNoSourceIsRefused() throws IOException {
    TrainingNotesBuilder builder = new TrainingNotesBuilder();
    assertThrows(BadDataException.class, () -> builder.build("", Map.of()), "no note");
    builder.add(note("a-060-100", "mine"), print(sound(262, 1)));
    BadDataException refused =
        assertThrows(BadDataException.class, () -> builder.build("", Map.of("other", "MIT")));
    assertEquals("No note is from 'other'; sources are: mine", refused.getMessage());
  }

  @Test
  void theFileHoldsAllOfThem() throws IOException {
    TrainingNotes notes = notes();
    Path file = dir.resolve("model" + TrainingNotes.ENDING);
    TrainingNotesFile.write(file, notes, false);
    TrainingNotes read = TrainingNotesFile.read(file);
    assertEquals("set", read.fingerprint());
    assertEquals(notes.sources(), read.sources());
    assertEquals(notes.notes(), read.notes());
    assertArrayEquals(notes.thumbnails(), read.thumbnails());
    assertArrayEquals(notes.background(), read.background(), 1e-5f);
    byte[] first = Files.readAllBytes(file);
    TrainingNotesFile.write(file, notes, true);
    assertArrayEquals(first, Files.readAllBytes(file), "the same notes make the same file");
    assertEquals(file, TrainingNotes.besides(dir.resolve("model.safetensors")));
  }

  @Test
  void damagedFilesAreRefusedByName() throws IOException {
    Path file = dir.resolve("model.notes.npz");
    TrainingNotesFile.write(file, notes(), false);
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 10, whole.length / 2, whole.length - 30}) {
      Files.write(file, Arrays.copyOf(whole, length));
      BadDataException refused =
          assertThrows(BadDataException.class, () -> TrainingNotesFile.read(file));
      assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
    }
    Path missing = dir.resolve("missing.npz");
    assertThrows(NoInputException.class, () -> TrainingNotesFile.read(missing));
  }
}
