package dev.synth.midi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Labels;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Headers that the JDK's synthesizer would hang or fail on are mended, and said to be. */
class SoundfontRepairTest {
  @TempDir private Path dir;

  private Path file(Consumer<SmallSoundfont> spoil) throws IOException {
    SmallSoundfont font = new SmallSoundfont();
    spoil.accept(font);
    return Files.write(dir.resolve("font.sf2"), font.bytes());
  }

  private static AudioClip play(SoundfontRenderer renderer, int key) throws IOException {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> renderer.render(0, 0, key, 100, 0.5, 0.4));
  }

  /** Renders the key at which the sine has its own 400 Hz, and what was said of the soundfont. */
  private AudioClip mended(String said, Consumer<SmallSoundfont> spoil) throws IOException {
    try (SoundfontRenderer renderer = SoundfontRenderer.open(file(spoil))) {
      List<String> problems = renderer.presets().get(0).problems();
      assertEquals(said.isEmpty() ? List.of() : List.of(said), problems);
      return play(renderer, 67);
    }
  }

  private static double rms(AudioClip clip, double fromSeconds, double toSeconds) {
    return Levels.rms(clip.samples(), (int) (fromSeconds * 16_000), (int) (toSeconds * 16_000));
  }

  private void assertUnlooped(String said, Consumer<SmallSoundfont> spoil) throws IOException {
    AudioClip clip = mended(said, spoil);
    assertTrue(rms(clip, 0, 0.02) > 0.01, "it sounds while there are samples");
    assertTrue(rms(clip, 0.1, 0.3) < 1e-4, "it does not go round");
  }

  private void assertLooped(String said, Consumer<SmallSoundfont> spoil) throws IOException {
    AudioClip clip = mended(said, spoil);
    assertTrue(rms(clip, 0.1, 0.3) > 0.01, "it goes round");
    assertEquals(67.35, PitchEstimator.estimate(clip).orElseThrow().midi(), 0.1); // 400 Hz
  }

  @Test
  void aWholeSoundfontIsNotSpokenOf() throws IOException {
    assertLooped("", font -> {});
  }

  @Test
  void loopsThatAreNonePlayUnlooped() throws IOException {
    assertUnlooped(
        "sample 0 'sine' has an empty loop (100 to 100) and plays without it",
        font -> font.loopStart = font.loopEnd = 100);
    assertUnlooped(
        "sample 0 'sine' has too short a loop (100 to 101) and plays without it",
        font -> {
          font.loopStart = 100;
          font.loopEnd = 101;
        });
    assertUnlooped(
        "sample 0 'sine' has an empty loop (5000 to 6000) and plays without it",
        font -> {
          font.loopStart = 5000;
          font.loopEnd = 6000;
        });
    // A zone moves the loop's beginning by 1000 samples, past its end.
    assertUnlooped(
        "sample 0 'sine' has a loop that a zone moves to 1040 to 360, out of it, and plays without"
            + " it there",
        font -> font.generators = new int[] {2, 1000});
  }

  @Test
  void loopsThatCanBeMendedAre() throws IOException {
    assertLooped(
        "sample 0 'sine' has a loop that runs backwards (360 to 40) and plays it forwards",
        font -> {
          font.loopStart = 360;
          font.loopEnd = 40;
        });
    assertLooped(
        "sample 0 'sine' has a loop (40 to 420) beyond its ends, which is cut to it",
        font -> font.loopEnd = 420);
  }

  @Test
  void samplesThatCannotBePlayedAreLeftOut() throws IOException {
    assertUnplayable("sample 0 'sine' is empty (400 to 400)", font -> font.start = 400);
    assertUnplayable("sample 0 'sine' is empty (300 to 200)", font -> reversed(font));
    assertUnplayable(
        "sample 0 'sine' lies beyond the file's 446 samples (0 to 447)", font -> font.end = 447);
    assertUnplayable("sample 0 'sine' has a sample rate of 0 Hz", font -> font.rateHz = 0);
    assertUnplayable("sample 0 'sine' has a sample rate of", font -> font.rateHz = -1);
    assertUnplayable(
        "sample 0 'sine' is in a synthesizer's ROM and not in the file",
        font -> font.type = 0x8001);
    assertUnplayable("sample 7 does not exist", font -> font.sampleId = 7);
    assertUnplayable("instrument 3 does not exist", font -> font.instrumentId = 3);
    assertUnplayable(
        "sample 0 'sine' is cut to nothing by a zone",
        font -> font.generators = new int[] {0, 300, 1, -200});
  }

  private static void reversed(SmallSoundfont font) {
    font.start = 300;
    font.end = 200;
  }

  private void assertUnplayable(String said, Consumer<SmallSoundfont> spoil) throws IOException {
    Path file = file(spoil);
    try (SoundfontRenderer renderer = SoundfontRenderer.open(file)) {
      String message = assertThrows(BadDataException.class, () -> play(renderer, 60)).getMessage();
      String start = file + ": program 0 'one' cannot be played: " + said;
      assertTrue(message.startsWith(start), message);
    }
  }

  @Test
  void samplesWithoutAPitchPlayAsKey60() throws IOException {
    AudioClip at60 = mended("", font -> font.key = 60);
    assertEquals(
        PitchEstimator.estimate(at60).orElseThrow().midi(),
        PitchEstimator.estimate(mended("", font -> font.key = 255)).orElseThrow().midi());
    mended(
        "sample 0 'sine' has the key 200, so it plays as if recorded at 60",
        font -> font.key = 200);
  }

  @Test
  void lowBytesOfAWrongSizeAreNotRead() throws IOException {
    AudioClip plain = mended("", font -> {});
    AudioClip wrong =
        mended(
            "its lower bytes of 24-bit samples (sm24) are 223 where there are 446 samples, so it"
                + " plays with 16 bits",
            font -> font.lowBytes = 223);
    assertArrayEquals(plain.samples(), wrong.samples());
    mended("", font -> font.lowBytes = 446);
  }

  @Test
  void indicesThatRunBackwardsOrOutAreRefused() throws IOException {
    Path file = file(font -> font.presetBags = 9);
    assertEquals(
        file
            + ": preset 0 'one' has the records 0 to 9 of pbag, which has 1 only; the soundfont is"
            + " damaged.",
        assertThrows(BadDataException.class, () -> SoundfontRenderer.open(file)).getMessage());
  }

  @Test
  void moreModulatorsThanGeneratorsAreNoDamage() throws IOException {
    assertLooped("", font -> font.modulators = 20);
  }

  @Test
  void absurdTuningsEnd() throws IOException {
    mended("", font -> font.generators = new int[] {51, 32_767, 52, 32_767, 56, 32_767});
    mended("", font -> font.generators = new int[] {5, 32_767, 6, 32_767, 7, -32_768, 58, 500});
    mended("", font -> font.presetGenerators = new int[] {51, 120, 54, 3, 43, 0xff00});
  }

  @Test
  void drumsAndVariationsPlayFromTheirBanks() throws IOException {
    Path kit = file(font -> font.bank = SoundfontPreset.DRUM_BANK);
    try (SoundfontRenderer renderer = SoundfontRenderer.open(kit)) {
      BadDataException refusal = assertThrows(BadDataException.class, () -> renderer.presets(0));
      assertEquals(
          kit
              + ": has no program in bank 0; it has bank 128 (drum kits, 1 program). Choose one"
              + " with the setting 'bank'.",
          refusal.getMessage());
      RenderPlan plan =
          new RenderPlan(128, List.of(0), List.of(36, 67), List.of(100), 0.2, 0.1, 6, 16_000, 0);
      RenderReport report =
          renderer.render(plan, dir.resolve("kit"), "1", false, (done, total, name) -> {});
      assertEquals(List.of("drums_000-036-100", "drums_000-067-100"), report.written());
      Labels labels = Labels.parse(report.written().get(0));
      assertTrue(labels.family().isEmpty());
      assertEquals("drums_000", labels.instrumentName().orElseThrow());
      assertEquals(36, labels.pitch().getAsInt());
    }
    Path variation = file(font -> font.bank = 8);
    try (SoundfontRenderer renderer = SoundfontRenderer.open(variation)) {
      AudioClip clip = renderer.render(8, 0, 67, 100, 0.2, 0.2);
      assertTrue(rms(clip, 0.1, 0.15) > 0.01);
    }
    assertEquals(
        "keyboard_acoustic_1024-067-100", new RenderedInstrument(8, 0, 0).noteName(67, 100));
    assertEquals(1024, Labels.parse("keyboard_acoustic_1024-067-100").instrument().orElseThrow());
  }

  @Test
  void whatMakesNoProgressIsGivenUp() throws Exception {
    try (StallGuard guard = new StallGuard(0.3)) {
      assertEquals(1, guard.run("a note", () -> 1));
      BadDataException given =
          assertThrows(
              BadDataException.class,
              () ->
                  guard.run(
                      "font.sf2: program 0",
                      () -> {
                        Thread.sleep(60_000);
                        return 2;
                      }));
      assertEquals(
          "font.sf2: program 0 cannot be played: the JDK's synthesizer made no progress for 0 s;"
              + " the soundfont is damaged.",
          given.getMessage());
      assertTrue(guard.isStalled());
    }
  }
}
