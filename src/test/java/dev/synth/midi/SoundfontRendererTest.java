package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.io.BadDataException;
import dev.synth.io.CannotCreateException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.sound.midi.Soundbank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundfontRendererTest {
  private static final RenderPlan SMALL =
      new RenderPlan(List.of(0, 80), List.of(48, 60), List.of(100), 1, 0.75, 6);

  @TempDir private Path dir;

  /** The built-in bank as a file, for tests of sameness: each making of it has other phases. */
  private static Path savedBank(Path folder) throws Exception {
    Path file = folder.resolve("bank.sf2");
    Soundbank bank = Gervill.builtInBank();
    bank.getClass().getMethod("save", File.class).invoke(bank, file.toFile());
    return file;
  }

  private static RenderReport render(RenderPlan plan, Path folder) throws IOException {
    try (SoundfontRenderer renderer = SoundfontRenderer.builtIn()) {
      return renderer.render(plan, folder, "1", false, (done, total, name) -> {});
    }
  }

  @Test
  void aRenderedFolderReadsBackAsItWasPlanned() throws IOException {
    RenderReport report = render(SMALL, dir);
    List<String> names =
        List.of(
            "keyboard_acoustic_000-048-100",
            "keyboard_acoustic_000-060-100",
            "synth_lead_synthetic_080-048-100",
            "synth_lead_synthetic_080-060-100");
    assertEquals(names, report.written());
    assertTrue(report.silent().isEmpty());

    List<String> problems = new ArrayList<>();
    List<Note> notes = NoteSource.open(List.of(dir), problems::add);
    assertEquals(List.of(), problems);
    assertEquals(names, notes.stream().map(Note::name).toList());
    for (int i = 0; i < notes.size(); i++) {
      Note note = notes.get(i);
      assertEquals(OptionalLong.of(i), note.id());
      assertEquals(Labels.parse(note.name()), note.labels().withQualities(List.of()));
      AudioClip clip = note.load(16_000);
      assertEquals(NsynthFormat.SAMPLE_RATE_HZ, clip.sampleRateHz());
      assertEquals(NsynthFormat.SAMPLE_RATE_HZ, clip.samples().length);
      double midi = PitchEstimator.estimate(clip).orElseThrow().midi();
      assertEquals(note.labels().pitch().getAsInt(), midi, 0.15, note.name());
    }
  }

  @Test
  void theSamePlanMakesTheSameBytes() throws Exception {
    Path bank = savedBank(dir);
    for (String folder : List.of("a", "b")) {
      try (SoundfontRenderer renderer = SoundfontRenderer.open(bank)) {
        renderer.render(SMALL, dir.resolve(folder), "1", false, (done, total, name) -> {});
      }
    }
    assertSameFiles(6, dir.resolve("a"), dir.resolve("b"));
  }

  private static void assertSameFiles(int count, Path folder, Path other) throws IOException {
    List<Path> files;
    try (var paths = Files.walk(folder)) {
      files = paths.filter(Files::isRegularFile).toList();
    }
    assertEquals(count, files.size(), files.toString());
    for (Path file : files) {
      Path twin = other.resolve(folder.relativize(file));
      assertEquals(-1, Files.mismatch(file, twin), file.toString());
    }
  }

  @Test
  void aRenderingThatWasCutShortGoesOnAndMakesTheSameBytes() throws Exception {
    Path bank = savedBank(dir);
    // Velocity 1 is silent, velocity 127 with 18 dB is turned down: both must be remembered.
    RenderPlan plan =
        new RenderPlan(List.of(0, 80), List.of(48, 60), List.of(1, 100, 127), 0.5, 0.375, 18);
    Path whole = dir.resolve("whole");
    Path cut = dir.resolve("cut");
    try (SoundfontRenderer renderer = SoundfontRenderer.open(bank)) {
      RenderReport expected = renderer.render(plan, whole, "1", false, (d, t, n) -> {});
      assertEquals(0, expected.takenOver());
      for (int notes : new int[] {1, 5, 9}) {
        assertThrows(
            IllegalStateException.class,
            () ->
                renderer.render(
                    plan,
                    cut,
                    "1",
                    false,
                    (done, total, name) -> {
                      if (done == notes) {
                        throw new IllegalStateException("cut");
                      }
                    }));
        assertFalse(Files.exists(cut.resolve("examples.json")));
      }
      assertThrows(
          CannotCreateException.class,
          () -> renderer.render(SMALL, cut, "1", false, (d, t, n) -> {}));
      assertThrows(
          CannotCreateException.class,
          () -> renderer.render(plan, cut, "2", false, (d, t, n) -> {}));
      // A line of the journal cut short, as by a full disk, and a note that is gone.
      Files.writeString(
          cut.resolve(".rendering"), "keyboard_ac", java.nio.file.StandardOpenOption.APPEND);
      Files.delete(cut.resolve("audio/keyboard_acoustic_000-048-100.wav"));
      RenderReport resumed = renderer.render(plan, cut, "1", false, (d, t, n) -> {});
      assertEquals(8, resumed.takenOver());
      assertEquals(expected.written(), resumed.written());
      assertEquals(expected.silent(), resumed.silent());
      assertEquals(expected.scaled(), resumed.scaled());
      assertFalse(expected.silent().isEmpty() || expected.scaled().isEmpty());
    }
    assertSameFiles(expectedFiles(whole), whole, cut);
    assertSameFiles(expectedFiles(whole), cut, whole);
  }

  private static int expectedFiles(Path folder) throws IOException {
    return 2 + folder.resolve("audio").toFile().list().length;
  }

  private static RenderPlan at(int rateHz, int offset) {
    return new RenderPlan(
        0, List.of(0, 80), List.of(48, 60), List.of(100), 1, 0.75, 6, rateHz, offset);
  }

  @Test
  void aHigherRateIsKeptAndReadByAModelOfNsynthsRateAsIfRenderedAtIt() throws Exception {
    Path bank = savedBank(dir);
    try (SoundfontRenderer renderer = SoundfontRenderer.open(bank)) {
      renderer.render(SMALL, dir.resolve("16"), "1", false, (d, t, n) -> {});
      renderer.render(at(48_000, 500), dir.resolve("48"), "1", false, (d, t, n) -> {});
      assertEquals(44_100, renderer.render(0, 0, 60, 100, 1, 0.75, 44_100).samples().length);
      assertEquals(11_025, renderer.render(0, 0, 60, 100, 1, 0.75, 11_025).samples().length);
    }
    List<String> problems = new ArrayList<>();
    List<Note> low = NoteSource.open(List.of(dir.resolve("16")), problems::add);
    List<Note> high = NoteSource.open(List.of(dir.resolve("48")), problems::add);
    assertEquals(List.of(), problems);
    assertEquals("keyboard_acoustic_500-048-100", high.get(0).name());
    for (int i = 0; i < low.size(); i++) {
      assertEquals(500 + low.get(i).labels().instrument().getAsInt(), instrument(high.get(i)));
      assertEquals(low.get(i).labels().qualities(), high.get(i).labels().qualities());
      assertEquals(48_000, high.get(i).audio().statedRateHz(0));
      assertEquals(48_000, high.get(i).audio().read().sampleRateHz());
      assertEquals(48_000, high.get(i).audio().read().samples().length);
      // Both were rounded to 16 bits, one of them before it was decimated.
      assertArrayEquals(
          low.get(i).load(16_000).samples(), high.get(i).load(16_000).samples(), 2e-4f);
    }
    String json = Files.readString(dir.resolve("48/examples.json"));
    assertEquals(4, json.split("\"sample_rate\" : 48000", -1).length - 1, json);
  }

  private static int instrument(Note note) {
    return note.labels().instrument().getAsInt();
  }

  @Test
  void anUnfinishedRenderingOfAnotherRateOrOffsetIsNotResumed() throws Exception {
    Path cut = dir.resolve("cut");
    try (SoundfontRenderer renderer = SoundfontRenderer.open(savedBank(dir))) {
      SoundfontRenderer.Listener stop =
          (done, total, name) -> {
            throw new IllegalStateException("cut");
          };
      RenderPlan plan = at(48_000, 500);
      assertThrows(IllegalStateException.class, () -> renderer.render(plan, cut, "1", false, stop));
      for (RenderPlan other : List.of(at(16_000, 500), at(48_000, 0))) {
        assertThrows(
            CannotCreateException.class, () -> renderer.render(other, cut, "1", false, stop));
      }
      assertEquals(1, renderer.render(plan, cut, "1", false, (d, t, n) -> {}).takenOver());
    }
  }

  @Test
  void aNoteSoundsTheSameWhateverWasPlayedBefore() throws Exception {
    Path bank = savedBank(dir);
    float[] alone;
    try (SoundfontRenderer renderer = SoundfontRenderer.open(bank)) {
      alone = renderer.render(0, 73, 60, 100, 0.5, 0.3).samples();
    }
    try (SoundfontRenderer renderer = SoundfontRenderer.open(bank)) {
      renderer.render(0, 89, 40, 127, 0.2, 0.2); // a key still held when the note ends
      renderer.render(0, 48, 72, 127, 0.2, 0.1); // a long release, cut short
      renderer.render(0, 73, 60, 100, 0.1, 0.05);
      assertArrayEquals(alone, renderer.render(0, 73, 60, 100, 0.5, 0.3).samples());
    }
  }

  @Test
  void aNoteBeginsAtOnceAndEndsAfterTheKeyIsLetGo() throws IOException {
    try (SoundfontRenderer renderer = SoundfontRenderer.builtIn()) {
      float[] samples = renderer.render(0, 80, 60, 100, 2, 1).samples();
      assertTrue(Levels.rms(samples, 0, 400) > 0.01, "the first 25 ms are silent");
      assertTrue(Levels.rms(samples, 14_400, 16_000) > 0.01, "silent before the key is let go");
      assertTrue(Levels.rms(samples, 24_000, 32_000) < 1e-4, "still sounding half a second later");
    }
  }

  @Test
  void silentNotesAreLeftOutAndNamed() throws IOException {
    // Velocity 1 is 84 dB under velocity 127.
    RenderReport report =
        render(new RenderPlan(List.of(80), List.of(60), List.of(1, 100), 0.5, 0.4, 6), dir);
    assertEquals(List.of("synth_lead_synthetic_080-060-001"), report.silent());
    assertEquals(List.of("synth_lead_synthetic_080-060-100"), report.written());
    assertFalse(Files.exists(dir.resolve("audio/synth_lead_synthetic_080-060-001.wav")));

    RenderPlan allSilent = new RenderPlan(List.of(80), List.of(60), List.of(1), 0.2, 0.2, 6);
    Path silent = dir.resolve("silent");
    assertThrows(BadDataException.class, () -> render(allSilent, silent));
    assertFalse(Files.exists(silent.resolve("examples.json")));
  }

  @Test
  void clippingNotesAreTurnedDownAndNamed() throws IOException {
    RenderReport report =
        render(new RenderPlan(List.of(80), List.of(60), List.of(50, 127), 0.2, 0.2, 18), dir);
    assertEquals(1, report.scaled().size());
    assertEquals("synth_lead_synthetic_080-060-127", report.scaled().get(0).name());
    assertTrue(report.scaled().get(0).changeDb() < -1);
    Path wav = dir.resolve("audio/synth_lead_synthetic_080-060-127.wav");
    assertEquals(0.999, Levels.peak(Note.of(wav).load(16_000).samples()), 1e-3);
  }

  @Test
  void aRenderedFolderIsNotOverwrittenUnasked() throws IOException {
    RenderPlan one = new RenderPlan(List.of(80), List.of(60), List.of(100), 0.1, 0.1, 6);
    render(one, dir);
    assertThrows(CannotCreateException.class, () -> render(one, dir));
    Files.delete(dir.resolve("examples.json"));
    assertThrows(CannotCreateException.class, () -> render(one, dir));
    try (SoundfontRenderer renderer = SoundfontRenderer.builtIn()) {
      assertEquals(1, renderer.render(one, dir, "1", true, (d, t, n) -> {}).written().size());
    }
    Path file = Files.createFile(dir.resolve("file"));
    assertThrows(CannotCreateException.class, () -> SoundfontRenderer.checkFolder(file, true));
  }

  @Test
  void plansNameTheNumberThatIsWrong() {
    assertPlanRefused("program 128", List.of(128), List.of(60), List.of(100), 4, 3);
    assertPlanRefused("pitch 200", List.of(0), List.of(200), List.of(100), 4, 3);
    assertPlanRefused("velocity 0", List.of(0), List.of(60), List.of(0), 4, 3);
    assertPlanRefused("5.0", List.of(0), List.of(60), List.of(100), 4, 5);
    assertPlanRefused("NaN", List.of(0), List.of(60), List.of(100), Double.NaN, 3);
    assertPlanRefused("pitch", List.of(0), List.of(), List.of(100), 4, 3);
    for (int rateHz : new int[] {0, 3999, 48_001, 96_000}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> at(rateHz, 0)).getMessage();
      assertTrue(message.contains("48000") && message.endsWith("not " + rateHz), message);
    }
    assertThrows(IllegalArgumentException.class, () -> at(48_000, -1));
  }

  private static void assertPlanRefused(
      String expected,
      List<Integer> programs,
      List<Integer> pitches,
      List<Integer> velocities,
      double seconds,
      double holdSeconds) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new RenderPlan(programs, pitches, velocities, seconds, holdSeconds, 6))
            .getMessage();
    assertTrue(message.contains(expected), message);
  }
}
